import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Dn, DnSyntaxError, parentDn, parseDn, printDn, stripQuotationMarks } from "./dn.ts";
import { awkwardText, HUNDRED_THOUSAND, UNHURRIED_MS } from "./testing/awkward-text.ts";

const ava = (type: string, value: string) => ({ type, value });

describe("a DN is read", () => {
  test.each<[string, Dn]>([
    ["", []],
    ["dc=example", [[ava("dc", "example")]]],
    [
      "CN=Mimecast,OU=Users,OU=London,DC=domain,DC=local",
      ["CN=Mimecast", "OU=Users", "OU=London", "DC=domain", "DC=local"].map((it) => [ava(it.slice(0, 2), it.slice(3))]),
    ],
    ["cn=a\\,b,dc=x", [[ava("cn", "a,b")], [ava("dc", "x")]]],
    ['cn=\\"q\\"\\+\\;\\<\\>\\\\\\=\\#', [[ava("cn", '"q"+;<>\\=#')]]],
    ["cn=\\ lead and trail\\ ", [[ava("cn", " lead and trail ")]]],
    ["cn=\\#hash", [[ava("cn", "#hash")]]],
    ["cn=Lu\\C4\\8Di\\c4\\87", [[ava("cn", "Lučić")]]],
    ["cn=Lučić", [[ava("cn", "Lučić")]]],
    ["cn=zero\\00byte", [[ava("cn", "zero\0byte")]]],
    ["CN=Old\\0ADEL:5f2f,DC=x", [[ava("CN", "Old\nDEL:5f2f")], [ava("DC", "x")]]],
    ["cn=a+uid=b,dc=x", [[ava("cn", "a"), ava("uid", "b")], [ava("dc", "x")]]],
    ["cn=a=b", [[ava("cn", "a=b")]]],
    ["cn=", [[ava("cn", "")]]],
    ["1.3.6.1.4.1.1466.0=#04024869", [[{ type: "1.3.6.1.4.1.1466.0", value: Uint8Array.of(4, 2, 0x48, 0x69) }]]],
    [' cn = a b , OID.2.5.4.10="Sue, Grabbit" ; dc=x ', [[ava("cn", "a b")], [ava("2.5.4.10", "Sue, Grabbit")], [ava("dc", "x")]]],
  ])("%s", (text, dn) => {
    expect(parseDn(text)).toEqual(dn);
  });

  test.each<[string, RegExp]>([
    ["Users,dc=x", /"Users" has no "=".*character 1 of "Users,dc=x"/],
    ["cn=a,,dc=x", /a part such as "cn=name" is missing/],
    ["cn=a,", /nothing follows the last ","/],
    ["=a", /an attribute type is missing/],
    ["c n=a", /"c n" is not an attribute type/],
    ["cn=a\\", /backslash stands at the very end/],
    ["cn=a\\z", /"\\z" is not an escape/],
    ["cn=\\C3", /not UTF-8/],
    ['cn="a', /not closed/],
    ['cn="a"b', /follows a value that has ended/],
    ["cn=#4", /hexadecimal digits in pairs/],
    ["cn=#04zz", /follows a value that has ended/],
    ["cn=a<b", /must be written with a backslash/],
  ])("%s is refused with its reason", (text, reason) => {
    expect(() => parseDn(text)).toThrow(DnSyntaxError);
    expect(() => parseDn(text)).toThrow(reason);
  });

  test("255 levels are no difficulty, a million are refused", () => {
    expect(parseDn(Array(255).fill("ou=a").join(","))).toHaveLength(255);
    expect(() => parseDn(Array(1_001).fill("ou=a").join(","))).toThrow(/more than 1000 parts/);
  });
});

test(
  "whatever is printed is read back as it was",
  () => {
    const value = fc.oneof({ weight: 4, arbitrary: awkwardText }, { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
    const type = fc.constantFrom("cn", "OU", "2.5.4.3", "x-y1");
    const rdn = fc.array(fc.record({ type, value }, { noNullPrototype: true }), { minLength: 1, maxLength: 3 });
    const isReadBack = (dn: Dn): boolean => isDeepStrictEqual(parseDn(printDn(dn)), dn);
    fc.assert(fc.property(fc.array(rdn, { maxLength: 5 }), isReadBack), HUNDRED_THOUSAND);
  },
  UNHURRIED_MS,
);

test.each([
  ["cn=a,ou=b,dc=x", "ou=b,dc=x"],
  ["cn=a\\,b, ou=b,dc=x", "ou=b,dc=x"],
  ['cn="a,b";dc=x', "dc=x"],
  ["dc=x", undefined],
])("the parent of %s is %s", (dn, parent) => {
  expect(parentDn(dn)).toBe(parent);
});

test.each([
  ['"CN=a,DC=b"', "CN=a,DC=b"],
  [" “CN=a,DC=b” ", "CN=a,DC=b"],
  ["CN=a,DC=b", "CN=a,DC=b"],
  ['CN="a, b",DC="c"', 'CN="a, b",DC="c"'],
  ['"', '"'],
])("quotation marks around %s are taken off", (pasted, dn) => {
  expect(stripQuotationMarks(pasted)).toBe(dn);
});
