import { expect, test } from "vitest";
import { cursorOf, isUnchanged } from "./cursor.ts";

const server = { vendor: "active-directory", id: "CN=NTDS Settings,CN=DC1 5d2b" };
const mark = { kind: "highestCommittedUSN" as const, values: ["4711"] };
const NOON = Date.parse("2026-08-01T12:00:00Z");

test("nothing has changed where the same server says the same", () => {
  expect(isUnchanged(cursorOf(server, mark), server, mark, NOON)).toBe(true);
});

test.each([
  ["another number", server, { ...mark, values: ["4712"] }],
  ["a number gone back, as after a restore", server, { ...mark, values: ["4000"] }],
  ["no number", server, null],
  ["a mark of another kind", server, { ...mark, kind: "contextCSN" as const }],
  ["another domain controller", { ...server, id: "CN=NTDS Settings,CN=DC2 5d2b" }, mark],
  ["another product", { ...server, vendor: "openldap" }, mark],
])("%s means that something may have changed", (_, now, said) => {
  expect(isUnchanged(cursorOf(server, mark), now, said, NOON)).toBe(false);
});

test("an account that expires is a change, though the server says nothing of it", () => {
  const cursor = cursorOf(server, mark, NOON);
  expect(isUnchanged(cursor, server, mark, NOON - 1)).toBe(true);
  expect(isUnchanged(cursor, server, mark, NOON)).toBe(false);
});

test("a set of several marks is compared whole", () => {
  const several = { kind: "contextCSN" as const, values: ["a", "b"] };
  const cursor = cursorOf(server, several);
  expect(cursor.value).toBe("a\nb");
  expect(isUnchanged(cursor, server, several, NOON)).toBe(true);
  expect(isUnchanged(cursor, server, { ...several, values: ["a", "c"] }, NOON)).toBe(false);
});
