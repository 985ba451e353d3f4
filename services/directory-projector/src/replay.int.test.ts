import { STREAM_NAMES, type StreamName } from "@dirstream/contracts";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { DatabaseOptions } from "./database.ts";
import { type RandomLog, randomFrom, randomLog } from "./fold/random-log.fixture.ts";
import type { Message } from "./fold/read-event.ts";
import { loadProjection, project } from "./projection.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.fixture.ts";
import { openWriterSession } from "./writer-session.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
});
afterAll(() => database[Symbol.asyncDispose]());

type Cut = (messages: readonly Message[]) => (readonly Message[])[];

const every =
  (size: number): Cut =>
  (messages) =>
    Array.from({ length: Math.ceil(messages.length / size) }, (_, at) => messages.slice(at * size, (at + 1) * size));

const anywhere =
  (seed: number): Cut =>
  (messages) => {
    const random = randomFrom(seed);
    const batches: (readonly Message[])[] = [];
    for (let at = 0; at < messages.length; ) {
      const size = 1 + Math.floor(random() ** 3 * 200);
      batches.push(messages.slice(at, at + size));
      at += size;
    }
    return batches;
  };

const foldInto = async (model: DatabaseOptions, log: RandomLog, cut: Cut, streams: readonly StreamName[] = STREAM_NAMES): Promise<void> => {
  await using session = await openWriterSession({ ...model, signal: AbortSignal.timeout(60_000) });
  for (const stream of streams) {
    const projection = await loadProjection(session, stream, "identity");
    for (const batch of cut(log[stream])) await project(session, projection, batch);
  }
};

describe("the tables are the fold of the log", () => {
  const log = randomLog(7, 30);
  let expected: Record<string, string>;
  beforeAll(async () => {
    await foldInto(database.options, log, every(100_000));
    expected = await database.hashes();
  });

  test("and every table has rows to compare, none of them halted", () => {
    for (const [table, hash] of Object.entries(expected)) {
      if (table === "halted" || table === "projection_resumed") expect(hash, table).toMatch(/^0 /);
      else expect(hash, table).not.toMatch(/^0 /);
    }
  });

  test.each([
    ["again from the first event", every(100_000)],
    ["one by one", every(1)],
    ["in sevens", every(7)],
    ["in thousands", every(1000)],
    ["cut anywhere", anywhere(1)],
    ["cut anywhere else", anywhere(2)],
  ])("whatever the batches: %s", async (_, cut) => {
    const model = await database.freshModel();
    await foldInto(model, log, cut);
    expect(await database.hashes(model.schema)).toEqual(expected);
  });

  test("whichever stream is folded first", async () => {
    const model = await database.freshModel();
    await foldInto(model, log, every(50), STREAM_NAMES.toReversed());
    expect(await database.hashes(model.schema)).toEqual(expected);
  });

  test("and what is delivered again writes not one row version", async () => {
    const versions = () => database.query(`${STREAM_NAMES.map(() => "").join("")}${rowVersions(database.options.schema)}`);
    const before = await versions();
    expect(before.length).toBeGreaterThan(500);
    await foldInto(database.options, log, anywhere(3));
    expect(await versions()).toEqual(before);
  });

  test("not even when the checkpoint has forgotten that it was delivered", async () => {
    const model = await database.freshModel();
    await foldInto(model, log, every(1000));
    const before = await database.query(rowVersions(model.schema, ["checkpoint"]));
    await database.query(`delete from ${model.schema}.checkpoint`);
    await foldInto(model, log, every(100_000));
    expect(await database.query(rowVersions(model.schema, ["checkpoint"]))).toEqual(before);
  });
});

const ALL_TABLES = `account connector connector_state connector_revision hold_decision request skipped_slot run run_progress run_end hold
  held_item entry membership checkpoint halted`;

const rowVersions = (schema: string, without: readonly string[] = []): string =>
  ALL_TABLES.split(/\s+/)
    .filter((table) => !without.includes(table))
    .map((table) => `select '${table}' as of, xmin::text, ctid::text from ${schema}.${table}`)
    .join(" union all ")
    .concat(" order by 1, 3");
