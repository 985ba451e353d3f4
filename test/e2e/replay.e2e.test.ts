import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { freePort } from "@dirstream/deploy/components/free-port";
import { startProcess } from "@dirstream/deploy/components/processes";
import { repository } from "@dirstream/deploy/config";
import pg from "pg";
import { expect, test } from "vitest";
import { KEYS } from "../checker/expected-tables.ts";
import { lastSequences } from "../checker/read-log.ts";
import { READ_MODEL_SCHEMA, readTables } from "../checker/read-tables.ts";
import { eventually } from "../fixtures/api-client.ts";
import { awkwardDirectory, BASE_DN } from "../fixtures/awkward-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const FOLDED_WITHIN_MS = 60_000;

test("another projector that folds the log from its first event makes the same tables, byte for byte", async () => {
  const { ldif, people } = awkwardDirectory({ people: 600, groups: 10 });
  await using system = await startSystem();
  const directory = await system.startDirectory("openldap", ldif);
  const { connectorId, requestId } = await system.api.register(directory, { name: "Head office", baseDn: BASE_DN });
  await system.api.answered(connectorId, requestId);
  await directory.change(
    ...people.slice(0, 50).map(({ dn }) => ({ remove: dn })),
    ...people.slice(50, 150).map(({ dn }) => ({ modify: dn, with: [["replace", "mail", "changed@example.com"]] as const })),
  );
  expect(await system.api.sync(connectorId)).toMatchObject({ status: "completed", counts: { removed: 50, updated: 100 } });
  await system.check([{ connector: connectorId, directory }]);

  await using replayed = await replayInto(system);
  const dumps = await Promise.all([system.local.file.postgresUrl, replayed.url].map(dumpTables));
  expect(dumps[1]).toEqual(dumps[0]);
  expect(dumps[0]?.get("entry")?.length).toBeGreaterThan(600);
});

/** A database of its own, and a second projector process that fills it. */
const replayInto = async ({ local, logAddress }: RunningSystem): Promise<AsyncDisposable & { readonly url: string }> => {
  const database = `replay_${randomUUID().replaceAll("-", "")}`;
  const { postgresUrl, natsUrl } = local.file;
  await query(postgresUrl, `create database ${database}`);
  const url = Object.assign(new URL(postgresUrl), { pathname: `/${database}` }).href;
  const projector = startProcess({
    name: "the second directory-projector",
    command: process.execPath,
    args: [join(repository, "services/directory-projector/src/main.ts")],
    logFile: join(local.home, "logs/replay.log"),
    env: {
      ...{ HOST: "127.0.0.1", PORT: `${await freePort()}`, NATS_URL: natsUrl, DATABASE_URL: url },
      NATS_CREDS_FILE: local.infrastructure.credentialsFileOf("directory-projector") ?? "",
      ...{ JWKS_FILE: join(local.home, "keys/jwks.json"), JWT_ISSUER: "dirstream-local", JWT_AUDIENCE: "dirstream" },
    },
  });
  const last = await lastSequences(logAddress);
  await eventually("the log is folded a second time", FOLDED_WITHIN_MS, async () => {
    const { checkpoints } = await readTables(url);
    const isFolded = [...last].every(([stream, sequence]) => checkpoints.some((it) => it.stream === stream && it.sequence >= sequence));
    return isFolded || undefined;
  });
  return { url, [Symbol.asyncDispose]: projector.stop };
};

/** Every row of every table as Postgres prints it, in the order of its bytes. */
const dumpTables = async (url: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const tables = new Map<string, readonly string[]>();
  for (const table of Object.keys(KEYS)) {
    const rows = await query<{ row: string }>(
      url,
      `select row(t.*)::text as row from ${READ_MODEL_SCHEMA}.${table} t order by (row(t.*)::text) collate "C"`,
    );
    tables.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return tables;
};

const query = async <Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
};
