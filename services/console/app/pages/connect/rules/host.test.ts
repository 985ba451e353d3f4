import { expect, test } from "vitest";
import { readHost } from "./host.ts";

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
])("%s is a host", (text, expected) => {
  expect(readHost(text)).toEqual(expected);
});

test.each([
  ["ldaps://dc1.example.com:636/", { host: "dc1.example.com", port: 636, scheme: "ldaps" }],
  ["LDAP://dc1.example.com", { host: "dc1.example.com", scheme: "ldap" }],
  ["ldaps://[2001:db8::10]:3269/", { host: "2001:db8::10", port: 3269, scheme: "ldaps" }],
  ["dc1.example.com:389", { host: "dc1.example.com", port: 389 }],
  ["[2001:db8::10]:636", { host: "2001:db8::10", port: 636 }],
])("%s, pasted, means one thing", (text, expected) => {
  expect(readHost(text)).toEqual(expected);
});

test.each([
  ["", /Enter a hostname/],
  ["dc1.example.com, dc2.example.com", /secondary host/],
  ["https://dc1.example.com", /not the address of a directory/],
  ["ldap://cn=reader:canary@dc1.example.com/", /user and password/],
  ["ldap://dc1.example.com/dc=example,dc=com", /own field/],
  ["dc1.example.com:99999", /not a port/],
  ["dc1:636:389", /neither/],
  ["[dc1.example.com]", /brackets/],
  ["fe80::1%eth0", /zone/],
  ["2130706433", /four numbers/],
  ["127.1", /four numbers/],
  ["010.0.0.1", /four numbers/],
  ["0x7f.0.0.1", /four numbers/],
  ["256.1.1.1", /four numbers/],
  ["dc1..example.com", /not a hostname/],
  ["-dc1.example.com", /not a hostname/],
  ["dc1.example.com\0", /not a hostname/],
  ["dc1/../x", /not a hostname/],
  [`${"a".repeat(64)}.example.com`, /not a hostname/],
])("%j is refused as a host, and the reason does not repeat it", (text, reason) => {
  const read = readHost(text);
  expect("problem" in read ? read.problem : read).toMatch(reason);
  expect(JSON.stringify(read)).not.toContain("canary");
});
