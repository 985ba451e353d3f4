import type { Image } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { difference, isDestructive } from "./diff.ts";

const anna: Image = { kind: "user", state: "active", dn: "uid=anna,ou=a,dc=x", attributes: { uid: ["anna"], mail: ["anna@x.test"] } };

test("an entry that was never recorded is created", () => {
  expect(difference(undefined, anna)).toEqual({ changes: ["created"], changed: {} });
});

test("a new value is an update with before and after", () => {
  const after = { ...anna, attributes: { uid: ["anna"], mail: ["a.smith@x.test"], title: ["Pilot"] } };
  expect(difference(anna, after)).toEqual({
    changes: ["updated"],
    changed: { mail: { before: ["anna@x.test"], after: ["a.smith@x.test"] }, title: { before: null, after: ["Pilot"] } },
  });
});

test("another DN is a move, and a move only", () => {
  const after = { ...anna, dn: "uid=anna,ou=b,dc=x" };
  expect(difference(anna, after)).toEqual({ changes: ["moved"], changed: { dn: { before: [anna.dn], after: [after.dn] } } });
});

test("a rename and a disable together are one event with its changes in order", () => {
  const after: Image = { ...anna, state: "disabled", dn: "uid=ann,ou=a,dc=x", attributes: { ...anna.attributes, uid: ["ann"] } };
  const found = difference(anna, after);
  expect(found.changes).toEqual(["disabled", "moved", "updated"]);
  expect(isDestructive(found)).toBe(true);
});

test("enabling somebody destroys nothing", () => {
  const found = difference({ ...anna, state: "disabled" }, anna);
  expect(found.changes).toEqual(["enabled"]);
  expect(isDestructive(found)).toBe(false);
});

test("a removed entry that is back is restored, whatever else has changed", () => {
  expect(difference({ ...anna, state: "removed", attributes: {} }, anna).changes).toEqual(["restored"]);
});

test("other members are an update of the group", () => {
  const group: Image = { kind: "group", state: "active", dn: "cn=g", attributes: {}, members: { count: 1, digest: "a" } };
  expect(difference(group, { ...group, members: { count: 2, digest: "b" } })).toEqual({ changes: ["updated"], changed: {} });
});

test("where only the form of a reference or the mapping differs, there still is something to say", () => {
  expect(difference(anna, anna)).toEqual({ changes: ["updated"], changed: {} });
});
