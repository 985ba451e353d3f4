import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { subjects } from "@dirstream/contracts";
import { type EventLog, request } from "@dirstream/event-log";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { READ_MODEL_SCHEMA } from "./database.ts";
import { randomLog } from "./fold/random-log.fixture.ts";
import { openTestLog, store } from "./log.fixture.ts";
import { startProjectorProcess } from "./projector-process.fixture.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.fixture.ts";

let directory: string;
let database: TestDatabase;
let eventLog: EventLog;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "projector-"));
  await writeFile(join(directory, "jwks.json"), JSON.stringify({ keys: [] }));
  [database, eventLog] = await Promise.all([openTestDatabase(inject("postgresUrl")), openTestLog(inject("natsUrl"))]);
});
afterAll(async () => {
  await eventLog[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

const start = (namespace = eventLog.namespace) =>
  startProjectorProcess({
    ...{ NATS_URL: inject("natsUrl"), NATS_NAMESPACE: namespace, DATABASE_URL: database.options.url },
    ...{ JWKS_FILE: join(directory, "jwks.json"), JWT_ISSUER: "issuer", JWT_AUDIENCE: "dirstream" },
  });

test("the service gets ready, folds, and leaves at once when it is told to, in the middle of its work", async () => {
  const service = start();
  await service.ready();
  const storing = store(eventLog, randomLog(9, 15));
  await vi.waitFor(
    async () => {
      const rows = await database.query(`select 1 from ${READ_MODEL_SCHEMA}.checkpoint where stream = 'DIRECTORY' and sequence > 20`);
      expect(rows).toHaveLength(1);
    },
    { timeout: 10_000 },
  );
  expect((await fetch(`${service.url()}/api/v1/accounts`)).status).toBe(401);
  const stoppedAtMs = Date.now();
  service.child.kill("SIGTERM");
  expect(await service.exit).toBe(0);
  expect(Date.now() - stoppedAtMs).toBeLessThan(5_000);
  expect(service.said.err).toBe("");
  await storing;
});

test("a rebuild that dies with its process leaves nothing behind, and says so", async () => {
  const schema = READ_MODEL_SCHEMA;
  const service = start();
  await service.ready();
  await database.query("begin");
  await database.query(`lock table ${schema}.entry in access exclusive mode`); // it comes as far as comparing
  const workId = await vi.waitFor(
    async () => {
      const question = { subject: subjects.readModel("rebuild"), payload: new TextEncoder().encode('{"by":"test"}'), timeoutMs: 1_000 };
      return JSON.parse(new TextDecoder().decode(await request(eventLog, question))).workId as string;
    },
    { timeout: 10_000 },
  );
  await vi.waitFor(
    async () => {
      const [row] = await database.query<{ report: object }>(`select report from ${schema}_work.work_report where name = 'current'`);
      expect(row?.report).toMatchObject({ workId, stage: "comparing" });
    },
    { timeout: 10_000 },
  );
  service.child.kill("SIGKILL");
  await service.exit;
  await database.query("commit");

  await start().ready();
  await vi.waitFor(
    async () => {
      const [row] = await database.query<{ report: object }>(`select report from ${schema}_work.work_report where name = 'rebuild'`);
      expect(row?.report).toMatchObject({ workId, outcome: "interrupted" });
      expect(await database.query("select from pg_namespace where nspname = $1", [`${schema}_next`])).toEqual([]);
    },
    { timeout: 10_000 },
  );
});

test("the service ends with one sentence when the log is another one", async () => {
  await using another = await openTestLog(inject("natsUrl"));
  const service = start(another.namespace);
  expect(await service.exit).toBe(1);
  expect(service.said.err).toMatch(/^The read model is folded up to \d+ of \w+, but this stream is another one: .*\n$/);
  expect(service.said.out).toContain('"alarm":"checkpointNotInLog"');
});
