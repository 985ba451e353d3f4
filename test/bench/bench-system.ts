import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Slapd, startSlapd } from "@dirstream/deploy/components/slapd";
import { findSlapd } from "@dirstream/deploy/components/slapd-programs";
import { readEnvironment } from "@dirstream/deploy/config";
import { type LocalRun, startLocal } from "@dirstream/deploy/start-local";
import pg from "pg";
import type { ApiAddress } from "../checker/read-model.ts";
import { type ApiClient, openApiClient } from "../fixtures/api-client.ts";
import { type LiveDirectory, liveDirectory } from "../fixtures/live-directory.ts";
import { referenceDirectory, type Size, SUFFIX } from "./reference-directory.ts";
import type { Watched } from "./watch-processes.ts";

/** The whole product, with the reference directory beside it and nothing else: no checker looks at a million entries. */
export interface BenchSystem extends AsyncDisposable {
  readonly local: LocalRun;
  readonly address: ApiAddress;
  readonly api: ApiClient;
  readonly directory: LiveDirectory;
  readonly db: pg.Client;
  /** Where Postgres itself may write files. */
  readonly postgresDirectory: string;
  readonly processes: readonly Watched[];
  /** How long anything may take: so long that only what hangs is given up. */
  readonly limitMs: number;
}

const LEAST_LIMIT_MS = 5 * 60_000;
const LIMIT_MS_PER_VALUE = 2;

export const startBenchSystem = async (size: Size): Promise<BenchSystem> => {
  await using stack = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), "dirstream-bench-"));
  await chmod(home, 0o711); // Postgres may run as a user of its own
  stack.defer(() => rm(home, { recursive: true, force: true }));
  const directory = liveDirectory(stack.use(await loadDirectory(join(home, "directory"), size)));

  const { DIRSTREAM_HOME: _, DATABASE_URL: _database, NATS_URL: _nats, ...environment } = readEnvironment();
  const local = stack.use(await startLocal({ home, port: 0, demo: false, restart: false, say: () => {}, environment }));
  const { nats, postgres } = local.infrastructure;
  if (nats === undefined || postgres === undefined) throw new Error("The bench measures servers of its own, and none were started.");
  const address = { url: local.file.url, token: local.file.token, account: "bench" };
  const api = openApiClient(address);
  await api.put("", { region: "europe" });
  const db = new pg.Client({ connectionString: local.file.postgresUrl });
  await db.connect();
  stack.defer(() => db.end());

  const processes = [
    ...Object.values(local.services).map(({ name, pid }) => ({ name: name as string, pid, isFamily: false })),
    { name: "nats-server", pid: nats.pid, isFamily: false },
    { name: "postgres", pid: postgres.pid, isFamily: true },
    { name: "slapd", pid: directory.slapd.pid, isFamily: false },
  ];
  const limitMs = LEAST_LIMIT_MS + LIMIT_MS_PER_VALUE * (size.people + size.groups * size.membersPerGroup);
  const running = stack.move();
  return {
    ...{ local, address, api, directory, db, postgresDirectory: postgres.dataDirectory, processes, limitMs },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};

/** Of the address range that the database may take, per entry and member; what is not used costs nothing. */
const MAP_BYTES_PER_VALUE = 16 * 1024;
const LEAST_MAP_BYTES = 4 * 1024 ** 3;

/** The content goes from the generator into slapadd, and is never whole anywhere else. */
const loadDirectory = async (directory: string, size: Size): Promise<Slapd> => {
  const mapBytes = Math.max(LEAST_MAP_BYTES, MAP_BYTES_PER_VALUE * (size.people + size.groups * (size.membersPerGroup + 1)));
  const adminPassword = "bench-only";
  const slapd = await startSlapd({ directory, suffix: SUFFIX, adminPassword, databaseLines: [`maxsize ${mapBytes}`] });
  await slapd.stop();
  const slapadd = spawn(findSlapd().slapadd, ["-q", "-f", join(directory, "slapd.conf"), "-b", SUFFIX], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  const said: Buffer[] = [];
  slapadd.stderr.on("data", (text: Buffer) => said.push(text));
  const ended = once(slapadd, "close");
  // When slapadd gives up, its own words say more than the broken pipe.
  await pipeline(Readable.from(referenceDirectory(size)), slapadd.stdin).catch(() => undefined);
  const [code] = await ended;
  if (code !== 0) throw new Error(`slapadd could not load the reference directory: ${Buffer.concat(said).toString().trim()}`);
  await slapd.start();
  return slapd;
};
