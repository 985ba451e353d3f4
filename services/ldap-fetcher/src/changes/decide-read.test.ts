import { MAPPING_VERSION, type Standing } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { cursorOf, type Position } from "../run/cursor.ts";
import { beginRun, type LastLifecycle } from "../run/lifecycle.ts";
import { decideRead, type Situation } from "./decide-read.ts";

const NOON = Date.parse("2026-08-01T12:00:00Z");
const HOUR_MS = 3_600_000;
const DIGEST = "0".repeat(64);
const server = { vendor: "active-directory", id: "CN=NTDS Settings,CN=DC1 5d2b" };
const usn = (value: string) => ({ kind: "highestCommittedUSN" as const, values: [value] });
const position: Position = { server, mark: usn("4711"), cookie: Buffer.from("cookie"), atMs: NOON };
const cursor = cursorOf(position);
const standing: Standing = {
  ...{ covered: 7, previousDigest: DIGEST, cursor, readWith: { configuration: 3, mapping: MAPPING_VERSION } },
  ...{ hold: null, rejected: [], failing: false },
};
const wellKnown: Situation = {
  ...{ last: undefined, standing, configuration: 3, server, mark: usn("4800"), offered: ["dirSync", "usnChanged"], nowMs: NOON + HOUR_MS },
};
const withCursor = (changed: Partial<typeof cursor> | null): Situation => ({
  ...wellKnown,
  standing: { ...standing, cursor: changed === null ? null : { ...cursor, ...changed } },
});

const failed = (mode: "full" | "incremental", code: string): LastLifecycle => ({
  ...{ sequence: 9, hash: DIGEST },
  event: {
    type: "SyncFailed",
    data: {
      ...beginRun(undefined, { syncId: "a0f9b142-c56f-4308-a18a-39a05f2ebeba", mode, requestId: "r", covers: 7 }),
      ...{ stage: "read", code, message: "It failed.", retryable: true },
    },
  },
});

describe("what has changed is read", () => {
  test("by DirSync where the cursor has a cookie", () => {
    expect(decideRead(wellKnown)).toEqual({ read: "changes", by: "dirSync", cursor });
  });

  test("by change numbers where the server gave no cookie", () => {
    const { dirSync: _, ...without } = cursor;
    const situation = { ...wellKnown, standing: { ...standing, cursor: without } };
    expect(decideRead(situation)).toMatchObject({ read: "changes", by: "usnChanged" });
  });

  test("by a sweep where the server has no memory of changes, however long ago the last read was", () => {
    const mark = { kind: "contextCSN" as const, values: ["20260801#1"] };
    const openldap = { vendor: "openldap", id: "b" };
    const situation: Situation = {
      ...withCursor(cursorOf({ server: openldap, mark, cookie: null, atMs: NOON })),
      ...{ server: openldap, mark: { ...mark, values: ["20260801#2"] }, offered: ["sweep"], nowMs: NOON + 999 * HOUR_MS },
    };
    expect(
      decideRead({
        ...situation,
        standing: { ...situation.standing, cursor: cursorOf({ server: openldap, mark, cookie: null, atMs: NOON }) },
      }),
    ).toMatchObject({
      ...{ read: "changes", by: "sweep" },
    });
  });

  test("by a sweep where entries show when they have changed, and never by what the server says of its whole state", () => {
    const generic = { vendor: "generic", id: "b" };
    const timed = cursorOf({
      server: generic,
      mark: { kind: "modifyTimestamp", values: ["2026-08-01T11:59:58.000Z"] },
      cookie: null,
      atMs: NOON,
    });
    const situation: Situation = {
      ...wellKnown,
      standing: { ...standing, cursor: timed },
      server: generic,
      mark: null,
      offered: ["sweep"],
      nowMs: NOON + 999 * HOUR_MS,
    };
    expect(decideRead(situation)).toEqual({ read: "changes", by: "sweep", cursor: timed });
    const same = { kind: "modifyTimestamp" as const, values: [timed.value] };
    expect(decideRead({ ...situation, mark: same })).toMatchObject({ read: "changes", by: "sweep" });
    expect(decideRead({ ...situation, mark: usn("1") })).toEqual({ read: "everything", because: "noMark" });
  });

  test("again after a run whose fetcher went away, and after a full run that failed", () => {
    expect(decideRead({ ...wellKnown, last: failed("incremental", "abandoned") })).toMatchObject({ read: "changes" });
    expect(decideRead({ ...wellKnown, last: failed("full", "connectionLost") })).toMatchObject({ read: "changes" });
  });
});

test("nothing is read where the server says the same as then", () => {
  expect(decideRead({ ...wellKnown, mark: usn("4711") })).toEqual({ read: "nothing" });
  expect(decideRead({ ...wellKnown, mark: usn("4711"), nowMs: NOON + 72 * HOUR_MS })).toEqual({ read: "nothing" });
});

describe("everything is read", () => {
  test.each<[string, Situation, string]>([
    ["before the first cursor", withCursor(null), "noCursor"],
    ["while a hold is open", { ...wellKnown, standing: { ...standing, hold: { holdId: "h", digest: DIGEST } } }, "holdOpen"],
    ["after an incremental run that failed", { ...wellKnown, last: failed("incremental", "staleRead") }, "failedBefore"],
    ["with another configuration", { ...wellKnown, configuration: 4 }, "configurationChanged"],
    ["where nobody knows how it was read", { ...wellKnown, standing: { ...standing, readWith: null } }, "configurationChanged"],
    ["with another mapping", { ...wellKnown, standing: { ...standing, readWith: { configuration: 3, mapping: "0" } } }, "mappingChanged"],
    ["at another domain controller", { ...wellKnown, server: { ...server, id: "CN=NTDS Settings,CN=DC2 5d2b" } }, "anotherServer"],
    ["at a restored one, which has another invocation id", { ...wellKnown, server: { ...server, id: `${server.id}0` } }, "anotherServer"],
    ["where the server says nothing of its state", { ...wellKnown, mark: null }, "noMark"],
    ["where it says something of another kind", { ...wellKnown, mark: { kind: "contextCSN", values: ["1"] } }, "noMark"],
    ["where its numbers have gone back", { ...wellKnown, mark: usn("4710") }, "usnRolledBack"],
    ["with a damaged cookie", withCursor({ dirSync: { cookie: "AAAA", checksum: DIGEST } }), "cursorDamaged"],
    ["with a cookie of another moment", withCursor({ value: "4700" }), "cursorDamaged"],
    ["once an account has expired", { ...wellKnown, standing: { ...standing, cursor: cursorOf(position, NOON + HOUR_MS) } }, "timePassed"],
    ["where the server may have forgotten what it deleted", { ...wellKnown, nowMs: NOON + 49 * HOUR_MS }, "cursorTooOld"],
    ["where nobody knows how old the cursor is", withCursor({ at: undefined, dirSync: undefined } as never), "cursorTooOld"],
    ["where the server offers nothing", { ...wellKnown, offered: [] }, "nothingOffered"],
  ])("%s", (_, situation, because) => {
    expect(decideRead(situation)).toEqual({ read: "everything", because });
  });
});
