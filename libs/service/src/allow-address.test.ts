import { describe, expect, test } from "vitest";
import { allowAddressIn, DeniedRange } from "./allow-address.ts";

const publicOnly = allowAddressIn([]);
const everything = allowAddressIn(["private", "loopback"]);

test.each(["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])("a directory may be at %s", (address) => {
  expect(publicOnly(address)).toBe(true);
});

test.each(["127.0.0.1", "::1", "::ffff:7f00:1"])("%s is this machine, which only a local run opens", (address) => {
  expect(publicOnly(address)).toBe(false);
  expect(allowAddressIn(["private"])(address)).toBe(false);
  expect(allowAddressIn(["loopback"])(address)).toBe(true);
});

test.each(["10.0.0.1", "fd12::1", "::ffff:c0a8:101"])("%s is private, and only where the deployment says so", (address) => {
  expect(publicOnly(address)).toBe(false);
  expect(allowAddressIn(["loopback"])(address)).toBe(false);
  expect(allowAddressIn(["private"])(address)).toBe(true);
});

test.each(["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "fe80::1", "0.0.0.0", "224.0.0.1", "64:ff9b::8.8.8.8", "127.1", ""])(
  'nothing opens "%s"',
  (address) => {
    expect(everything(address)).toBe(false);
  },
);

describe("what a deployment denies", () => {
  const outsideTheCluster = allowAddressIn(["private", "loopback"], ["10.244.0.0/16", "10.96.0.0/12", "192.0.2.7/32", "fd00:10:244::/56"]);

  test.each([
    ...["10.244.0.1", "10.96.0.1", "10.111.255.255", "192.0.2.7", "fd00:10:244:1::5"],
    ...["::ffff:10.96.0.1", "::ffff:a60:1", "::10.244.0.1"],
  ])("is closed, private or public: %s", (address) => {
    expect(everything(address)).toBe(true);
    expect(outsideTheCluster(address)).toBe(false);
  });

  test.each(["10.95.255.255", "10.112.0.0", "192.0.2.8", "fd00:10:245::1", "127.0.0.1"])("is not %s, which lies beside it", (address) => {
    expect(outsideTheCluster(address)).toBe(true);
  });

  test("opens nothing that was closed", () => {
    expect(allowAddressIn([], ["203.0.113.0/24"])("10.0.0.1")).toBe(false);
    expect(allowAddressIn(["private"], ["10.0.0.0/8"])("169.254.169.254")).toBe(false);
  });

  test("is given in ranges, and anything else is refused with a sentence that does not repeat it", () => {
    expect(DeniedRange.parse("10.244.0.0/16")).toBe("10.244.0.0/16");
    const refused = DeniedRange.safeParse("10.244.0.0");
    expect(refused.error?.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^must be a range such as 10\.96\.0\.0\/12/),
    ]);
  });
});
