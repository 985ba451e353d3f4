import { type EntryChangedData, entryEvents } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { NOTHING_KNOWN, seenUntil } from "./as-of.ts";

const day = (number: number): string => `2026-05-${String(number).padStart(2, "0")}T08:00:00Z`;

const event = (on: number, more: Partial<EntryChangedData>): Uint8Array => {
  const data: EntryChangedData = {
    ...{ syncId: "00000000-0000-4000-8000-000000000001", ordinal: 1, entryId: "a", kind: "user", state: "active", dn: "cn=anna" },
    ...{ changes: ["updated"], profile: {}, attributes: {}, changed: {}, previous: null, observed: { host: null }, cause: "directory" },
    ...more,
  };
  return entryEvents.encode({ type: "EntryChanged", data }, { id: "x", source: "/test", time: day(on) });
};

const title = (...title: string[]) => ({ attributes: { title } });
const GONE: Partial<EntryChangedData> = { state: "removed", changes: ["removed"], evidence: "absentFromCompleteRead" };

const asOf = (moment: string, messages: readonly Uint8Array[]) =>
  messages.map((payload, at) => ({ sequence: at + 1, time: day(20), payload })).reduce(seenUntil(Date.parse(moment)), NOTHING_KNOWN);

const life = [
  event(1, { changes: ["created"], ...title("Clerk") }),
  event(3, title("Head")),
  event(5, GONE),
  event(7, { changes: ["restored"], dn: "cn=anna,ou=new", ...title("Chief") }),
  event(9, { dn: "cn=anna,ou=new" }),
];

test.each([
  ["from the first event on it is what that has recorded", day(1), { sequence: 1, image: title("Clerk") }],
  ["until the next one it stays so", day(2), { sequence: 1, image: title("Clerk") }],
  ["before a removal it has everything that it had", day(4), { sequence: 2, image: { dn: "cn=anna", ...title("Head") } }],
  ["between removal and return it is removed", day(6), { sequence: 3, image: { state: "removed", evidence: "absentFromCompleteRead" } }],
  ["after the return it is what came back", day(8), { sequence: 4, image: { dn: "cn=anna,ou=new", ...title("Chief") } }],
  ["after everything it is as it is now", day(30), { sequence: 5, image: { attributes: {} } }],
])("%s", (_, moment, last) => {
  expect(asOf(moment, life)).toMatchObject({ firstKnownAt: day(1), last });
});

test("before the first event it was not known, and it is told since when it is", () => {
  expect(asOf("2026-05-01T07:59:59.999Z", life)).toEqual({ firstKnownAt: day(1), last: undefined });
});

test("who becomes a group was a person until then, and never gone in between", () => {
  const changed = [
    event(1, { changes: ["created"], ...title("Clerk") }),
    event(3, { ...GONE, evidence: "reclassified" }),
    event(4, { kind: "group", changes: ["created", "reclassified"], members: { count: 3, digest: "0".repeat(64) } }),
  ];
  expect(asOf(day(3), changed).last).toMatchObject({ sequence: 1, image: { kind: "user", ...title("Clerk") } });
  expect(asOf(day(4), changed).last).toMatchObject({ sequence: 3, image: { kind: "group", members: { count: 3 } } });
});

test("a clock that was set back makes nothing come before what the log has before it", () => {
  const turned = [event(5, title("Clerk")), event(4, title("Head"))];
  expect(asOf(day(4), turned).last).toMatchObject({ sequence: 2 });
  expect(asOf(day(6), turned).last).toMatchObject({ sequence: 2 });
});

test("what cannot be read is told as such where it was the last, and hides nothing else", () => {
  const broken = [...life, new TextEncoder().encode("{")];
  expect(asOf(day(30), broken)).toEqual({ firstKnownAt: day(1), last: { unreadable: "the message is not JSON in UTF-8" } });
  expect(asOf(day(9), broken).last).toMatchObject({ sequence: 5 });
});
