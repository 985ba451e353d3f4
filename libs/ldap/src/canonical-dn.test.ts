import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalDn, canonicalForm, comparable, isWithin } from "./canonical-dn.ts";
import { parseDn, printDn } from "./dn.ts";

describe("two spellings of one DN have one canonical form", () => {
  test.each([
    ["CN=Ada Lovelace,DC=Example,DC=org", "cn=ada lovelace,dc=example,dc=org"],
    ["cn=Ada  Lovelace , dc=example;dc=org", "cn=ada lovelace,dc=example,dc=org"],
    ["2.5.4.3=Ada,0.9.2342.19200300.100.1.25=x", "cn=ada,dc=x"],
    ["commonName=Ada,organizationalUnitName=b,domainComponent=x", "cn=ada,ou=b,dc=x"],
    ["uid=b+cn=a,dc=x", "cn=a+uid=b,dc=x"],
    ["cn=a\\,b,dc=x", 'cn="a,b",dc=x'],
    ["cn=\\41da,dc=x", "cn=ada,dc=x"],
    ["cn=Lu\\C4\\8Di\\C4\\87", "cn=LUČIĆ"],
    ["cn=Cafe\u0301", "cn=CAFÉ"],
    ["cn=ΟΔΟΣ", "cn=οδοσ"],
    ["cn=Ａｄａ", "cn=ada"],
    ["cn=#0C03416461", "cn=ada"],
  ])("%s and %s", (one, other) => {
    expect(canonicalDn(one)).toBe(canonicalDn(other));
  });

  test.each([
    ["cn=a,dc=x", "cn=a\\,dc=x"],
    ["cn=#0401ff", "cn=\\#0401ff"],
    ["cn=straße", "cn=strasse"],
    ["cn=a+uid=b", "cn=a\\+uid=b"],
    ["cn=a b", "cn=ab"],
  ])("but %s and %s stay two", (one, other) => {
    expect(canonicalDn(one)).not.toBe(canonicalDn(other));
  });
});

test("the short way for plain DNs gives what the long way gives", () => {
  const piece = fc.constantFrom("cn", "OU", "gn", "uid", "a", "B", " ", "  ", "=", ",", "+", "\\,", "#", "-", "'", "é", "1", "<", '"');
  const dns = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(""));
  const outcome = (form: () => string): string => {
    try {
      return form();
    } catch (error) {
      return `refused: ${(error as Error).message}`;
    }
  };
  fc.assert(
    fc.property(dns, (text) => {
      expect(outcome(() => canonicalDn(`cn=${text}`))).toBe(outcome(() => canonicalForm(parseDn(`cn=${text}`))));
    }),
    { numRuns: 2_000 },
  );
});

/** Any character but half ones, the awkward ones more often than they come by themselves. */
const character = fc.oneof(
  fc.constantFrom(...' ,+"\\<>;=#\0\n\tabÄßς'),
  fc.integer({ min: 0, max: 0xd7ff }).map((code) => String.fromCharCode(code)),
  fc.integer({ min: 0x10000, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
);
const anyText = fc.string({ unit: character, maxLength: 12 });

test("a canonical form is its own canonical form, and still a DN", () => {
  const rdn = fc.array(fc.record({ type: fc.constantFrom("cn", "ou"), value: anyText }), {
    minLength: 1,
    maxLength: 2,
  });
  fc.assert(
    fc.property(fc.array(rdn, { minLength: 1, maxLength: 3 }), (dn) => {
      const canonical = canonicalDn(printDn(dn));
      expect(canonicalDn(canonical)).toBe(canonical);
    }),
    { numRuns: 150 },
  );
});

test("folding a character a second time changes nothing", () => {
  const unstable: number[] = [];
  for (let code = 0; code < 0x3000; code++) {
    const once = comparable(`a${String.fromCharCode(code)}b`);
    if (comparable(once) !== once) unstable.push(code);
  }
  expect(unstable).toEqual([]);
});

test.each([
  ["cn=a,dc=x", "dc=x", true],
  ["CN=a, DC=X", "dc=x", true],
  ["dc=x", "dc=x", true],
  ["cn=a\\,dc=x", "dc=x", false],
  ["cn=a,dc=xx", "dc=x", false],
  ["dc=x", "cn=a,dc=x", false],
  ["cn=a", "", true],
])("%s within %s: %s", (dn, base, within) => {
  expect(isWithin(dn, base)).toBe(within);
});

test("100,000 ordinary DNs take well under a second", () => {
  const dns = Array.from({ length: 100_000 }, (_, n) => `uid=person${n},ou=People ${n % 50},dc=example,dc=org`);
  const startMs = performance.now();
  for (const dn of dns) canonicalDn(dn);
  expect(performance.now() - startMs).toBeLessThan(900);
});
