import { describe, expect, test } from "vitest";
import { contradiction, directoryHost } from "./host.ts";

test.each(["dc1.example.com", "10.0.0.1", "fd12::1", "127.0.0.1", "::1", "ldaps://dc1.example.com:636/"])(
  "%s can be a directory's",
  (text) => {
    expect(directoryHost(text)).toHaveProperty("host");
  },
);

test("what is no host is refused with a sentence that does not repeat it", () => {
  expect(directoryHost("ldap://cn=reader:canary@dc1.example.com/")).toEqual({
    problem: "Enter the host alone: user and password have their own fields.",
  });
});

describe("no deployment opens", () => {
  test.each([
    ...[
      "169.254.169.254",
      "169.254.169.254:389",
      "ldap://169.254.169.254/",
      "::ffff:169.254.169.254",
      "[::ffff:A9FE:A9FE]:636",
      "::a9fe:a9fe",
    ],
    ...["fd00:ec2::254", "100.100.100.200", "168.63.129.16", "2002:a9fe:a9fe::1", "[64:ff9b::a9fe:a9fe]"],
    ...["0.0.0.0", "::", "fe80::1", "224.0.0.1", "ff02::1", "255.255.255.255", "240.0.0.1"],
  ])("%s, and it is refused before it is saved", (text) => {
    expect(directoryHost(text)).toEqual({ problem: expect.stringMatching(/^No directory can be at this address: .*Enter the address/) });
  });
});

describe("what a pasted URL says besides the host", () => {
  const settings = { port: 636, encryptionMode: "strict", startTls: false };
  test("is taken when the fields say the same", () => {
    expect(contradiction({ host: "dc1", port: 636, scheme: "ldaps" }, settings)).toBeUndefined();
    expect(contradiction({ host: "dc1", scheme: "ldap" }, { ...settings, startTls: true })).toBeUndefined();
    expect(contradiction({ host: "dc1", scheme: "ldap" }, { ...settings, encryptionMode: "none" })).toBeUndefined();
  });
  test("is a contradiction when they say otherwise", () => {
    expect(contradiction({ host: "dc1", port: 3269 }, settings)).toMatch(/port 3269.*636/);
    expect(contradiction({ host: "dc1", scheme: "ldaps" }, { ...settings, encryptionMode: "none" })).toMatch(/encrypted/);
    expect(contradiction({ host: "dc1", scheme: "ldap" }, settings)).toMatch(/not encrypted/);
  });
});
