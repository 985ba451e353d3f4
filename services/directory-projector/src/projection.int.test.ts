import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { DatabaseOptions } from "./database.ts";
import { foldBatch } from "./fold/fold-batch.ts";
import { randomLog } from "./fold/random-log.fixture.ts";
import { readEvent, readEvents } from "./fold/read-event.ts";
import { loadProjection, prepared, project } from "./projection.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.fixture.ts";
import { openWriterSession, type WriterSession } from "./writer-session.ts";

const messages = randomLog(5, 8).DIRECTORY;
const [first, second] = [messages.slice(0, 90), messages.slice(90)];

let database: TestDatabase;
let expected: Record<string, string>;
beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  await using session = await open();
  await project(session, await loadProjection(session, "DIRECTORY", "x"), messages);
  expected = await database.hashes();
});
afterAll(() => database[Symbol.asyncDispose]());

const open = (model = database.options): Promise<WriterSession> => openWriterSession({ ...model, signal: AbortSignal.timeout(30_000) });

const kill = async (session: WriterSession): Promise<void> => {
  const [backend] = await session.query<{ pid: number }>("select pg_backend_pid() as pid");
  await database.query("select pg_terminate_backend($1)", [backend?.pid]);
};

/** A session whose transactions break off where they are told to. */
const dying = (session: WriterSession, when: "before the commit" | "after the commit"): WriterSession => ({
  ...session,
  transaction: async (work) => {
    const result = await session.transaction(async () => {
      const done = await work();
      if (when === "before the commit") await kill(session);
      return done;
    });
    await kill(session);
    throw new Error(`the connection broke ${when}, and nobody heard of ${String(result)}`);
  },
});

describe.each(["before the commit", "after the commit"] as const)("a connection that breaks %s", (when) => {
  test("leaves rows and checkpoint together, and what follows is as if nothing had been", async () => {
    const model = await database.freshModel();
    {
      await using session = await open(model);
      const projection = await loadProjection(session, "DIRECTORY", "x");
      await expect(project(dying(session, when), projection, first)).rejects.toThrow();
    }
    await using session = await open(model);
    const projection = await loadProjection(session, "DIRECTORY", "x");
    expect(projection.checkpoint?.sequence ?? 0).toBe(when === "before the commit" ? 0 : 90);
    const rows = await database.query(`select 1 from ${model.schema}.entry`);
    expect(rows.length > 0).toBe(when === "after the commit");

    await project(session, projection, first);
    await project(session, projection, second);
    expect(await database.hashes(model.schema)).toEqual(expected);
  });
});

test("a batch that was folded ahead of its turn is folded anew where a connector has halted before it", async () => {
  const nobody = () => false;
  const poisoned = messages.map((message) => (message.sequence === 60 ? { ...message, payload: new TextEncoder().encode("{") } : message));
  const inTwo = async (model: DatabaseOptions, isAhead: boolean) => {
    await using session = await open(model);
    const projection = await loadProjection(session, "DIRECTORY", "x");
    for (const part of [poisoned.slice(0, 90), poisoned.slice(90)]) {
      await project(session, projection, part, isAhead ? prepared(foldBatch("DIRECTORY", readEvents(part), nobody)) : undefined);
    }
    expect(projection.halted.size).toBe(1);
    return database.hashes(model.schema);
  };
  const inTurn = await inTwo(await database.freshModel(), false);
  expect(await inTwo(await database.freshModel(), true)).toEqual(inTurn);
  expect(inTurn.entry).not.toEqual(expected.entry);
});

test("a log that begins an entry or a part of a group more than once is folded like any other", async () => {
  const beginningAlways = messages.map((message) => {
    const event = JSON.parse(new TextDecoder().decode(message.payload));
    if (event.type === "dirstream.EntryChanged.v1") event.data.previous = null;
    if (event.type === "dirstream.GroupMembersChanged.v1") event.data = { ...event.data, added: undefined, removed: undefined };
    return { ...message, payload: new TextEncoder().encode(JSON.stringify(event)) };
  });
  const model = await database.freshModel();
  await using session = await open(model);
  const projection = await loadProjection(session, "DIRECTORY", "x");
  for (let at = 0; at < beginningAlways.length; at += 20) await project(session, projection, beginningAlways.slice(at, at + 20));
  expect(projection.halted.size).toBe(0);
  expect(await database.hashes(model.schema)).toEqual(expected);
});

test("a value that Postgres refuses halts its connector alone", async () => {
  const model = await database.freshModel();
  // The last on its subject: a row that a later one replaces within its batch is never written.
  const message = messages.find(
    ({ subject, sequence }, at) =>
      sequence > 60 && subject.includes(".entry.user.") && !messages.slice(at + 1).some((later) => later.subject === subject),
  );
  const poison = message === undefined ? undefined : readEvent(message);
  if (poison?.kind !== "fact") throw new Error("the log has no such event");
  await database.query(`
    create function ${model.schema}.refuse() returns trigger language plpgsql as
      'begin if new.sequence = ${poison.sequence} then raise exception using errcode = ''22P05''; end if; return new; end'`);
  await database.query(
    `create trigger refuse before insert or update on ${model.schema}.entry for each row execute function ${model.schema}.refuse()`,
  );

  await using session = await open(model);
  const projection = await loadProjection(session, "DIRECTORY", "x");
  const foreseen = prepared(foldBatch("DIRECTORY", readEvents(messages), () => false));
  await project(session, projection, messages, foreseen);
  expect(projection.checkpoint?.sequence).toBe(messages.length);
  const { account, connector, sequence } = poison;
  const reason = "Postgres cannot hold a value of it (SQLSTATE 22P05)";
  expect([...projection.halted.values()]).toMatchObject([{ account, connector, sequence, reason }]);

  // As if that connector's events from there on had never been.
  const oracle = await database.freshModel();
  await using other = await open(oracle);
  const allowed = messages.filter(
    ({ subject, sequence: at }) => at < sequence || !subject.startsWith(`directory.v1.${account}.${connector}.`),
  );
  await project(other, await loadProjection(other, "DIRECTORY", "x"), allowed);
  const { halted: _, checkpoint: _checkpoint, ...rows } = await database.hashes(model.schema);
  expect(await database.hashes(oracle.schema)).toMatchObject(rows);
});
