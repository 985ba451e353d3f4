import { describe, expect, test } from "vitest";
import { exampleLog, PEOPLE } from "../fixtures/example-log.ts";
import type { LogBuilder } from "../fixtures/log-builder.ts";
import { expectedTables, type Row } from "./expected-tables.ts";
import { checkNothingVanishes } from "./no-partial-delete.ts";
import { decodeLog } from "./stored-message.ts";

const everybody = new Set([...PEOPLE, "group-1"]);
const entriesOf = (log: LogBuilder): Row[] => [...(expectedTables(decodeLog(log.messages).events).get("entry")?.values() ?? [])];
const check = (log: LogBuilder, present: ReadonlySet<string> = everybody, rows: readonly Row[] = entriesOf(log)) =>
  checkNothingVanishes(decodeLog(log.messages).events, rows, { connector: log.connector, entries: present });

const gone = { entry: "user-9", evidence: "absentFromCompleteRead" as const };
/** The example says of user-4 that the directory had lost it for a while. */
const notUser4 = new Set([...everybody].filter((entryId) => entryId !== "user-4"));

test("R6: what has left the directory, or the scope, may leave the tables", () => {
  const left = exampleLog();
  const run = left.start();
  run.batch([gone], "removing");
  run.fail();
  expect(check(left, notUser4.difference(new Set(["user-9"])))).toEqual([]);

  const moved = exampleLog();
  const first = moved.start();
  first.batch([{ entry: "user-9", evidence: "movedOutOfScope" }], "removing");
  first.complete();
  const second = moved.start();
  second.batch([{ entry: "user-9" }]);
  second.complete();
  expect(check(moved, notUser4)).toEqual([]);
});

test("R6: an entry that no completed run has had need not be in the tables", () => {
  const log = exampleLog();
  const run = log.start();
  run.batch([{ entry: "user-99" }]);
  run.fail();
  const rows = entriesOf(log).filter((row) => row.entry_id !== "user-99");
  expect(check(log, new Set([...notUser4, "user-99"]), rows)).toEqual([]);
});

describe("R6 is named when an entry that its directory still has", () => {
  test("is removed by a run that does not complete: in the log, and in the tables", () => {
    const log = exampleLog();
    const run = log.start();
    const [, removal] = run.batch([gone], "removing");
    run.fail();
    const both = "the last completed run and the directory both have it";
    expect(check(log, notUser4)).toEqual([
      { invariant: "R6", sequence: removal?.sequence, what: `user-9 is removed, and ${both}` },
      { invariant: "R6", what: `user-9 is not in the tables, and ${both}` },
    ]);
  });

  test("is away for a while, though a later run brings it back", () => {
    const log = exampleLog();
    const run = log.start();
    const [, removal] = run.batch([gone], "removing");
    run.complete();
    const later = log.start();
    later.batch([{ entry: "user-9" }]);
    later.complete();
    expect(check(log, notUser4)).toMatchObject([{ invariant: "R6", sequence: removal?.sequence }]);
  });

  test("is missing in the tables, or removed there, and the log knows nothing of it", () => {
    const log = exampleLog();
    const rows = entriesOf(log);
    const without = rows.filter((row) => row.entry_id !== "user-9");
    const removed = rows.map((row) => (row.entry_id === "user-9" ? { ...row, state: "removed" } : row));
    for (const wrong of [without, removed]) {
      expect(check(log, notUser4, wrong)).toMatchObject([
        { invariant: "R6", what: expect.stringContaining("user-9 is not in the tables") },
      ]);
    }
  });
});
