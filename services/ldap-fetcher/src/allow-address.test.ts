import { expect, test } from "vitest";
import { allowAddressIn } from "./allow-address.ts";

const publicOnly = allowAddressIn([]);
const everything = allowAddressIn(["private", "loopback"]);

test.each(["203.0.113.9", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])("a directory may be at %s", (address) => {
  expect(publicOnly(address)).toBe(true);
});

test.each(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "0:0:0:0:0:ffff:127.0.0.1"])(
  "%s is this machine, which only a local run opens",
  (address) => {
    expect(publicOnly(address)).toBe(false);
    expect(everything(address)).toBe(true);
  },
);

test.each(["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fc00::1", "fd12::1", "::ffff:10.0.0.1"])(
  "%s is private, and only where the deployment says so",
  (address) => {
    expect(publicOnly(address)).toBe(false);
    expect(everything(address)).toBe(true);
  },
);

test.each([
  ...["0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255", "100.100.100.200", "198.18.0.1", "192.0.0.8"],
  ...["::", "fe80::1", "fe80::1%eth0", "ff02::1", "fd00:ec2::254", "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:169.254.169.254"],
])("no directory is ever at %s", (address) => {
  expect(everything(address)).toBe(false);
});
