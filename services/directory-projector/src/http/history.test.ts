import { type EntryChangedData, entryEvents, type GroupMembersChangedData } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { openHistory } from "./history.ts";

const SYNC_ID = "00000000-0000-4000-8000-000000000001";
const LATER_SYNC_ID = "00000000-0000-4000-8000-000000000002";
const metadata = { id: "x", source: "/test", time: "2026-01-01T00:00:00Z" };

const part = (more: Partial<GroupMembersChangedData> = {}) => {
  const data = { syncId: SYNC_ID, ordinal: 1, groupId: "g", part: "all", members: [{ entryId: "a" }], ...more };
  return entryEvents.encode({ type: "GroupMembersChanged", data }, metadata);
};
const entry = (more: Partial<EntryChangedData> = {}) => {
  const data: EntryChangedData = {
    ...{ syncId: SYNC_ID, ordinal: 2, entryId: "g", kind: "group", state: "active", changes: ["updated"], dn: "cn=g", profile: {} },
    ...{ attributes: {}, changed: {}, previous: null, observed: { host: null }, cause: "directory", ...more },
  };
  return entryEvents.encode({ type: "EntryChanged", data }, metadata);
};

const historyOf = (...payloads: Uint8Array[]) => {
  const history = openHistory();
  const told = payloads.flatMap((payload, at) => history.tell({ sequence: at + 1, time: "later", payload }));
  return [...told, ...history.end()].map(({ item, entryId }) => ({ ...item, entryId }));
};

test("the members who came and went, and the group's own event, are one item of a run", () => {
  const parts = [part({ part: "00", added: [{ entryId: "a" }], removed: [] }), part({ part: "ff", added: [], removed: [{ dn: "cn=b" }] })];
  expect(historyOf(...parts, entry())).toMatchObject([
    { sequence: 3, syncId: SYNC_ID, changes: ["updated"], members: { added: [{ entryId: "a" }], removed: [{ dn: "cn=b" }] } },
  ]);
});

test("of a new group everybody is new", () => {
  expect(historyOf(part(), entry({ changes: ["created"] }))).toMatchObject([
    { changes: ["created"], members: { added: [{ entryId: "a" }], removed: [] } },
  ]);
});

test("parts that a run left without the group's event are an item of their own", () => {
  const lost = part({ added: [], removed: [{ entryId: "b" }] });
  const alone = { sequence: 1, syncId: SYNC_ID, changes: ["updated"], kind: "group", members: { removed: [{ entryId: "b" }] } };
  expect(historyOf(lost)).toMatchObject([alone]);
  expect(historyOf(lost, entry({ syncId: LATER_SYNC_ID }))).toMatchObject([alone, { sequence: 2, syncId: LATER_SYNC_ID, members: null }]);
  expect(historyOf(lost, part({ syncId: LATER_SYNC_ID }))).toMatchObject([alone, { sequence: 2, syncId: LATER_SYNC_ID }]);
  expect(historyOf(lost, new TextEncoder().encode("{"))).toMatchObject([alone, { sequence: 2, members: null }]);
});

test("a user who becomes a group leaves as a user and comes with the members", () => {
  const farewell = entry({ kind: "user", state: "removed", changes: ["removed"], evidence: "reclassified" });
  expect(historyOf(farewell, part(), entry({ changes: ["created", "reclassified"] }))).toMatchObject([
    { kind: "user", members: null },
    { kind: "group", members: { added: [{ entryId: "a" }] } },
  ]);
});

test.each([
  ["a part that others left for another part", { added: [], removed: [] }],
  ["the part that a large group has outgrown", { members: [], retired: true }],
])("%s tells nothing", (_, more) => {
  expect(historyOf(part(more))).toEqual([]);
  expect(historyOf(part(more), entry())).toMatchObject([{ sequence: 2, members: null }]);
});

test("what cannot be read is shown as such, not left out", () => {
  const [item] = historyOf(new TextEncoder().encode("{"));
  expect(item).toMatchObject({ sequence: 1, changes: [], unreadable: "the message is not JSON in UTF-8" });
});

test("of a run, the parts of one group do not become another group's", () => {
  const lost = part({ groupId: "h", added: [], removed: [{ entryId: "b" }] });
  expect(historyOf(lost, entry(), lost, part(), entry({ entryId: "p", kind: "user" }))).toMatchObject([
    { sequence: 1, entryId: "h", members: { removed: [{ entryId: "b" }] } },
    { sequence: 2, entryId: "g", members: null },
    { sequence: 3, entryId: "h", members: { removed: [{ entryId: "b" }] } },
    { sequence: 4, entryId: "g", members: { added: [{ entryId: "a" }] } },
    { sequence: 5, entryId: "p", members: null },
  ]);
});
