import { entryEvents, type GroupMembersChangedData } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { historyItems } from "./history-queries.ts";

const recorded = (more: Partial<GroupMembersChangedData>) => {
  const data = {
    syncId: "00000000-0000-4000-8000-000000000001",
    ordinal: 1,
    groupId: "g",
    part: "all",
    members: [{ entryId: "a" }],
    ...more,
  };
  const metadata = { id: "x", source: "/test", time: "2026-01-01T00:00:00Z" };
  return { sequence: 1, time: "later", payload: entryEvents.encode({ type: "GroupMembersChanged", data }, metadata) };
};

test("of a new group everybody is new", () => {
  expect(historyItems(recorded({}))).toMatchObject([{ members: { added: [{ entryId: "a" }], removed: [] } }]);
});

test.each([
  ["a part that others left for another part", { added: [], removed: [] }],
  ["the part that a large group has outgrown", { members: [], retired: true }],
])("%s tells nothing", (_, more) => {
  expect(historyItems(recorded(more))).toEqual([]);
});

test("what cannot be read is shown as such, not left out", () => {
  const [item] = historyItems({ sequence: 9, time: "2026-01-01T00:00:00Z", payload: new TextEncoder().encode("{") });
  expect(item).toMatchObject({ sequence: 9, changes: [], unreadable: "the message is not JSON in UTF-8" });
});
