import { expect, test } from "vitest";
import { attentionOf, type ConnectorFacts } from "./attention.ts";

const NOW_MS = Date.parse("2026-03-03T12:00:00Z");
const facts = (more: Partial<ConnectorFacts> = {}): ConnectorFacts => ({
  enabled: true,
  enabledAt: "2026-02-01T00:00:00.000Z",
  schedule: { zone: "Etc/GMT", times: ["08:00", "13:00", "23:00"] },
  lastCompletedAt: "2026-03-03T08:02:00.000Z",
  failing: null,
  hold: null,
  halted: null,
  ...more,
});
const failing = { since: "2026-03-03T08:00:09Z", code: "refused", message: "dc1 refused the connection on port 636." };
const hold = {
  holdId: "h",
  since: "2026-03-02T08:00:00Z",
  active: 1024,
  held: { removed: 312, disabled: 0, groups: 0, membersLost: 0 },
};
const halted = { since: null, stream: "DIRECTORY", sequence: 9, reason: "not JSON" };

test("a connector that does its work, or is meant to do none, needs nobody", () => {
  expect(attentionOf(facts(), NOW_MS)).toBeUndefined();
  expect(attentionOf(facts({ enabled: false, failing, hold, lastCompletedAt: null }), NOW_MS)).toBeUndefined();
});

test("what has failed says since when and why, in the words of the run", () => {
  expect(attentionOf(facts({ failing, hold }), NOW_MS)).toEqual({
    ...{ kind: "failed", since: failing.since, code: "refused", holdId: "h", sentence: failing.message },
  });
});

test("what is held says how much of how much", () => {
  expect(attentionOf(facts({ hold }), NOW_MS)).toMatchObject({
    kind: "held",
    since: hold.since,
    holdId: "h",
    sentence: "A run would have 312 removed of 1,024 active entries. Approve exactly that, or reject it.",
  });
  const members = { ...hold, held: { ...hold.held, removed: 0, groups: 1, membersLost: 40 } };
  expect(attentionOf(facts({ hold: members }), NOW_MS)?.sentence).toMatch(/40 memberships lost\. /);
});

test("a connector that was halted comes before everything else, also when it is disabled", () => {
  expect(attentionOf(facts({ enabled: false, halted, failing, hold }), NOW_MS)).toMatchObject({
    kind: "halted",
    since: null,
    sentence: expect.stringContaining("Event 9 of DIRECTORY cannot be understood (not JSON)"),
  });
});

test.each([
  ["one slot was missed", "2026-03-02T23:01:00.000Z", undefined],
  ["the second slot was just now", "2026-03-02T13:01:00.000Z", undefined],
  ["two slots led to nothing", "2026-03-02T08:01:00.000Z", "2026-03-02T13:00:00.000Z"],
  ["weeks have passed", "2026-01-01T08:01:00.000Z", "2026-02-01T08:00:00.000Z"],
])("stale: %s", (_, lastCompletedAt, since) => {
  const now = Date.parse("2026-03-03T08:30:00Z");
  expect(attentionOf(facts({ lastCompletedAt }), lastCompletedAt === "2026-03-02T23:01:00.000Z" ? NOW_MS : now)?.since).toBe(since);
});

test("a connector that has never completed is stale by its slots since it was enabled", () => {
  const never = facts({ lastCompletedAt: null, enabledAt: "2026-03-02T12:00:00.000Z" });
  expect(attentionOf(never, NOW_MS)).toMatchObject({ kind: "stale", since: "2026-03-02T13:00:00.000Z" });
  expect(attentionOf({ ...never, enabledAt: "2026-03-03T07:00:00.000Z" }, NOW_MS)).toBeUndefined();
  expect(attentionOf({ ...never, schedule: { zone: "Etc/GMT", times: [] } }, NOW_MS)).toBeUndefined();
});
