import { expect, test } from "vitest";
import { diffOf, idsIn, isWithoutDifference, textOf } from "./values.ts";

const names = {
  m1: { name: "Anna Smith", dn: "cn=Anna", kind: "user" as const },
  m2: { name: null, dn: "cn=gone", kind: "user" as const },
};

test("another entry is called by its name, then by its DN, and by its id where nothing is known of it", () => {
  const values = [{ entryId: "m1" }, { entryId: "m2" }, { entryId: "m3", dn: "cn=three" }, { entryId: "m4" }, { dn: "cn=five" }];
  expect(values.map((value) => textOf(value, names))).toEqual(["Anna Smith", "cn=gone", "cn=three", "m4", "cn=five"]);
});

test("bytes are told by how many they are, and a large value by its fingerprint", () => {
  expect(textOf({ binary: "AAECAw==" })).toBe("4 bytes: AAECAw==");
  expect(textOf({ sha256: "0123456789abcdef".repeat(4), bytes: 70_000 })).toBe("70,000 bytes, SHA-256 0123456789ab…");
});

test("where an entry stands comes first, the attributes follow by name", () => {
  const changed = {
    cn: { before: null, after: ["Head"] },
    dn: { before: ["cn=a"], after: ["cn=b"] },
    mail: { before: ["a@b"], after: null },
  };
  expect(diffOf(changed)).toEqual([
    { field: "DN", before: ["cn=a"], after: ["cn=b"] },
    { field: "cn", before: [], after: ["Head"] },
    { field: "mail", before: ["a@b"], after: [] },
  ]);
});

test("every entry that values speak of is found, before and after", () => {
  expect(
    idsIn({ manager: { before: [{ entryId: "m1" }], after: [{ entryId: "m2" }, { dn: "cn=x" }] }, cn: { before: null, after: ["y"] } }),
  ).toEqual(["m1", "m2"]);
});

test("an update that shows in no value and no member is told apart from one that does", () => {
  const none = { changes: ["updated" as const], changed: {}, members: null };
  expect([
    isWithoutDifference(none),
    isWithoutDifference({ ...none, changed: { cn: { before: null, after: ["x"] } } }),
    isWithoutDifference({ ...none, members: {} }),
    isWithoutDifference({ ...none, changes: ["created"] }),
  ]).toEqual([true, false, false, false]);
});
