import { type Reference, referenceKey } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { membersSummary, sortedReferences } from "./image.ts";
import { type MembersChange, membersChange, partOf, type RecordedMembers } from "./members.ts";

const id = (number: number): Reference => ({ entryId: `0000-${number}` });
const ids = (from: number, to: number): Reference[] => sortedReferences(Array.from({ length: to - from }, (_, at) => id(from + at)));
const nothing: RecordedMembers = { parts: new Map() };

let sequence = 0;
/** What the log says after a change was recorded. */
const after = (before: RecordedMembers, change: MembersChange): RecordedMembers => {
  const parts = new Map(before.parts);
  for (const { part, members } of change.parts) parts.set(part, { sequence: ++sequence, members });
  return { parts };
};
const members = ({ parts }: RecordedMembers) => sortedReferences([...parts.values()].flatMap((part) => part.members));

test("a small group is one part", () => {
  const { parts, added, removed } = membersChange(nothing, ids(0, 3));
  expect(parts.map(({ part }) => part)).toEqual(["all"]);
  expect(parts[0]).toMatchObject({ expectedSequence: 0, retired: false });
  expect([added.length, removed.length]).toEqual([3, 0]);
});

test("a group without members sends nothing", () => {
  expect(membersChange(nothing, []).parts).toEqual([]);
});

test("a change names who came and who went, and expects what was recorded", () => {
  const before = after(nothing, membersChange(nothing, ids(0, 5)));
  const { parts } = membersChange(before, ids(1, 6));
  expect(parts).toHaveLength(1);
  expect(parts[0]).toMatchObject({ part: "all", added: [id(5)], removed: [id(0)] });
  expect(parts[0]?.expectedSequence).toBe(before.parts.get("all")?.sequence);
});

test("above 1,000 members a group is split by the first byte of the hash, and `all` is retired", () => {
  const before = after(nothing, membersChange(nothing, ids(0, 1000)));
  expect([...before.parts.keys()]).toEqual(["all"]);
  const change = membersChange(before, ids(0, 1001));
  const all = change.parts.find(({ part }) => part === "all");
  expect(all).toMatchObject({ members: [], retired: true, removed: [] });
  for (const { part, members } of change.parts) for (const member of members) expect(partOf(member)).toBe(part);
  expect(change.parts.flatMap(({ added }) => added)).toEqual([id(1000)]);
  expect(membersSummary(members(after(before, change)))).toEqual(membersSummary(ids(0, 1001)));
});

test("a split group never goes back, and one changed member is one part", () => {
  const large = after(nothing, membersChange(nothing, ids(0, 1500)));
  const change = membersChange(large, ids(0, 1499));
  expect(change.parts.map(({ part }) => part)).toEqual([partOf(id(1499))]);
  const small = membersChange(after(large, change), ids(0, 2));
  expect(small.parts.some(({ part }) => part === "all")).toBe(false);
  expect(small.removed).toHaveLength(1497);
});

test("a removed group's parts become empty, each once", () => {
  const before = after(nothing, membersChange(nothing, ids(0, 3)));
  const change = membersChange(before, []);
  expect(change.parts).toEqual([expect.objectContaining({ part: "all", members: [], removed: ids(0, 3) })]);
  expect(membersChange(after(before, change), []).parts).toEqual([]);
});

test("a DN that becomes an id is the same member in another form", () => {
  const byDn: Reference = { dn: "uid=anna,dc=x" };
  const before = after(nothing, membersChange(nothing, sortedReferences([byDn, id(1)])));
  const identityOf = (reference: Reference) => (reference.dn === byDn.dn ? referenceKey(id(7)) : referenceKey(reference));
  const change = membersChange(before, sortedReferences([id(7), id(1)]), identityOf);
  expect(change.parts).toHaveLength(1);
  expect(change).toMatchObject({ added: [], removed: [] });
});
