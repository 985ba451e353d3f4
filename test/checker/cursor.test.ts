import { expect, test } from "vitest";
import { approvedLog, exampleLog } from "../fixtures/example-log.ts";
import { buildLog, type LogBuilder } from "../fixtures/log-builder.ts";
import { EXAMPLE_SERVER } from "../fixtures/run-builder.ts";
import { checkCursors } from "./cursor.ts";
import { decodeLog } from "./stored-message.ts";

const check = (log: LogBuilder) => checkCursors(decodeLog(log.messages).events);
const other = { vendor: "openldap", id: "another" };
const cursorOf = (server: typeof other) => ({ server, kind: "contextCSN" as const, value: "csn" });

test("L11: cursors as the fetcher keeps them break nothing", () => {
  expect(check(exampleLog())).toEqual([]);
  expect(check(approvedLog())).toEqual([]);
});

const planted: readonly [string, (log: LogBuilder) => { sequence: number }, string][] = [
  [
    "a failed run brings a new cursor",
    (log) => log.start().fail({ standing: { cursor: cursorOf(EXAMPLE_SERVER) } }),
    "a failed run brings another",
  ],
  [
    "a run that holds something back brings a cursor",
    (log) => log.start().complete({ held: true, standing: { cursor: cursorOf(EXAMPLE_SERVER) } }),
    "holds changes back",
  ],
  ["the cursor is of another server", (log) => log.start().complete({ standing: { cursor: cursorOf(other) } }), "of another server than"],
  [
    "a run that applies a decision brings a cursor",
    (log) => log.start({ mode: "apply" }).complete({ standing: { cursor: cursorOf(EXAMPLE_SERVER) } }),
    "read only some entries",
  ],
  [
    "the cursor is said to be of another configuration",
    (log) => log.start().complete({ standing: { readWith: { configuration: 99, mapping: "1" } } }),
    "of another configuration",
  ],
  [
    "an incremental run reads another server",
    (log) => started(log, () => log.start({ mode: "incremental", server: other })),
    "an incremental run of another",
  ],
  [
    "an incremental run has another configuration",
    (log) => started(log, () => log.start({ mode: "incremental", configuration: 9 })),
    "configuration 9",
  ],
];

const started = (log: LogBuilder, start: () => { complete: () => unknown }) => {
  const sequence = log.lastSequence("DIRECTORY") + 1;
  start();
  return { sequence };
};

test.each(planted)("L11 is named when %s", (_what, plant, expected) => {
  const log = buildLog();
  log.start().complete();
  const { sequence } = plant(log);
  expect(check(log)[0]).toMatchObject({ invariant: "L11", sequence, what: expect.stringContaining(expected) });
});

test("L11 is named when an incremental run has no cursor to begin from", () => {
  const log = buildLog();
  log.start({ mode: "incremental" }).fail();
  expect(check(log)).toMatchObject([{ invariant: "L11", sequence: 1 }]);
});
