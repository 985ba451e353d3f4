import { describe, expect, test } from "vitest";
import { contradiction, readHost } from "./host.ts";

test.each([
  ["dc1.example.com", { host: "dc1.example.com" }],
  ["  DC1.Example.COM. ", { host: "dc1.example.com" }],
  ["dc1", { host: "dc1" }],
  ["dc_1.corp.local", { host: "dc_1.corp.local" }],
  ["bücher.example", { host: "xn--bcher-kva.example" }],
  ["192.0.2.10", { host: "192.0.2.10" }],
  ["2001:DB8::10", { host: "2001:db8::10" }],
  ["[2001:db8::10]", { host: "2001:db8::10" }],
  ["::ffff:192.0.2.1", { host: "::ffff:192.0.2.1" }],
  ["10.0.0.1", { host: "10.0.0.1" }],
  ["fd12::1", { host: "fd12::1" }],
  ["127.0.0.1", { host: "127.0.0.1" }],
  ["::1", { host: "::1" }],
])("%s is a host", (text, expected) => {
  expect(readHost(text)).toEqual(expected);
});

test.each([
  ["ldaps://dc1.example.com:636/", { host: "dc1.example.com", port: 636, scheme: "ldaps" }],
  ["LDAP://dc1.example.com", { host: "dc1.example.com", scheme: "ldap" }],
  ["ldaps://[2001:db8::10]:3269/", { host: "2001:db8::10", port: 3269, scheme: "ldaps" }],
  ["dc1.example.com:389", { host: "dc1.example.com", port: 389 }],
  ["[2001:db8::10]:636", { host: "2001:db8::10", port: 636 }],
  ["192.0.2.10:636", { host: "192.0.2.10", port: 636 }],
])("%s, pasted, means one thing", (text, expected) => {
  expect(readHost(text)).toEqual(expected);
});

test.each([
  ["", /Enter a hostname/],
  ["dc1.example.com, dc2.example.com", /secondary host/],
  ["https://dc1.example.com", /not the address of a directory/],
  ["ldap://cn=reader:canary@dc1.example.com/", /user and password/],
  ["ldap://dc1.example.com/dc=example,dc=com", /own field/],
  ["ldap://dc1.example.com/o=x", /own field/],
  ["ldaps://", /not a hostname/],
  ["dc1.example.com:99999", /not a port/],
  ["dc1.example.com:0", /not a port/],
  ["dc1:636:389", /neither/],
  ["[dc1.example.com]", /brackets/],
  ["fe80::1%eth0", /zone/],
  ["2130706433", /four numbers/],
  ["127.1", /four numbers/],
  ["010.0.0.1", /four numbers/],
  ["0x7f.0.0.1", /four numbers/],
  ["256.1.1.1", /four numbers/],
  ["0x7f000001", /four numbers/],
  ["dc1..example.com", /not a hostname/],
  ["-dc1.example.com", /not a hostname/],
  ["dc1.example.com\0", /not a hostname/],
  ["dc1/../x", /not a hostname/],
  [`${"a".repeat(64)}.example.com`, /not a hostname/],
  [`${"a.".repeat(130)}com`, /not a hostname/],
])("%j is refused, and the reason does not repeat it", (text, reason) => {
  const read = readHost(text);
  expect("problem" in read ? read.problem : read).toMatch(reason);
  expect(JSON.stringify(read)).not.toContain("canary");
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
    expect(readHost(text)).toEqual({ problem: expect.stringMatching(/^No directory can be at this address: .*Enter the address/) });
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
