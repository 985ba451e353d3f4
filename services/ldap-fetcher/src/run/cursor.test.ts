import { expect, test } from "vitest";
import { cookieOf, cursorOf, isCookieDamaged, isInTime, isOfServer, isRolledBack, isUnchanged } from "./cursor.ts";

const server = { vendor: "active-directory", id: "CN=NTDS Settings,CN=DC1 5d2b" };
const mark = { kind: "highestCommittedUSN" as const, values: ["4711"] };
const NOON = Date.parse("2026-08-01T12:00:00Z");
const position = { server, mark, cookie: Buffer.from("MSDS cookie"), atMs: NOON };

test("nothing has changed where the server says the same", () => {
  expect(isUnchanged(cursorOf(position), mark)).toBe(true);
});

test.each([
  ["another number", { ...mark, values: ["4712"] }],
  ["a mark of another kind", { ...mark, kind: "contextCSN" as const }],
])("%s means that something may have changed", (_, said) => {
  expect(isUnchanged(cursorOf(position), said)).toBe(false);
});

test("a set of several marks is compared whole", () => {
  const several = { kind: "contextCSN" as const, values: ["a", "b"] };
  const cursor = cursorOf({ ...position, mark: several });
  expect(cursor.value).toBe("a\nb");
  expect(isUnchanged(cursor, several)).toBe(true);
  expect(isUnchanged(cursor, { ...several, values: ["a", "c"] })).toBe(false);
});

test.each([
  ["another domain controller", { ...server, id: "CN=NTDS Settings,CN=DC2 5d2b" }],
  ["the same controller, restored", { ...server, id: "CN=NTDS Settings,CN=DC1 77aa" }],
  ["another product", { ...server, vendor: "openldap" }],
])("a cursor is not of %s", (_, now) => {
  expect(isOfServer(cursorOf(position), server)).toBe(true);
  expect(isOfServer(cursorOf(position), now)).toBe(false);
});

test.each([
  ["4711", false],
  ["4712", false],
  ["99999999999999999999", false],
  ["4710", true],
  ["511", true],
  ["", true],
  ["many", true],
])("a highest update sequence number %j after 4711 is that of a database put back: %s", (value, expected) => {
  expect(isRolledBack(cursorOf(position), { ...mark, values: [value] })).toBe(expected);
});

test.each([
  ["4711", true],
  ["4719", true],
  ["4720", false],
])("a highest update sequence number %j after a run has seen 4720 is that of a database put back: %s", (value, expected) => {
  const cursor = cursorOf(position, undefined, { from: "4700", upTo: "4720", changes: [] });
  expect(isRolledBack(cursor, { ...mark, values: [value] })).toBe(expected);
});

test("an account that expires is a change, though the server says nothing of it", () => {
  const cursor = cursorOf(position, NOON);
  expect(isInTime(cursor, NOON - 1)).toBe(true);
  expect(isInTime(cursor, NOON)).toBe(false);
  expect(isInTime(cursorOf(position), NOON)).toBe(true);
});

test("a cookie comes back as it was given", () => {
  const cursor = cursorOf(position);
  expect(cookieOf(cursor)).toEqual(position.cookie);
  expect(isCookieDamaged(cursor)).toBe(false);
  expect(cookieOf(cursorOf({ ...position, cookie: null }))).toBeNull();
  expect(isCookieDamaged(cursorOf({ ...position, cookie: null }))).toBe(false);
});

test("a cookie that was changed, or put beside another server or another number, is seen to be so", () => {
  const cursor = cursorOf(position);
  const { cookie, checksum } = cursor.dirSync ?? expect.unreachable();
  expect(isCookieDamaged({ ...cursor, dirSync: { cookie: `A${cookie.slice(1)}`, checksum } })).toBe(true);
  expect(isCookieDamaged({ ...cursor, server: { ...server, id: "CN=NTDS Settings,CN=DC2 5d2b" } })).toBe(true);
  expect(isCookieDamaged({ ...cursor, value: "4700" })).toBe(true);
});
