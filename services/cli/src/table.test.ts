import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cutTo, displayWidth, formatFacts, formatTable } from "./table.ts";

interface Row {
  readonly name: string;
  readonly dn: string;
  readonly count: number | null;
}
const columns = [
  { title: "name", value: ({ name }: Row) => name },
  { title: "dn", value: ({ dn }: Row) => dn, cut: true },
  { title: "count", value: ({ count }: Row) => count, align: "right" as const },
];
const zoe = { name: "Zoë", dn: "uid=zoe.nakamura,ou=Research,ou=Europe,dc=example,dc=com", count: 12 };
const nobody = { name: "A", dn: "dc=com", count: null };

test("a table that fits is as wide as what is in it", () => {
  expect(formatTable(columns, [zoe, nobody], 200)).toBe(
    [
      "NAME  DN                                                        COUNT",
      "Zoë   uid=zoe.nakamura,ou=Research,ou=Europe,dc=example,dc=com     12",
      "A     dc=com                                                        –",
      "",
    ].join("\n"),
  );
});

test("on a narrow terminal a long DN ends in …, and nothing else is cut", () => {
  expect(formatTable(columns, [zoe], 40)).toBe(
    ["NAME  DN                           COUNT", "Zoë   uid=zoe.nakamura,ou=Resear…     12", ""].join("\n"),
  );
});

test("no line is wider than the terminal, as long as there is something to cut", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 60 });
  void fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 6 }), fc.integer({ min: 30, max: 100 }), (rows, width) => {
      const both = [0, 1].map((at) => ({ title: `c${at}`, value: (row: readonly string[]) => row[at], cut: true }));
      const lines = formatTable(both, rows, width).split("\n");
      expect(lines).toHaveLength(rows.length + 2);
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width);
    }),
  );
});

test("into a file nothing is cut", () => {
  expect(formatTable(columns, [{ ...zoe, dn: "x".repeat(5000) }], Number.POSITIVE_INFINITY)).toContain("x".repeat(5000));
});

test.each([
  ["plain", 5],
  ["研究開発", 8],
  ["Zoe\u0308", 3],
  ["한글", 4],
  ["", 0],
])("%s takes %i columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("a wide character is not cut in half", () => {
  expect(cutTo("研究開発", 6)).toBe("研究…");
});

test("what a directory says cannot steer the terminal", () => {
  const evil = { name: "\u001b[2Jgone", dn: "cn=a\r\nb", count: 1 };
  const shown = formatTable(columns, [evil], 100) + formatFacts([["Name", evil.name]]);
  expect(shown).toContain("\\u{1b}[2Jgone");
  expect(["\u001b", "\r"].some((control) => shown.includes(control))).toBe(false);
  expect(shown).toContain("cn=a\\u{d} b");
});

test("facts stand in two columns, and what is not known is left out", () => {
  expect(
    formatFacts([
      ["Name", "Zoë"],
      ["Title", null],
      ["E-mail", "a@example.com\nb@example.com"],
      ["Members", 0],
    ]),
  ).toBe("Name     Zoë\nE-mail   a@example.com\n         b@example.com\nMembers  0\n");
});
