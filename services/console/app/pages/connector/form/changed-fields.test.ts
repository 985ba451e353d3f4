import { expect, test } from "vitest";
import { changedFields, contested, nested, rebased } from "./changed-fields.ts";

const before = { name: "London", "guard.removals.count": 500, "scope.excludedDns": ["ou=a"] };

test("only what differs is sent, and lists are compared by what they hold", () => {
  expect(changedFields(before, { ...before, "scope.excludedDns": ["ou=a"] })).toEqual({});
  expect(changedFields(before, { ...before, "guard.removals.count": 5, bindPassword: "x" })).toEqual({
    "guard.removals.count": 5,
    bindPassword: "x",
  });
});

test("the names of fields become the members of a body", () => {
  const fields = { name: "A", "guard.removals.count": 5, "guard.membersLost.percent": 1, "scope.peopleFilter": null };
  expect(nested(fields)).toEqual({
    name: "A",
    guard: { removals: { count: 5 }, membersLost: { percent: 1 } },
    scope: { peopleFilter: null },
  });
});

test("when the stored settings change, what was typed stays and the rest follows them", () => {
  const seen = { name: "London", port: 636, hosts: ["dc1"] };
  const typed = { ...seen, name: "London DC" };
  expect(rebased(typed, seen, { name: "LON", port: 389, hosts: ["dc2"] })).toEqual({ name: "London DC", port: 389, hosts: ["dc2"] });
});

test("a field is contested when two have changed it, and not to the same", () => {
  const newer = { ...before, name: "LON", "guard.removals.count": 7 };
  expect(contested(before, newer, { ...before, name: "London DC" })).toEqual(["name"]);
  expect(contested(before, newer, { ...before, name: "LON" })).toEqual([]);
  expect(contested(before, newer, before)).toEqual([]);
});
