import { connectorEvents, entryEvents, STREAM_NAMES, subjects } from "@dirstream/contracts";
import { type EventLog, request } from "@dirstream/event-log";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { type DatabaseOptions, openDatabase } from "../database.ts";
import { randomLog } from "../fold/random-log.fixture.ts";
import { appendTo, openTestLog, store } from "../log.fixture.ts";
import { accountReconfigured, endOfRun, startProjector } from "../projector.fixture.ts";
import { openTestDatabase, type TestDatabase } from "../test-database.fixture.ts";
import type { Report } from "./report.ts";

const random = randomLog(21, 20);
let database: TestDatabase;
let eventLog: EventLog;

beforeAll(async () => {
  [database, eventLog] = await Promise.all([openTestDatabase(inject("postgresUrl")), openTestLog(inject("natsUrl"))]);
  await store(eventLog, random);
});
afterAll(async () => {
  await eventLog[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const eventually = <Result>(check: () => Result): Promise<Awaited<Result>> => vi.waitFor(check, { timeout: 20_000, interval: 20 }) as never;

const startFolded = async (): Promise<{ model: DatabaseOptions; stop: () => Promise<void> }> => {
  const model = await database.freshModel();
  const { stop } = startProjector(model, eventLog);
  await eventually(async () => {
    for (const stream of STREAM_NAMES) {
      const sql = `select from ${model.schema}.checkpoint where stream = $1 and sequence >= $2`;
      expect(await database.query(sql, [stream, random[stream].length])).toHaveLength(1);
    }
  });
  return { model, stop };
};

/** Several projectors of this file could answer: each test stops its own. */
const ask = async (work: Report["work"], log = eventLog): Promise<{ status: string; workId: string }> =>
  eventually(async () => {
    const payload = new TextEncoder().encode('{"by":"test"}');
    const answer = await request(log, { subject: subjects.readModel(work), payload, timeoutMs: 1_000 });
    expect(answer).toBeDefined();
    return JSON.parse(new TextDecoder().decode(answer));
  });

const reportOf = async ({ schema }: DatabaseOptions, name: string): Promise<Report | undefined> =>
  (await database.query<{ report: Report }>(`select report from ${schema}_work.work_report where name = $1`, [name]))[0]?.report;

const ended = (model: DatabaseOptions, { workId }: { workId: string }): Promise<Report> =>
  eventually(async () => {
    const reports = [await reportOf(model, "rebuild"), await reportOf(model, "verify")];
    const report = reports.find((one) => one?.workId === workId);
    expect(report).toBeDefined();
    return report as Report;
  });

const oidOf = async ({ schema }: DatabaseOptions) => database.query(`select oid from pg_namespace where nspname = $1`, [schema]);
const besides = async ({ schema }: DatabaseOptions) =>
  database.query("select nspname from pg_namespace where nspname in ($1, $2)", [`${schema}_next`, `${schema}_old`]);
const indexesOf = async ({ schema }: DatabaseOptions) =>
  database.query(`select indexname, indexdef from pg_indexes where schemaname = $1 order by 1`, [schema]);

/** A transaction that stays open until it is let go, at the latest with the test. */
const hold = async (statement: string): Promise<() => Promise<void>> => {
  const client = new pg.Client({ connectionString: database.options.url });
  await client.connect();
  let letGo = async (): Promise<void> => {
    letGo = async () => undefined;
    await client.end();
  };
  try {
    await client.query("begin");
    await client.query(statement);
  } catch (error) {
    await letGo();
    throw error;
  }
  onTestFinished(() => letGo());
  return () => letGo();
};

test("the model is rebuilt beside the one in use while events arrive and queries run, and takes its place unnoticed", async () => {
  const { model } = await startFolded();
  const [before, indexes] = [await oidOf(model), await indexesOf(model)];
  const db = openDatabase(model);
  onTestFinished(() => db.destroy());

  const done = new AbortController();
  const answers = { queries: 0, fewest: Number.POSITIVE_INFINITY };
  const querying = Array.from({ length: 3 }, async () => {
    while (!done.signal.aborted) {
      const rows = await db
        .selectFrom("entry")
        .leftJoin("membership", (join) => join.onRef("membership.entry_id", "=", "entry.entry_id"))
        .select("entry.entry_id")
        .execute();
      answers.queries++;
      answers.fewest = Math.min(answers.fewest, rows.length);
    }
  });
  const all = (await db.selectFrom("entry").select("entry_id").execute()).length;
  let last = 0;
  const appending = (async () => {
    while (!done.signal.aborted) last = await appendTo(eventLog, "CONNECTORS", subjects.account("acme"), accountReconfigured("europe"));
  })();

  const report = await ended(model, await ask("rebuild"));
  const atTheEnd = answers.queries;
  await eventually(() => expect(answers.queries).toBeGreaterThan(atTheEnd + 3)); // also after the switch
  done.abort();
  await Promise.all([...querying, appending]);

  expect(report).toMatchObject({ work: "rebuild", by: "test", outcome: "equal", differences: [], stage: "ended" });
  expect(report.folded).toBeGreaterThanOrEqual(STREAM_NAMES.reduce((sum, stream) => sum + random[stream].length, 0));
  expect(answers.fewest).toBeGreaterThanOrEqual(all);
  expect(await oidOf(model)).not.toEqual(before);
  expect(await indexesOf(model)).toEqual(indexes);
  expect(await besides(model)).toEqual([]);

  // What was folded through the switch, and what is folded after it, is what a fold from the first event makes.
  await eventually(async () => {
    const sql = `select from ${model.schema}.checkpoint where stream = 'CONNECTORS' and sequence = $1`;
    expect(await database.query(sql, [last])).toHaveLength(1);
  });
  const { model: oracle } = await startFolded();
  await eventually(async () => expect(await database.hashes(model.schema)).toEqual(await database.hashes(oracle.schema)));
});

test.each([
  ["a row that was changed", "update {}.entry set dn = 'cn=planted' where ctid = (select min(ctid) from {}.entry)", 1, 1],
  ["a row that was added", "insert into {}.membership values ('acme', 'x', 'g', 'all', 'id:planted', 'planted', null)", 1, 0],
  ["a row that was lost", "delete from {}.membership where ctid = (select min(ctid) from {}.membership)", 0, 1],
])("verifying finds %s, and rebuilding makes it good", async (_, plant, onlyInUse, onlyRebuilt) => {
  const { model } = await startFolded();
  const original = await database.hashes(model.schema);
  expect(await ended(model, await ask("verify"))).toMatchObject({ outcome: "equal", differences: [] });

  await database.query(plant.replaceAll("{}", model.schema));
  const planted = await database.hashes(model.schema);
  expect(planted).not.toEqual(original);
  const table = plant.includes(".entry ") ? "entry" : "membership";
  expect(await ended(model, await ask("verify"))).toMatchObject({ outcome: "different", differences: [{ table, onlyInUse, onlyRebuilt }] });
  expect(await database.hashes(model.schema)).toEqual(planted); // looked at only

  expect(await ended(model, await ask("rebuild"))).toMatchObject({ outcome: "different", differences: [{ table }] });
  expect(await database.hashes(model.schema)).toEqual(original);
  expect(await besides(model)).toEqual([]);
});

test("a rebuild whose projector dies in the middle leaves the model in use as it is, and nothing beside it", async () => {
  const { model, stop } = await startFolded();
  const [before, original] = [await oidOf(model), await database.hashes(model.schema)];
  const letGo = await hold(`lock table ${model.schema}.entry in access exclusive mode`); // it comes as far as comparing
  const { workId } = await ask("rebuild");
  await eventually(async () => expect(await reportOf(model, "current")).toMatchObject({ workId, stage: "comparing" }));
  expect(await ask("verify")).toEqual({ status: "busy", workId });
  await stop();
  expect((await reportOf(model, "current"))?.workId).toBe(workId);
  expect(await besides(model)).toHaveLength(1);
  await letGo();
  expect(await database.hashes(model.schema)).toEqual(original);

  startProjector(model, eventLog);
  expect(await ended(model, { workId })).toMatchObject({ outcome: "interrupted", stage: "ended" });
  await eventually(async () => expect(await besides(model)).toEqual([]));
  expect(await oidOf(model)).toEqual(before);
  expect(await ended(model, await ask("rebuild"))).toMatchObject({ outcome: "equal" });
  expect(await database.hashes(model.schema)).toEqual(original);
});

describe("a connector that has halted", () => {
  const user = (name: string) => {
    const data = {
      syncId: crypto.randomUUID(),
      ordinal: 1,
      entryId: name,
      kind: "user" as const,
      state: "active" as const,
      dn: `cn=${name}`,
    };
    const rest = { changes: ["created" as const], profile: {}, attributes: {}, changed: {}, previous: null, cause: "directory" as const };
    const event = { type: "EntryChanged" as const, data: { ...data, ...rest, observed: { host: null } } };
    return [subjects.entry("acme", "north", "user", name), entryEvents.encode(event, METADATA)] as const;
  };
  const skipped = (sequence: number) => {
    const data = { stream: "DIRECTORY" as const, sequence, skip: true, reason: "seen", by: "test" };
    return [subjects.connector("acme", "north"), connectorEvents.encode({ type: "ProjectionResumed", data }, METADATA)] as const;
  };
  const METADATA = { id: "x", source: "/test", time: "2026-01-01T00:00:00Z" };
  const poison = (log: EventLog, name: string) => appendTo(log, "DIRECTORY", subjects.entry("acme", "north", "user", name), "{");
  const halted = ({ schema }: DatabaseOptions) => database.query<{ sequence: number }>(`select sequence::int from ${schema}.halted`);
  const names = async ({ schema }: DatabaseOptions) =>
    (await database.query<{ entry_id: string }>(`select entry_id from ${schema}.entry order by 1`)).map(({ entry_id }) => entry_id);

  test("comes out the same, resumed where it was resumed", async () => {
    await using log = await openTestLog(inject("natsUrl"));
    const model = await database.freshModel();
    await appendTo(log, "DIRECTORY", ...user("n1"));
    await appendTo(log, "CONNECTORS", ...skipped(await poison(log, "bad")));
    await appendTo(log, "DIRECTORY", ...user("n2"));
    const worse = await poison(log, "worse");
    const last = await appendTo(log, "DIRECTORY", ...user("n3"));
    startProjector(model, log);
    await eventually(async () => expect(await halted(model)).toEqual([{ sequence: worse }]));
    await eventually(async () => {
      expect(await database.query(`select from ${model.schema}.checkpoint where sequence = $1`, [last])).toHaveLength(1);
    });
    expect(await ended(model, await ask("rebuild", log))).toMatchObject({ outcome: "equal" });
    expect(await halted(model)).toEqual([{ sequence: worse }]);
    expect(await names(model)).toEqual(["n1", "n2"]);

    await appendTo(log, "CONNECTORS", ...skipped(worse));
    await eventually(async () => expect(await names(model)).toEqual(["n1", "n2", "n3"]));
  });

  test("by an older projector, at an event that is understood now, is folded again after a rebuild", async () => {
    await using log = await openTestLog(inject("natsUrl"));
    const model = await database.freshModel();
    const halt = `insert into ${model.schema}.halted values ('DIRECTORY', 'acme', 'north', 1, 'not known here', false)`;
    await database.query(halt);
    startProjector(model, log);
    const at = await appendTo(log, "DIRECTORY", ...user("n1"));
    await eventually(async () => {
      expect(await database.query(`select from ${model.schema}.checkpoint where sequence = $1`, [at])).toHaveLength(1);
    });
    expect(await names(model)).toEqual([]);
    const { differences } = await ended(model, await ask("rebuild", log));
    expect(differences).toEqual([
      { table: "entry", onlyInUse: 0, onlyRebuilt: 1 },
      { table: "halted", onlyInUse: 1, onlyRebuilt: 0 },
    ]);
    await appendTo(log, "DIRECTORY", ...user("n2"));
    await eventually(async () => expect(await names(model)).toEqual(["n1", "n2"]));
  });
});

test("work that fails is reported, and folding does not notice", async () => {
  const { model } = await startFolded();
  await database.query(`create function ${model.schema}.refuse() returns event_trigger language plpgsql as
    $$ begin if exists (select from pg_event_trigger_ddl_commands() where object_identity like '${model.schema}_next.%') then
      raise exception 'not allowed'; end if; end $$`);
  await database.query(`create event trigger refuse on ddl_command_end execute function ${model.schema}.refuse()`);
  const { workId } = await ask("rebuild");
  expect(await ended(model, { workId })).toMatchObject({ outcome: "failed" });
  await database.query("drop event trigger refuse");
  const at = await appendTo(eventLog, "CONNECTORS", subjects.account("acme"), accountReconfigured("australia"));
  await eventually(async () => {
    const sql = `select from ${model.schema}.checkpoint where stream = 'CONNECTORS' and sequence >= $1`;
    expect(await database.query(sql, [at])).toHaveLength(1);
  });
});

test("when a run could first be seen is remembered beside the model, once, and not of runs that were there before it", async () => {
  const seen = () => database.query<{ sync_id: string }>("select sync_id, visible_at from projection.run_visible");
  const { model, stop } = await startFolded();
  expect(await database.query(`select from ${model.schema}.run_end`)).not.toEqual([]);
  expect(await seen()).toEqual([]);

  const syncId = crypto.randomUUID();
  await appendTo(eventLog, "DIRECTORY", subjects.sync("acme", "north"), endOfRun(random, syncId));
  await eventually(async () => expect((await seen()).map(({ sync_id }) => sync_id)).toEqual([syncId]));
  const before = await seen();
  expect(await ended(model, await ask("rebuild"))).toMatchObject({ outcome: "equal" });
  await stop();
  const { model: anew } = await startFolded();
  await eventually(async () => {
    expect(await database.query(`select from ${anew.schema}.run_end where sync_id = $1`, [syncId])).toHaveLength(1);
  });
  expect(await seen()).toEqual(before);
});
