import { execFile } from "node:child_process";
import { chown, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lastSequences } from "../checker/read-log.ts";
import { withClient } from "../checker/read-table-bytes.ts";
import { READ_MODEL_SCHEMA } from "../checker/read-tables.ts";
import { COMPANY_DN, makeCompany } from "../faults/company.ts";
import { memberOf } from "../faults/crew.ts";
import { eventually } from "../fixtures/api-client.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { type Watch, watchRuns } from "../fixtures/watch-runs.ts";

const run = promisify(execFile);
const SENTENCE = /^[A-Z].*\.$/;

const stack = new AsyncDisposableStack();
/** Outlive the servers that write to them. */
const disks = stack.use(new AsyncDisposableStack());
const company = makeCompany(3);
let system: RunningSystem;
let directory: LiveDirectory;
let connector: string;
let watch: Watch;
let projector: number;

beforeAll(async () => {
  system = stack.use(await startSystem());
  directory = await system.startDirectory("openldap", company.ldif);
  const { connectorId, requestId } = await system.api.register(directory, { name: "Head office", baseDn: COMPANY_DN });
  connector = connectorId;
  watch = stack.use(await watchRuns(system, connector));
  expect(await system.api.answered(connector, requestId)).toMatchObject({ status: "completed" });
  projector = system.local.services["directory-projector"].pid;
});
afterAll(() => stack.disposeAsync());

const inPostgres = <Row>(sql: string): Promise<Row[]> =>
  withClient(system.local.file.postgresUrl, async (client) => (await client.query(sql)).rows as Row[]);
const connections = async (): Promise<number> => {
  const rows = await inPostgres<{ count: string }>("select count(*) from pg_stat_activity where application_name = 'directory-projector'");
  return Number(rows[0]?.count);
};
const folded = async (): Promise<number> =>
  Number(
    (await inPostgres<{ sequence: string }>(`select sequence from ${READ_MODEL_SCHEMA}.checkpoint where stream = 'DIRECTORY'`))[0]
      ?.sequence,
  );
const recorded = async (): Promise<number> => (await lastSequences(system.logAddress)).get("DIRECTORY") ?? 0;

const askFull = async () => (await system.api.post<{ requestId: string }>(`/connectors/${connector}/syncs`, { mode: "full" })).requestId;
const runCompletes = (requestId: string) =>
  eventually("the run completes without the read model", 30_000, async () => {
    const last = await watch.last();
    return last?.event.type === "SyncCompleted" && last.event.data.requestId === requestId ? true : undefined;
  });
const check = async () => {
  await system.check([{ connector, directory, baseDn: COMPANY_DN }]);
  expect(system.local.services["directory-projector"].pid).toBe(projector);
  expect(system.local.services["directory-projector"].isRunning()).toBe(true);
};

test("a Postgres that answers nothing makes queries fail in time, and leaves neither a gap nor a connection behind", async () => {
  const { postgres } = system.local.infrastructure;
  const frozen = memberOf(postgres ?? expect.unreachable("this system has a Postgres of its own"));
  await directory.change(...company.change(200));
  await frozen.freeze();
  try {
    const requestId = await askFull();
    await runCompletes(requestId);
    const refused = await system.api.ask<{ detail: string }>("GET", "/users?limit=1"); // the client itself gives up after 30 s
    expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringMatching(SENTENCE) } });
  } finally {
    await frozen.thaw();
  }
  await eventually("queries are answered again", 10_000, () => system.api.get("/users?limit=1"));
  await eventually("everything is folded", 15_000, async () => ((await folded()) === (await recorded()) ? true : undefined));
  expect(await connections()).toBeLessThanOrEqual(MOST_CONNECTIONS);
  await check();
});

/** Those of the pool for queries, and a few of whoever folds. */
const MOST_CONNECTIONS = 15;
const CUT_EVERY_MS = 500;

test("a projector whose connections are cut twice in a second goes on in the same process", async () => {
  const cutting = new AbortController();
  let cuts = 0;
  const cut = async (): Promise<void> => {
    while (!cutting.signal.aborted) {
      const [row] = await inPostgres<{ count: string }>(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'directory-projector'",
      );
      cuts += Number(row?.count);
      await delay(CUT_EVERY_MS);
    }
  };
  /** So that there is always one in use that is cut. */
  const ask = async (): Promise<void> => {
    while (!cutting.signal.aborted) {
      expect([200, 503]).toContain((await system.api.ask("GET", "/users?limit=1000")).status);
    }
  };
  const working = [cut(), ask(), ask(), ask()];
  for (let round = 0; round < 4; round++) {
    await directory.change(...company.change(100));
    await runCompletes(await askFull());
  }
  cutting.abort();
  await Promise.all(working);
  expect(cuts).toBeGreaterThan(10);
  await check();
});

test("a disk that is full stops the folding and nothing else, and with more room it goes on", async ({ skip }) => {
  const place = await mkdtemp(join(tmpdir(), "dirstream-small-disk-"));
  const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", place]).catch((error: Error) => error);
  if (mounted instanceof Error) {
    await rm(place, { recursive: true });
    skip(`No small disk can be mounted here, so nothing is seen of a full one: ${mounted.message}`);
  }
  disks.defer(async () => {
    await run("umount", ["--lazy", place]);
    await rm(place, { recursive: true });
  });
  await moveTablesTo(place);
  const filler = join(place, "filler");
  await run("dd", ["if=/dev/zero", `of=${filler}`, "bs=64k"]).catch(() => undefined); // it ends when the disk is full

  const people = company.some(1_000).map((dn) => ({ modify: dn, with: [["replace", "description", "x".repeat(2_000)]] as const }));
  await directory.change(...people);
  const requestId = await askFull();
  await runCompletes(requestId);
  const { logFile } = system.local.services["directory-projector"];
  await eventually("the projector says that the disk is full", 20_000, async () =>
    (await readFile(logFile, "utf8")).includes("No space left on device") ? true : undefined,
  );
  expect(await folded()).toBeLessThan(await recorded());

  await rm(filler);
  expect(await system.api.answered(connector, requestId)).toMatchObject({ status: "completed" });
  await check();
});

/** Where Postgres keeps the tables from now on. A tablespace must belong to its user. */
const moveTablesTo = async (place: string): Promise<void> => {
  const { uid, gid } = await stat(system.local.infrastructure.postgres?.dataDirectory ?? "");
  await chown(place, uid, gid);
  await inPostgres(`create tablespace small location '${place}'`);
  const tables = await inPostgres<{ name: string }>(`select tablename as name from pg_tables where schemaname = '${READ_MODEL_SCHEMA}'`);
  for (const { name } of tables) await inPostgres(`alter table ${READ_MODEL_SCHEMA}."${name}" set tablespace small`);
};
