import { type ConnectorEvent, connectorEvents, entryEvents, STREAM_NAMES, type StreamName, subjects } from "@dirstream/contracts";
import { type EventLog, type RecordedMessage, readToEnd } from "@dirstream/event-log";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import type { DatabaseOptions } from "./database.ts";
import { type RandomLog, randomLog } from "./fold/random-log.fixture.ts";
import { appendTo, openTestLog, store } from "./log.fixture.ts";
import { Displaced, loadProjection, project } from "./projection.ts";
import { accountReconfigured, endOfRun, startProjector } from "./projector.fixture.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.fixture.ts";
import { CheckpointNotInLog } from "./verify-checkpoint.ts";
import { openWriterSession } from "./writer-session.ts";

const random = randomLog(11, 10);
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

const start = (model: DatabaseOptions, from = eventLog, reconnects?: () => number) => startProjector(model, from, reconnects);

const position = async ({ schema }: DatabaseOptions, stream: StreamName): Promise<number> => {
  const [row] = await database.query<{ sequence: string }>(`select sequence from ${schema}.checkpoint where stream = $1`, [stream]);
  return Number(row?.sequence ?? 0);
};

const untilFolded = (model: DatabaseOptions, positions: Partial<Record<StreamName, number>> = lengths(random)) =>
  eventually(async () => {
    for (const [stream, sequence] of Object.entries(positions)) {
      expect(await position(model, stream as StreamName)).toBeGreaterThanOrEqual(sequence);
    }
  });

const eventually = (check: () => unknown): Promise<unknown> => vi.waitFor(check, { timeout: 15_000, interval: 20 });

const lengths = (log: RandomLog) => Object.fromEntries(STREAM_NAMES.map((stream) => [stream, log[stream].length]));

/** What a fold without any of the above makes of the log: checkpoints apart, since they name the stream. */
const folded = async (log: RandomLog): Promise<Record<string, string>> => {
  const model = await database.freshModel();
  await using session = await openWriterSession({ ...model, signal: AbortSignal.timeout(30_000) });
  for (const stream of STREAM_NAMES) await project(session, await loadProjection(session, stream, "oracle"), log[stream]);
  return tables(model);
};
const tables = async ({ schema }: DatabaseOptions) => {
  const { checkpoint: _, ...hashes } = await database.hashes(schema);
  return hashes;
};

describe("one projector", () => {
  test("folds the three streams and then follows them", async () => {
    const model = await database.freshModel();
    start(model);
    await untilFolded(model);
    expect(await tables(model)).toEqual(await folded(random));

    const by = await appendTo(eventLog, "CONNECTORS", subjects.account("acme"), accountReconfigured("australia"));
    await untilFolded(model, { CONNECTORS: by });
    expect(await database.query(`select region from ${model.schema}.account where account = 'acme'`)).toEqual([{ region: "australia" }]);
  });

  test("goes on where it was, whenever its connection is cut", async () => {
    const model = await database.freshModel();
    // Nobody else can write entries meanwhile: each of its connections is cut in the middle of a batch.
    await database.query(`begin; lock table ${model.schema}.entry in exclusive mode`);
    const projector = start(model);
    for (let cuts = 0; cuts < 3; cuts++) {
      await eventually(async () => {
        await database.query("select pg_stat_clear_snapshot()");
        expect(
          await database.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and application_name = 'directory-projector' and wait_event_type = 'Lock'`,
          ),
        ).toHaveLength(1);
      });
    }
    await database.query("commit");
    await untilFolded(model);
    expect(projector.state()).toBe("projecting");
    expect(await tables(model)).toEqual(await folded(await asStored()));
  });
});

/** The random log and what the tests have appended to CONNECTORS since. */
const asStored = async (): Promise<RandomLog> => {
  const stored: Record<StreamName, RecordedMessage[]> = { CONNECTORS: [], SYNC_REQUESTS: [], DIRECTORY: [] };
  for (const stream of STREAM_NAMES) for await (const batch of readToEnd(eventLog, { stream })) stored[stream].push(...batch);
  return stored;
};

describe("two projectors", () => {
  test("one folds, the other stands by and takes over when the first has gone", async () => {
    const model = await database.freshModel();
    const first = start(model);
    await eventually(() => expect(first.state()).toBe("projecting"));
    const second = start(model);
    await eventually(() => expect(second.state()).toBe("standing by"));
    await untilFolded(model);
    await first.stop();
    await eventually(() => expect(second.state()).toBe("projecting"));
    expect(await tables(model)).toEqual(await folded(await asStored()));
  });

  test("that both believe to be the only one cannot both move the checkpoint", async () => {
    const model = await database.freshModel();
    await using one = await openWriterSession({ ...model, signal: AbortSignal.timeout(30_000) });
    await one.query("select pg_advisory_unlock_all()");
    await using other = await openWriterSession({ ...model, signal: AbortSignal.timeout(30_000) });
    const messages = random.DIRECTORY;
    for (const until of [50, 100]) {
      const [mine, theirs] = [await loadProjection(one, "DIRECTORY", "x"), await loadProjection(other, "DIRECTORY", "x")];
      const outcomes = await Promise.allSettled([
        project(one, mine, messages.slice(0, until)),
        project(other, theirs, messages.slice(0, until)),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(outcomes.find((outcome) => outcome.status === "rejected")?.reason).toBeInstanceOf(Displaced);
      expect(await position(model, "DIRECTORY")).toBe(until);
    }
  });
});

describe("an event that cannot be understood", () => {
  const user = (connector: string, name: string) => {
    const entryId = name;
    const data = { syncId: crypto.randomUUID(), ordinal: 1, entryId, kind: "user" as const, state: "active" as const, dn: `cn=${name}` };
    const rest = { changes: ["created" as const], profile: {}, attributes: {}, changed: {}, previous: null, cause: "directory" as const };
    const event = { type: "EntryChanged" as const, data: { ...data, ...rest, observed: { host: null } } };
    const metadata = { id: crypto.randomUUID(), source: "/test", time: "2026-01-01T00:00:00Z" };
    return [subjects.entry("acme", connector, "user", entryId), entryEvents.encode(event, metadata)] as const;
  };
  const resumed = (connector: string, stream: StreamName, sequence: number, skip: boolean) => {
    const event: ConnectorEvent = { type: "ProjectionResumed", data: { stream, sequence, skip, reason: "seen", by: "test" } };
    const metadata = { id: crypto.randomUUID(), source: "/test", time: "2026-01-01T00:00:00Z" };
    return [subjects.connector("acme", connector), connectorEvents.encode(event, metadata)] as const;
  };
  const names = async ({ schema }: DatabaseOptions, connector: string) =>
    (await database.query<{ entry_id: string }>(`select entry_id from ${schema}.entry where connector = $1 order by 1`, [connector])).map(
      ({ entry_id }) => entry_id,
    );
  const halted = ({ schema }: DatabaseOptions) =>
    database.query(`select stream, connector, sequence::int, resuming from ${schema}.halted order by stream, connector`);

  test.each([
    ["is not JSON", "{"],
    ["does not fit its schema", accountReconfigured("mars").replaceAll("AccountReconfigured", "EntryChanged")],
    ["is of a version to come", accountReconfigured("europe").replaceAll("AccountReconfigured.v1", "EntryChanged.v99")],
    ["is of a type to come", accountReconfigured("europe").replaceAll("AccountReconfigured", "EntryErased")],
    ["names another entry than its subject", new TextDecoder().decode(user("n", "other")[1])],
  ])("and %s halts its connector alone, until a person says how to go on", async (_, poison) => {
    await using log = await openTestLog(inject("natsUrl"));
    const model = await database.freshModel();
    await appendTo(log, "DIRECTORY", ...user("north", "n1"));
    const bad = await appendTo(log, "DIRECTORY", subjects.entry("acme", "north", "user", "bad"), poison);
    await appendTo(log, "DIRECTORY", ...user("north", "n2"));
    const last = await appendTo(log, "DIRECTORY", ...user("south", "s1"));
    const projector = start(model, log);
    await untilFolded(model, { DIRECTORY: last });
    expect(await names(model, "north")).toEqual(["n1"]);
    expect(await names(model, "south")).toEqual(["s1"]);
    expect(await halted(model)).toEqual([{ stream: "DIRECTORY", connector: "north", sequence: bad, resuming: false }]);

    const retried = await appendTo(log, "CONNECTORS", ...resumed("north", "DIRECTORY", bad, false));
    await untilFolded(model, { CONNECTORS: retried });
    await eventually(async () => {
      expect(await halted(model)).toEqual([{ stream: "DIRECTORY", connector: "north", sequence: bad, resuming: false }]);
    });
    expect(await names(model, "north")).toEqual(["n1"]);

    await appendTo(log, "CONNECTORS", ...resumed("north", "DIRECTORY", bad, true));
    await eventually(async () => expect(await halted(model)).toEqual([]));
    expect(await names(model, "north")).toEqual(["n1", "n2"]);
    await appendTo(log, "DIRECTORY", ...user("north", "n3"));
    await eventually(async () => expect(await names(model, "north")).toEqual(["n1", "n2", "n3"]));

    // From the first event, with everything known from the start, it comes out the same.
    await projector.stop();
    const again = await database.freshModel();
    start(again, log);
    await untilFolded(again, { CONNECTORS: await position(model, "CONNECTORS"), DIRECTORY: await position(model, "DIRECTORY") });
    await eventually(async () => expect(await database.hashes(again.schema)).toEqual(await database.hashes(model.schema)));
  });

  test("on the very subject that resumes it can still be skipped", async () => {
    await using log = await openTestLog(inject("natsUrl"));
    const model = await database.freshModel();
    const bad = await appendTo(log, "CONNECTORS", subjects.connector("acme", "north"), "{");
    await appendTo(log, "CONNECTORS", ...resumed("north", "CONNECTORS", bad, true));
    start(model, log);
    await eventually(async () => {
      expect(await database.query(`select sequence::int from ${model.schema}.connector_revision`)).toEqual([{ sequence: bad + 1 }]);
    });
    await eventually(async () => expect(await halted(model)).toEqual([]));
  });

  test("keeps a run that ends after it from being seen until a person says how to go on", async () => {
    await using log = await openTestLog(inject("natsUrl"));
    const model = await database.freshModel();
    const projector = start(model, log);
    await eventually(() => expect(projector.state()).toBe("projecting"));
    const bad = await appendTo(log, "DIRECTORY", subjects.entry("acme", "north", "user", "bad"), "{");
    const syncId = crypto.randomUUID();
    const end = await appendTo(log, "DIRECTORY", subjects.sync("acme", "north"), endOfRun(random, syncId));
    await untilFolded(model, { DIRECTORY: end });
    const seen = () => database.query("select from projection.run_visible where sync_id = $1", [syncId]);
    expect(await seen()).toEqual([]);
    await appendTo(log, "CONNECTORS", ...resumed("north", "DIRECTORY", bad, true));
    await eventually(async () => expect(await seen()).toHaveLength(1));
  });

  test("a second one halts it again, where it stands", async () => {
    await using log = await openTestLog(inject("natsUrl"));
    const model = await database.freshModel();
    const bad = await appendTo(log, "DIRECTORY", subjects.sync("acme", "north"), "{");
    await appendTo(log, "DIRECTORY", ...user("north", "n1"));
    const worse = await appendTo(log, "DIRECTORY", subjects.sync("acme", "north"), "[");
    await appendTo(log, "DIRECTORY", ...user("north", "n2"));
    await appendTo(log, "CONNECTORS", ...resumed("north", "DIRECTORY", bad, true));
    start(model, log);
    await eventually(async () => {
      expect(await halted(model)).toEqual([{ stream: "DIRECTORY", connector: "north", sequence: worse, resuming: false }]);
    });
    expect(await names(model, "north")).toEqual(["n1"]);
  });
});

describe("a log that is not the one that was folded", () => {
  const foldedOnce = async (model: DatabaseOptions) => {
    const projector = start(model);
    await untilFolded(model);
    await projector.stop();
  };

  test("is refused when its stream was made anew", async () => {
    const model = await database.freshModel();
    await foldedOnce(model);
    const before = await database.hashes(model.schema);
    await using another = await openTestLog(inject("natsUrl"));
    await store(another, randomLog(11, 12));
    await expect(start(model, another).ended).rejects.toThrow(CheckpointNotInLog);
    expect(await database.hashes(model.schema)).toEqual(before);
  });

  test.each([
    ["is shorter", "sequence = sequence + 100000"],
    ["holds another event there", "event = 'another'"],
    ["holds an event of another subject there", "subject = 'directory.v1.acme.other.sync'"],
  ])("is refused when it %s", async (_, change) => {
    const model = await database.freshModel();
    await foldedOnce(model);
    await database.query(`update ${model.schema}.checkpoint set ${change} where stream = 'DIRECTORY'`);
    await expect(start(model).ended).rejects.toThrow(CheckpointNotInLog);
  });

  test("is noticed when the connection to it comes back, though nothing new is in it", async () => {
    const model = await database.freshModel();
    await using another = await openTestLog(inject("natsUrl"));
    let [reconnects, names] = [0, eventLog.names];
    const restored = Object.defineProperty({ ...eventLog }, "names", { get: () => names });
    const projector = start(model, restored, () => reconnects);
    await untilFolded(model);
    names = another.names; // the same connection now leads to other streams
    reconnects++;
    await expect(projector.ended).rejects.toThrow(/this stream is another one/);
  });
});
