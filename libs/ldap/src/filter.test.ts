import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { and, equal, type Filter, not, or, present, printFilter } from "./filter.ts";
import { FilterSyntaxError, parseFilter } from "./parse-filter.ts";
import { HUNDRED_THOUSAND, UNHURRIED_MS } from "./testing/awkward-text.ts";

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

describe("a filter is read", () => {
  test.each<[string, Filter]>([
    ["(objectClass=*)", present("objectClass")],
    ["(cn=Babs Jensen)", equal("cn", "Babs Jensen")],
    ["(!(cn=Tim Howes))", not(equal("cn", "Tim Howes"))],
    [
      "(&(objectClass=Person)(|(sn=Jensen)(cn=Babs J*)))",
      and(
        equal("objectClass", "Person"),
        or(equal("sn", "Jensen"), { kind: "substrings", attribute: "cn", initial: bytes("Babs J"), any: [], final: undefined }),
      ),
    ],
    [
      "(o=univ*of*mich*)",
      { kind: "substrings", attribute: "o", initial: bytes("univ"), any: [bytes("of"), bytes("mich")], final: undefined },
    ],
    ["(o=*mich)", { kind: "substrings", attribute: "o", initial: undefined, any: [], final: bytes("mich") }],
    ["(o=*mich*)", { kind: "substrings", attribute: "o", initial: undefined, any: [bytes("mich")], final: undefined }],
    ["(seeAlso=)", equal("seeAlso", "")],
    ["(age>=30)", { kind: "greaterOrEqual", attribute: "age", value: bytes("30") }],
    ["(age<=30)", { kind: "lessOrEqual", attribute: "age", value: bytes("30") }],
    ["(sn~=smit)", { kind: "approximate", attribute: "sn", value: bytes("smit") }],
    [
      "(cn:caseExactMatch:=Fred)",
      { kind: "extensible", attribute: "cn", rule: "caseExactMatch", dnAttributes: false, value: bytes("Fred") },
    ],
    ["(cn:=Fred)", { kind: "extensible", attribute: "cn", rule: undefined, dnAttributes: false, value: bytes("Fred") }],
    ["(sn:dn:2.4.6.8.10:=Barney)", { kind: "extensible", attribute: "sn", rule: "2.4.6.8.10", dnAttributes: true, value: bytes("Barney") }],
    ["(o:dn:=Ace)", { kind: "extensible", attribute: "o", rule: undefined, dnAttributes: true, value: bytes("Ace") }],
    ["(:1.2.3:=Wilma)", { kind: "extensible", attribute: undefined, rule: "1.2.3", dnAttributes: false, value: bytes("Wilma") }],
    [
      "(userAccountControl:1.2.840.113556.1.4.803:=2)",
      { kind: "extensible", attribute: "userAccountControl", rule: "1.2.840.113556.1.4.803", dnAttributes: false, value: bytes("2") },
    ],
    ["(o=Parens R Us \\28for all\\29)", equal("o", "Parens R Us (for all)")],
    ["(cn=*\\2A*)", { kind: "substrings", attribute: "cn", initial: undefined, any: [bytes("*")], final: undefined }],
    ["(sn=Lu\\c4\\8di\\c4\\87)", equal("sn", "Lučić")],
    ["(sn=Lučić)", equal("sn", "Lučić")],
    ["(objectGUID=\\9e\\00\\ff)", equal("objectGUID", Uint8Array.of(0x9e, 0, 0xff))],
    ["(1.3.6.1.4.1.1466.0=\\04\\02\\48\\69)", equal("1.3.6.1.4.1.1466.0", Uint8Array.of(4, 2, 0x48, 0x69))],
    ["(cn;lang-de=a=b)", equal("cn;lang-de", "a=b")],
    ["(&)", and()],
    ["(|)", or()],
    [" (cn=a)\n", equal("cn", "a")],
  ])("%s", (text, filter) => {
    expect(parseFilter(text)).toEqual(filter);
  });

  test.each<[string, RegExp]>([
    ["", /begins with "\("/],
    ["cn=a", /begins with "\("/],
    ["(&(cn=a)", /never closed/],
    ["(cn=a", /never closed/],
    ["(cn=a))", /"\)" follows its end/],
    ["(cn=a)(sn=b)", /follows its end/],
    ["(&cn=a)", /stands where "\)" should/],
    ["(!(cn=a)(sn=b))", /stands where "\)" should/],
    ["(cn)", /has no "="/],
    ["(=a)", /an attribute is missing/],
    ["(c n=a)", /"c n" is not the name of an attribute/],
    ["(cn=a(b)", /"\(" inside a value/],
    ["(cn=a\\zz)", /two hexadecimal digits/],
    ["(cn=a\\2)", /two hexadecimal digits/],
    ["(cn=a**b)", /two "\*" stand side by side/],
    ["(cn>=a*)", /must be escaped/],
    ["(:=a)", /neither an attribute nor a matching rule/],
    ["(cn=\ud800)", /half a character/],
    ["(!".repeat(200), /nested deeper/],
    [`(cn=${"a".repeat(20_000)})`, /longer than/],
  ])("%s is refused with its reason", (text, reason) => {
    expect(() => parseFilter(text)).toThrow(FilterSyntaxError);
    expect(() => parseFilter(text)).toThrow(reason);
  });
});

test("an equality built from bytes needs no escaping by its caller", () => {
  expect(printFilter(equal("cn", "*)(uid=*\\\0"))).toBe("(cn=\\2a\\29\\28uid=\\2a\\5c\\00)");
  expect(printFilter(equal("objectGUID", Uint8Array.of(0x9e, 0x41)))).toBe("(objectGUID=\\9e\\41)");
});

test(
  "whatever is printed is read back as it was",
  () => {
    const attribute = fc.constantFrom("cn", "objectGUID", "1.2.3.4", "userCertificate;binary");
    const value = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(..."aé山🙂 *()\\\0"), maxLength: 6 }).map(bytes),
      fc.constantFrom(..." *()\\\0").map(bytes),
    );
    const part = value.filter((it) => it.length > 0);
    const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined });
    const plain = { noNullPrototype: true };
    const comparison = fc.constantFrom("equal", "approximate", "greaterOrEqual", "lessOrEqual");
    const substrings = fc
      .record(
        { kind: fc.constant("substrings"), attribute, initial: maybe(part), any: fc.array(part, { maxLength: 3 }), final: maybe(part) },
        plain,
      )
      .filter(({ initial, any, final }) => initial !== undefined || any.length > 0 || final !== undefined); // else it asks for presence
    const rule = maybe(fc.constant("1.2.3"));
    const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 3 },
        fc.record({ kind: comparison, attribute, value }, plain),
        fc.record({ kind: fc.constant("present"), attribute }, plain),
        substrings,
        fc.record({ kind: fc.constant("extensible"), attribute, rule, dnAttributes: fc.boolean(), value }, plain),
        fc.record({ kind: fc.constantFrom("and", "or"), filters: fc.array(tie("filter"), { maxLength: 3 }) }, plain),
        fc.record({ kind: fc.constant("not"), filter: tie("filter") }, plain),
      ) as fc.Arbitrary<Filter>,
    }));
    const isReadBack = (it: Filter): boolean => isDeepStrictEqual(parseFilter(printFilter(it)), it);
    fc.assert(fc.property(filter, isReadBack), HUNDRED_THOUSAND);
  },
  UNHURRIED_MS,
);
