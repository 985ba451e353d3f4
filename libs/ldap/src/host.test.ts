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
  ["", "empty"],
  ["dc1.example.com, dc2.example.com", "two"],
  ["https://dc1.example.com", "foreignUrl"],
  ["ldap://cn=reader:canary@dc1.example.com/", "credentials"],
  ["ldap://dc1.example.com/dc=example,dc=com", "path"],
  ["ldap://dc1.example.com/o=x", "path"],
  ["ldaps://", "name"],
  ["dc1.example.com:99999", "port"],
  ["dc1.example.com:0", "port"],
  ["dc1:636:389", "colon"],
  ["[dc1.example.com]", "brackets"],
  ["fe80::1%eth0", "zone"],
  ["\uff11\uff12\uff17.0.0.1", "ipv4"],
  ["2130706433", "ipv4"],
  ["127.1", "ipv4"],
  ["010.0.0.1", "ipv4"],
  ["0x7f.0.0.1", "ipv4"],
  ["256.1.1.1", "ipv4"],
  ["0x7f000001", "ipv4"],
  ["dc1..example.com", "name"],
  ["-dc1.example.com", "name"],
  ["dc1.example.com\0", "name"],
  ["dc1/../x", "name"],
  [`${"a".repeat(64)}.example.com`, "name"],
  [`${"a.".repeat(130)}com`, "name"],
])("%j is no host, and the reason does not repeat it", (text, problem) => {
  expect(readHost(text)).toEqual({ problem });
});
