import { BlockList, isIP, isIPv6 } from "node:net";

/**
 * Where an address leads. never: no directory is there, whatever a deployment opens; so is what is no address at all,
 * since programs read `127.1` or `0x7f000001` in different ways.
 */
export type AddressKind = "public" | "private" | "loopback" | "never";

/** Whether a text is a range of addresses, such as `10.0.0.0/8`. One of IPv4 in IPv6 clothes is none: see `isIn`. */
export const isSubnet = (text: string): boolean => {
  const [, network = "", bits] = /^([0-9a-f:.]+)\/(0|[1-9]\d{0,2})$/i.exec(text) ?? [];
  const family = isIP(unmapped(network));
  return family !== 0 && family === isIP(network) && Number(bits) <= (family === 4 ? 32 : 128);
};

/** Whether an address is in one of these ranges. An IPv4 address is looked for in those of IPv4, whatever it wears. */
export const isIn = (...subnets: readonly string[]): ((address: string) => boolean) => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network, bits] = subnet.split("/") as [string, string];
    list.addSubnet(network, Number(bits), familyOf(network));
  }
  return (address) => {
    const ip = unmapped(address);
    return list.check(ip, familyOf(ip));
  };
};

const familyOf = (ip: string): "ipv4" | "ipv6" => (isIPv6(ip) ? "ipv6" : "ipv4");

const isLoopback = isIn("127.0.0.0/8", "::1/128");
const isPrivate = isIn("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");
/** All that IPv6 has given out for hosts of the world (RFC 4291 section 2.4, IANA); beside it are link-local, multicast, NAT64 and the like. */
const isGlobalUnicast = isIn("2000::/3");
const isNever = isIn(
  // This network, link-local, protocol assignments, benchmarks, multicast, reserved, broadcast.
  ...["0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"],
  // Ways into IPv4 past these rules: 6to4 with its relays (RFC 3056, RFC 7526) and Teredo (RFC 4380).
  ...["2002::/16", "192.88.99.0/24", "2001::/32"],
  // Where clouds hand their machines credentials, outside of link-local: Alibaba, Azure, AWS, Google.
  ...["100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::/32", "fd20:ce::254/128"],
);

export const addressKind = (address: string): AddressKind => {
  const family = isIP(unmapped(address));
  if (family === 0 || isNever(address)) return "never";
  if (isLoopback(address)) return "loopback";
  if (isPrivate(address)) return "private";
  return family === 4 || isGlobalUnicast(address) ? "public" : "never";
};

/** An IPv4 address in IPv6 clothes (RFC 4291 section 2.5.5) is that IPv4 address. */
const unmapped = (address: string): string => {
  const canonical = isIPv6(address) ? new URL(`http://[${address.replace(/%.*$/, "")}]`).hostname.slice(1, -1) : address;
  const hex = /^::(?:ffff:(?:0:)?)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (hex === null) return canonical;
  const [high, low] = hex.slice(1).map((digits) => Number.parseInt(digits, 16)) as [number, number];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
};
