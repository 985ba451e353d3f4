import { BlockList, isIP, isIPv6 } from "node:net";
import * as z from "zod";

/** Ranges that a deployment may open: directories often stand in private networks, and on the same machine in a local run. */
export const AddressRange = z.enum(["private", "loopback"]);
export type AddressRange = z.output<typeof AddressRange>;

const listOf = (...subnets: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network, bits] = subnet.split("/") as [string, string];
    list.addSubnet(network, Number(bits), isIPv6(network) ? "ipv6" : "ipv4");
  }
  return list;
};

const loopback = listOf("127.0.0.0/8", "::1/128");
const privateUse = listOf("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");
/** All that IPv6 has given out for hosts of the world (RFC 4291 section 2.4, IANA); beside it are link-local, multicast, NAT64 and the like. */
const globalUnicast = listOf("2000::/3");
/** Never a directory: this network, link-local, protocol assignments, benchmarks, multicast, reserved, broadcast. */
const special = listOf("0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4");
/** Ways into IPv4 past these rules: 6to4 with its relays (RFC 3056, RFC 7526) and Teredo (RFC 4380). */
const tunnels = listOf("2002::/16", "192.88.99.0/24", "2001::/32");
/** Where clouds hand their machines credentials, outside of link-local: Alibaba, Azure, AWS, Google. */
const metadata = listOf("100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::/32", "fd20:ce::254/128");

/** Whether a directory may be at this address. Asked of the resolved address, at every connect: a name can change its mind. */
export const allowAddressIn =
  (ranges: readonly AddressRange[]) =>
  (address: string): boolean => {
    const ip = unmapped(address);
    const family = isIPv6(ip) ? "ipv6" : "ipv4";
    if (isIP(ip) === 0 || [special, tunnels, metadata].some((list) => list.check(ip, family))) return false;
    if (loopback.check(ip, family)) return ranges.includes("loopback");
    if (privateUse.check(ip, family)) return ranges.includes("private");
    return family === "ipv4" || globalUnicast.check(ip, family);
  };

/** An IPv4 address in IPv6 clothes (RFC 4291 section 2.5.5) is that IPv4 address. */
const unmapped = (address: string): string => {
  const canonical = isIPv6(address) ? new URL(`http://[${address.replace(/%.*$/, "")}]`).hostname.slice(1, -1) : address;
  const hex = /^::(?:ffff:(?:0:)?)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (hex === null) return canonical;
  const [high, low] = hex.slice(1).map((digits) => Number.parseInt(digits, 16)) as [number, number];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
};
