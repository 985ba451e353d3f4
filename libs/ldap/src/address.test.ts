import { describe, expect, test } from "vitest";
import { addressKind, isIn, isSubnet } from "./address.ts";

test.each([
  ...["8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255"],
  ...["169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"],
  ...["2606:4700::1111", "2003::1", "::ffff:8.8.8.8", "::ffff:808:808", "0:0:0:0:0:FFFF:8.8.8.8"],
])("%s is public", (address) => {
  expect(addressKind(address)).toBe("public");
});

test.each([
  ...["127.0.0.1", "127.9.9.9", "127.255.255.255", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::FFFF:7F00:1", "::ffff:7f00:1"],
  ...["0:0:0:0:0:ffff:127.0.0.1", "::127.0.0.1", "::7f00:1", "::ffff:0:127.0.0.1", "::1%lo"],
])("%s is this machine", (address) => {
  expect(addressKind(address)).toBe("loopback");
});

test.each([
  ...["10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.255"],
  ...["fc00::1", "fd12::1", "fdff::1", "::ffff:10.0.0.1", "::ffff:c0a8:101", "::10.0.0.1"],
])("%s is private", (address) => {
  expect(addressKind(address)).toBe("private");
});

describe("no directory is ever", () => {
  test.each([
    ...["0.0.0.0", "0.255.255.255", "::", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0"],
    ...["169.254.0.1", "169.254.169.254", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "::a9fe:a9fe", "::ffff:0:a9fe:a9fe"],
    ...["fe80::1", "fe80::1%eth0", "fe80::1%25eth0", "FEBF::1", "fec0::1", "feff::1", "::2", "200::1", "4000::1"],
    ...["192.0.0.8", "192.0.0.192", "198.18.0.1", "198.19.255.255", "100::1"],
    ...["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1", "::ffff:224.0.0.1"],
    ...["240.0.0.1", "255.255.255.255", "::ffff:255.255.255.255"],
  ])("at %s, which no host of the world has", (address) => {
    expect(addressKind(address)).toBe("never");
  });

  test.each([
    ...["100.100.100.200", "::ffff:100.100.100.200", "::ffff:6464:64c8", "168.63.129.16", "::ffff:168.63.129.16"],
    ...["fd00:ec2::254", "fd00:0ec2:0:0:0:0:0:0254", "fd00:ec2::23", "fd20:ce::254"],
  ])("at %s, where a cloud tells its machines their credentials", (address) => {
    expect(addressKind(address)).toBe("never");
  });

  test.each([
    ...["64:ff9b::7f00:1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b::8.8.8.8", "64:ff9b:1::7f00:1"],
    ...["2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:808:808::1", "192.88.99.1", "2001:0:7f00:1::", "2001::a9fe:a9fe"],
  ])("at %s, which leads into IPv4 by a way of its own", (address) => {
    expect(addressKind(address)).toBe("never");
  });

  /** Programs read these in different ways: whoever connects must have had them resolved. */
  test.each([
    ...["", ".", "localhost", "localhost.", "kubernetes.default.svc", "dc1.example.com"],
    ...["2130706433", "0x7f000001", "017700000001", "0177.0.0.1", "0x7f.1", "127.1", "127.0.0.1.", "1.2.3", "1.2.3.4.5", "256.1.1.1"],
    ...["8.8.8.8/32", "8.8.8.8:389", " 8.8.8.8", "[::1]", "[2606:4700::1111]", ":::1", "1::2::3", "g::1", "①②⑦.0.0.1"],
  ])('at "%s", which is no address', (text) => {
    expect(addressKind(text)).toBe("never");
  });
});

describe("a range of addresses", () => {
  test.each(["10.0.0.0/8", "10.96.0.1/32", "10.1.2.3/16", "0.0.0.0/0", "fd00:10:96::/112", "FD00::/8", "::1/128"])("is %s", (text) => {
    expect(isSubnet(text)).toBe(true);
  });

  test.each([
    ...["", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/255.0.0.0", "10.0/8", "0x0a.0.0.0/8"],
    ...["fd00::/129", "fd00::", "fe80::1%eth0/64", "[fd00::]/8", "pods/8", " 10.0.0.0/8", "::ffff:10.0.0.0/104", "::10.0.0.0/104"],
  ])('is not "%s"', (text) => {
    expect(isSubnet(text)).toBe(false);
  });

  test("holds what begins with its bits, and an IPv4 address in IPv6 clothes too", () => {
    const isPod = isIn("10.244.0.0/16", "fd00:10:244::/56");
    const inside = [
      "10.244.0.0",
      "10.244.255.255",
      "::ffff:10.244.3.4",
      "::ffff:af4:304",
      "::10.244.3.4",
      "fd00:10:244:ff::1",
      "FD00:10:244::1",
    ];
    const outside = ["10.243.255.255", "10.245.0.0", "fd00:10:244:100::1", "fd00:10:245::1", "dc1.example.com", ""];
    expect([...inside, ...outside].filter((address) => isPod(address))).toEqual(inside);
  });
});
