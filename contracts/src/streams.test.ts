import * as fc from "fast-check";
import { expect, test } from "vitest";
import { EntryId, entryRef, Id, parseEntryRef, parseSubject, STREAMS, subjects } from "./index.ts";

const id = fc.stringMatching(/^[a-z0-9-]{1,40}$/);
const entryId = fc.stringMatching(/^[0-9a-z-]{1,64}$/);
const kind = fc.constantFrom("user" as const, "group" as const, "contact" as const);
const part = fc.oneof(fc.constant("all"), fc.stringMatching(/^[0-9a-f]{2}$/));

/** As a NATS server matches a subject with a stream's subjects. */
const matches = ([token, ...pattern]: string[], [word, ...subject]: string[]): boolean =>
  token === ">"
    ? word !== undefined
    : token === undefined
      ? word === undefined
      : (token === "*" || token === word) && word !== undefined && matches(pattern, subject);
const streamsOf = (subject: string): string[] =>
  Object.values(STREAMS)
    .filter((stream) => stream.subjects.some((pattern) => matches(pattern.split("."), subject.split("."))))
    .map(({ name }) => name);

test("every subject can be read back, and is in one stream", () =>
  fc.assert(
    fc.property(id, id, entryId, kind, part, fc.nat(999), (account, connector, entryId, kind, part, number) => {
      const places = [
        [subjects.account(account), { of: "account", account }, "CONNECTORS"],
        [subjects.connector(account, connector), { of: "connector", account, connector }, "CONNECTORS"],
        [subjects.syncRequest(account, connector), { of: "sync-request", account, connector }, "SYNC_REQUESTS"],
        [subjects.sync(account, connector), { of: "sync", account, connector }, "DIRECTORY"],
        [subjects.entry(account, connector, kind, entryId), { of: "entry", account, connector, kind, entryId }, "DIRECTORY"],
        [subjects.members(account, connector, entryId, part), { of: "members", account, connector, groupId: entryId, part }, "DIRECTORY"],
        [
          subjects.hold(account, connector, entryId, number),
          { of: "hold", account, connector, holdId: entryId, part: String(number) },
          "DIRECTORY",
        ],
      ] as const;
      for (const [subject, place, stream] of places) {
        expect(parseSubject(subject)).toEqual(place);
        expect(streamsOf(subject)).toEqual([stream]);
      }
    }),
  ));

test.each([
  "",
  "account",
  "account.v1",
  "account.v2.acme",
  "account.v1.acme.more",
  "connector.v1.acme",
  "connector.v1.acme.hq.more",
  "sync-request.v1.acme",
  "directory.v1.acme.hq",
  "directory.v1.acme.hq.sync.more",
  "directory.v1.acme.hq.entry.printer.a",
  "directory.v1.acme.hq.entry.user",
  "directory.v1.acme.hq.entry.user.a.members.all",
  "directory.v1.acme.hq.entry.group.a.members",
  "directory.v1.acme.hq.entry.group.a.owners.all",
  "directory.v1.acme.hq.entry.group.a.members.all.more",
  "directory.v1.acme.hq.hold.h",
  "progress.v1.acme.hq",
  "$JS.API.INFO",
])("%s is no subject of the three streams", (subject) => {
  expect(parseSubject(subject)).toBeUndefined();
});

test("an entry's history is its own messages and those of its members, and nobody else's", () => {
  const filters = subjects.entryHistory("acme", "hq", "a");
  const matched = (subject: string) => filters.filter((filter) => matches(filter.split("."), subject.split("."))).length;
  expect(matched(subjects.entry("acme", "hq", "user", "a"))).toBe(1);
  expect(matched(subjects.members("acme", "hq", "a", "3f"))).toBe(1);
  expect(matched(subjects.entry("acme", "hq", "user", "ab"))).toBe(0);
  expect(matched(subjects.entry("acme", "other", "user", "a"))).toBe(0);
});

test("an id is one token of a subject", () => {
  expect(["acme", "a-1", "0"].every((id) => Id.safeParse(id).success)).toBe(true);
  expect(["", "Acme", "a.b", "*", ">", "a b", "é", "a\n", "a".repeat(41)].some((id) => Id.safeParse(id).success)).toBe(false);
  expect(["", "A", "a.b", "*", "a\n", "a".repeat(65)].some((id) => EntryId.safeParse(id).success)).toBe(false);
});

test("an entry's public id can be taken apart again", () => {
  void fc.assert(
    fc.property(id, entryId, (connector, entryId) => {
      expect(parseEntryRef(entryRef(connector, entryId))).toEqual({ connector, entryId });
    }),
  );
  expect(["", "a", "a.", ".a", "a.b.c", "A.b", "a.*"].map(parseEntryRef)).toEqual(Array(7).fill(undefined));
});
