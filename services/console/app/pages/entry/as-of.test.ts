import { expect, test } from "vitest";
import type { HistoryItem } from "../../api/entries.ts";
import { asOf } from "./as-of.ts";

const day = (number: number) => Date.UTC(2026, 4, number);

const item = (number: number, changes: HistoryItem["changes"], given: Partial<HistoryItem> = {}): HistoryItem => ({
  sequence: number,
  time: new Date(day(number)).toISOString(),
  syncId: "s",
  changes,
  changed: {},
  kind: "user",
  state: "active",
  dn: "cn=anna",
  cause: "directory",
  evidence: null,
  host: null,
  members: null,
  unreadable: null,
  ...given,
});

const now = { state: "disabled" as const, dn: "cn=anna,ou=new", attributes: { title: ["Head"], mail: ["anna@x"] }, memberCount: null };
const history = [
  item(1, ["created"]),
  item(3, ["updated"], { changed: { title: { before: null, after: ["Clerk"] } } }),
  item(5, ["moved", "updated"], {
    dn: "cn=anna,ou=new",
    changed: { dn: { before: ["cn=anna"], after: ["cn=anna,ou=new"] }, title: { before: ["Clerk"], after: ["Head"] } },
  }),
  item(7, ["disabled"], { dn: "cn=anna,ou=new", state: "disabled" }),
];

test("every later change is undone, the newest first", () => {
  expect(asOf(now, history, day(4))).toEqual({
    state: "active",
    dn: "cn=anna",
    attributes: { title: ["Clerk"], mail: ["anna@x"] },
    memberCount: null,
    isPartial: false,
  });
  expect(asOf(now, history, day(2))?.attributes).toEqual({ mail: ["anna@x"] });
});

test("at the very moment of a change it counts already; after all of them all is as it is now", () => {
  expect(asOf(now, history, day(5))).toMatchObject({ dn: "cn=anna,ou=new", state: "active", attributes: { title: ["Head"] } });
  expect(asOf(now, history, day(9))).toMatchObject(now);
});

test("before the first thing that is known of it there is nothing", () => {
  expect(asOf(now, history, day(1) - 1)).toBeUndefined();
});

test("a removed entry was removed from then on, and of what it had before only what had changed is known", () => {
  const removed = { state: "removed" as const, dn: "cn=anna,ou=new", attributes: {}, memberCount: null };
  const told = [...history, item(8, ["removed"], { state: "removed", dn: "cn=anna,ou=new" })];
  expect(asOf(removed, told, day(9))).toMatchObject({ state: "removed", attributes: {}, isPartial: false });
  expect(asOf(removed, told, day(6))).toMatchObject({ state: "active", attributes: { title: ["Head"] }, isPartial: true });
  expect(asOf(removed, told, day(4))).toMatchObject({ dn: "cn=anna", attributes: { title: ["Clerk"] }, isPartial: true });
});

test("what an entry had in an earlier life does not come from the life after it", () => {
  const back = [
    ...history,
    item(8, ["removed"], { state: "removed" }),
    item(9, ["restored"]),
    item(10, ["updated"], { changed: { title: { before: ["Chief"], after: ["Head"] } } }),
  ];
  expect(asOf({ ...now, state: "active" }, back, day(9))).toMatchObject({
    attributes: { title: ["Chief"], mail: ["anna@x"] },
    isPartial: false,
  });
  expect(asOf({ ...now, state: "active" }, back, day(6))?.attributes).toEqual({ title: ["Head"] });
});

test("a group had as many members as those that came and left since leave over", () => {
  const group = { ...now, memberCount: 10 };
  const told = [item(1, ["created"]), item(3, ["updated"], { members: { added: [{ dn: "a" }, { dn: "b" }], removed: [{ dn: "c" }] } })];
  expect(asOf(group, told, day(2))?.memberCount).toBe(9);
});
