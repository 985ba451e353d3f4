import { describe, expect, test } from "vitest";
import { approvedLog } from "../fixtures/example-log.ts";
import { expectedTables, type Row } from "./expected-tables.ts";
import { decodeLog, isA, type LogEvent } from "./stored-message.ts";
import { type Checkpoint, checkCheckpoints, checkFoldedToTheEnd, checkTableNames, checkTables, type StoredTables } from "./tables.ts";

const { messages } = approvedLog();
const { events } = decodeLog(messages);
const streams = ["CONNECTORS", "SYNC_REQUESTS", "DIRECTORY"] as const;
const identities = new Map(streams.map((stream) => [stream, `identity of ${stream}`]));
const checkpoints: Checkpoint[] = streams.map((stream) => {
  const last = messages.filter((it) => it.stream === stream).at(-1) ?? expect.unreachable(stream);
  const { id } = JSON.parse(Buffer.from(last.payload).toString()) as { id: string };
  return { stream, identity: `identity of ${stream}`, sequence: last.sequence, subject: last.subject, event: id };
});

const stored = (change: (table: string, rows: Row[]) => Row[] = (_, rows) => rows, folded: readonly LogEvent[] = events): StoredTables => ({
  rows: new Map([...expectedTables(folded)].map(([table, rows]) => [table, change(table, structuredClone([...rows.values()]))])),
  checkpoints,
  halted: [],
});
const inEntries = (change: (rows: Row[]) => Row[]) => stored((table, rows) => (table === "entry" ? change(rows) : rows));

test("R1, R10: tables that are the fold of the log break nothing", () => {
  expect(checkTables(events, stored())).toEqual([]);
  expect(checkCheckpoints(messages, checkpoints, identities)).toEqual([]);
  expect(checkFoldedToTheEnd(messages, checkpoints)).toEqual([]);
  expect(checkTableNames(["entry", "checkpoint", "kysely_migration"])).toEqual([]);
});

test("R1: every table has rows to compare", () => {
  const empty = [...expectedTables(events)].filter(([, rows]) => rows.size === 0).map(([table]) => table);
  expect(empty).toEqual(["projection_resumed", "skipped_slot"]);
});

test("a part of a group is replaced as a whole, and no other part of it", () => {
  const all = events.find((it) => isA(it, "GroupMembersChanged")) ?? expect.unreachable("the log has a group");
  const [one, other] = [{ entryId: "one" }, { entryId: "other" }];
  const holding = (part: string, ...members: readonly { entryId: string }[]): LogEvent =>
    ({ ...all, event: { ...all.event, data: { ...all.event.data, part, members } } }) as LogEvent;
  const rows = expectedTables([holding("all", one, other), holding("0a", other), holding("all", one)]).get("membership");
  expect([...(rows?.values() ?? [])].map(({ part, entry_id }) => [part, entry_id])).toEqual([
    ["0a", "other"],
    ["all", "one"],
  ]);
});

describe("it is named", () => {
  const user = "acme hq user-1 user";

  test("R1, when a row is missing, is there without an event, or is another", () => {
    expect(
      checkTables(
        events,
        inEntries((rows) => rows.filter((row) => row.entry_id !== "user-1")),
      ),
    ).toEqual([{ invariant: "R1", what: `entry lacks a row: ${user}` }]);
    expect(
      checkTables(
        events,
        inEntries((rows) => [...rows, { ...rows[0], entry_id: "nobody" }]),
      ),
    ).toEqual([{ invariant: "R1", what: "entry has a row that the log does not: acme hq nobody user" }]);
    expect(
      checkTables(
        events,
        inEntries((rows) => rows.map((row) => (row.entry_id === "user-1" ? { ...row, attributes: {} } : row))),
      ),
    ).toEqual([{ invariant: "R1", what: `entry.attributes is not what the log says: ${user}` }]);
  });

  test("R1, when the tables are ahead of the checkpoint", () => {
    const behind = checkpoints.map((it) => (it.stream === "DIRECTORY" ? { ...it, sequence: it.sequence - 2 } : it));
    expect(checkTables(events, { ...stored(), checkpoints: behind }).length).toBeGreaterThan(0);
    expect(checkFoldedToTheEnd(messages, behind)).toMatchObject([{ invariant: "R1", what: expect.stringContaining("only") }]);
  });

  test("R1, when a halted connector is folded further than where it halted", () => {
    const halted = [{ stream: "DIRECTORY" as const, account: "acme", connector: "hq", sequence: 40 }];
    const upTo40 = events.filter(({ stream, sequence }) => stream !== "DIRECTORY" || sequence < 40);
    expect(checkTables(events, { ...stored(undefined, upTo40), halted })).toEqual([]);
    expect(checkTables(events, { ...stored(), halted }).length).toBeGreaterThan(0);
  });

  test("R10, when the checkpoint is of another log", () => {
    const other = new Map([...identities, ["DIRECTORY", "another"] as const]);
    expect(checkCheckpoints(messages, checkpoints, other)).toMatchObject([
      { invariant: "R10", what: "the checkpoint of DIRECTORY is of another stream" },
    ]);
    const moved = checkpoints.map((it) => ({ ...it, sequence: it.sequence - 1 }));
    expect(checkCheckpoints(messages, moved, identities)).toHaveLength(3);
    const ahead = checkpoints.map((it) => ({ ...it, sequence: it.sequence + 1 }));
    expect(checkCheckpoints(messages, ahead, identities)[0]?.what).toBe("the checkpoint of CONNECTORS stands where the log holds nothing");
  });

  test("R1, when there is a table that nobody checks", () => {
    expect(checkTableNames(["entry", "secrets"])).toEqual([{ invariant: "R1", what: "nobody checks the table secrets" }]);
  });
});
