import { DEFAULT_GUARD } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { type Destructive, holdDigest, judge } from "./guard.ts";

const removal = (entryId: string): Destructive => ({
  ...{ entryId, kind: "user", change: "removed", fingerprint: "f".repeat(64) },
  ...{ membersLost: 0, membersBefore: 0, lostIds: [] },
});
const removals = (number: number) => Array.from({ length: number }, (_, at) => removal(`user-${at}`));
const loss = (entryId: string, membersLost: number, membersBefore: number, lostIds: string[] = []): Destructive => ({
  ...{ entryId, kind: "group", change: "membersLost", fingerprint: "e".repeat(64) },
  ...{ membersLost, membersBefore, lostIds },
});
const verdictOf = (destructive: Destructive[], active: number, sourceInError = false) =>
  judge(destructive, { active, guard: DEFAULT_GUARD, sourceInError });

test.each([
  [1, 100, false],
  [19, 40, false],
  [20, 100, false],
  [20, 99, true],
  [21, 100, true],
  [500, 10_000, false],
  [501, 10_000, true],
  [3, 3, true],
  [1, 1, true],
])("%i removals of %i active entries: held is %s", (number, active, held) => {
  const verdict = verdictOf(removals(number), active);
  expect(verdict.held.length > 0).toBe(held);
  expect(verdict.go.length + verdict.held.length).toBe(number);
});

test("nobody left is a reason of its own", () => {
  expect(verdictOf(removals(30), 30).reasons).toEqual(["nobodyLeft", "removals"]);
  expect(verdictOf(removals(3), 3).reasons).toEqual(["nobodyLeft"]);
});

test("a disable counts as a removal does", () => {
  const disables = removals(25).map((item): Destructive => ({ ...item, change: "disabled" }));
  expect(verdictOf(disables, 100).reasons).toEqual(["removals"]);
});

test.each([
  [1, 3, false],
  [49, 60, false],
  [50, 250, false],
  [50, 249, true],
  [500, 100_000, false],
  [501, 100_000, true],
])("a group that loses %i of %i members: held is %s", (lost, of, held) => {
  expect(verdictOf([loss("group", lost, of)], 1000).held.length === 1).toBe(held);
});

test("a held group does not hold the removals of the run, nor another group", () => {
  const { go, held, reasons } = verdictOf([removal("anna"), loss("big", 90, 100, ["anna"]), loss("small", 1, 3)], 1000);
  expect(held.map(({ entryId }) => entryId)).toEqual(["big"]);
  expect(go.map(({ entryId }) => entryId)).toEqual(["anna", "small"]);
  expect(reasons).toEqual(["membersLost"]);
});

test("a member whose removal is held stays in the group", () => {
  const { held, go } = verdictOf([...removals(30), loss("g1", 1, 10, ["user-7"]), loss("g2", 1, 10, ["somebody-else"])], 100);
  expect(held.map(({ entryId }) => entryId)).toContain("g1");
  expect(go.map(({ entryId }) => entryId)).toEqual(["g2"]);
});

test("while another connector of the account is failing nothing is destroyed", () => {
  const { go, reasons } = verdictOf([removal("anna"), loss("g", 1, 10)], 1000, true);
  expect(go).toEqual([]);
  expect(reasons).toEqual(["sourceInError"]);
});

test("nothing destructive is held by nobody", () => {
  expect(verdictOf([], 0, true)).toEqual({ go: [], held: [], reasons: [] });
});

test("a hold is about a set: the order in which it was found does not matter, any member does", () => {
  const [one, two, three] = removals(3) as [Destructive, Destructive, Destructive];
  expect(holdDigest([one, two])).toBe(holdDigest([two, one]));
  expect(holdDigest([one, two])).not.toBe(holdDigest([one, two, three]));
  expect(holdDigest([one])).not.toBe(holdDigest([{ ...one, change: "disabled" }]));
});
