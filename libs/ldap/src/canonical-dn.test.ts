import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalDn, canonicalForm, comparable, isWithin } from "./canonical-dn.ts";
import { type Dn, parseDn, printDn } from "./dn.ts";
import { awkwardText, UNHURRIED_MS } from "./testing/awkward-text.ts";

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
    { numRuns: 20_000 },
  );
});

const avaOf = (type: fc.Arbitrary<string>, value: fc.Arbitrary<string>) => fc.record({ type, value }, { noNullPrototype: true });
const dnOf = (ava: ReturnType<typeof avaOf>, longest = 3): fc.Arbitrary<Dn> =>
  fc.array(fc.array(ava, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: longest });

const NAMES = { cn: ["CN", "commonName", "2.5.4.3", "OID.2.5.4.3"], uid: ["UID", "userid", " uid ", "0.9.2342.19200300.100.1.1"] };

/** Another spelling of one DN; which one, the number says. */
const respelled = (dn: Dn, seed: number): string => {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % below;
  };
  const oneOf = (all: readonly string[]): string => all[next(all.length)] as string;
  const hexOf = (text: string): string => [...Buffer.from(text)].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
  const escaped = (text: string): string => {
    const ends = (at: number): boolean => at === 0 || at === text.length - 1;
    const letters = [...text].map((it, at) =>
      next(3) === 0 || it < " " ? hexOf(it) : /[",+;<>\\=#]/.test(it) || (it === " " && ends(at)) ? `\\${it}` : it,
    );
    return letters.join("");
  };
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&").replaceAll("\0", "\\00")}"`;
  const written = (text: string): string => {
    const cased = next(2) === 0 ? text.replace(/[a-z]/g, (it) => it.toUpperCase()) : text;
    return next(4) === 0 ? quoted(cased) : escaped(cased);
  };
  const rdns = dn.map((rdn) => {
    const avas = rdn.map(({ type, value }) => `${oneOf(NAMES[type as keyof typeof NAMES])}=${oneOf(["", " "])}${written(value as string)}`);
    return (next(2) === 0 ? avas : avas.reverse()).join(oneOf(["+", " + "]));
  });
  return rdns.reduce((all, rdn) => `${all}${oneOf([",", " , ", ";", ",\n"])}${rdn}`);
};

test(
  "however a DN is spelled, its canonical form is the same, still a DN, and its own canonical form",
  () => {
    const dns = dnOf(avaOf(fc.constantFrom("cn", "uid"), awkwardText));
    const isOne = (dn: Dn, seed: number): boolean => {
      const canonical = canonicalDn(respelled(dn, seed));
      return canonical === canonicalDn(printDn(dn)) && canonical === canonicalDn(canonical);
    };
    fc.assert(fc.property(dns, fc.integer({ min: 0, max: 0xffff_ffff }), isOne), { numRuns: 30_000 });
  },
  UNHURRIED_MS,
);

test("two DNs have one canonical form only where they differ in nothing but case, blanks and order", () => {
  const value = fc.string({ unit: fc.constantFrom(..."aA,+ "), maxLength: 2 });
  const dns = dnOf(avaOf(fc.constantFrom("cn", "CN", "uid"), value), 2);
  const meant = (dn: Dn): string =>
    JSON.stringify(dn.map((rdn) => rdn.map(({ type, value }) => `${type}=${foldedAscii(value as string)}`.toLowerCase()).sort()));
  const isToldApart = (one: Dn, other: Dn): boolean =>
    (canonicalDn(printDn(one)) === canonicalDn(printDn(other))) === (meant(one) === meant(other));
  fc.assert(fc.property(dns, dns, isToldApart), { numRuns: 20_000 });
});

const foldedAscii = (value: string): string => {
  const collapsed = value.replace(/ +/g, " ");
  return collapsed === " " ? collapsed : collapsed.trim();
};

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
