import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { connectEventLog, natsConfiguration, provision } from "@dirstream/event-log";
import { type NatsServer, startNatsServer } from "./components/nats-server.ts";
import { findNatsServer } from "./components/nats-server-binary.ts";
import { type Postgres, startPostgres } from "./components/postgres.ts";
import { type Slapd, startSlapd } from "./components/slapd.ts";
import { hashPassword } from "./components/slapd-configuration.ts";
import { type LocalEnvironment, repository } from "./config.ts";
import { ACCESS_RULES, demoDirectory } from "./demo/demo-directory.ts";
import type { Keys } from "./keys.ts";
import { mustAnswer } from "./must-answer.ts";
import { rememberedPorts } from "./ports.ts";

/** What the services stand on. A server is absent when the environment names another, or when it is not wanted. */
export interface Infrastructure {
  readonly natsUrl: string;
  /** The credentials of each user; absent where the server that the environment names asks for none. */
  readonly credentialsFileOf: (user: Keys["natsUsers"][number]["name"]) => string | undefined;
  readonly postgresUrl: string;
  readonly nats: NatsServer | undefined;
  readonly postgres: Postgres | undefined;
  readonly slapd: Slapd | undefined;
}

export interface InfrastructureOptions {
  readonly home: string;
  readonly environment: Pick<LocalEnvironment, "DATABASE_URL" | "NATS_URL" | "NATS_CREDS_FILE" | "NATS_SERVER">;
  readonly demo: boolean;
  readonly keys: Keys;
  readonly say: (sentence: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const DATABASE = "dirstream";

/** Whatever was started before something fails is stopped again with the stack. */
export const startInfrastructure = async (
  { home, environment, demo, keys, say, signal }: InfrastructureOptions,
  stack: AsyncDisposableStack,
): Promise<Infrastructure> => {
  const ports = await rememberedPorts(home);
  const { DATABASE_URL, NATS_URL, NATS_CREDS_FILE, NATS_SERVER } = environment;

  let postgres: Postgres | undefined;
  if (DATABASE_URL === undefined) {
    postgres = stack.use(await startPostgres({ directory: join(home, "postgres"), database: DATABASE, port: ports.postgres }));
    say(`Postgres     127.0.0.1:${postgres.port}`);
  } else {
    await mustAnswer("DATABASE_URL", DATABASE_URL, 5432);
    say("Postgres     the one of DATABASE_URL");
  }

  let nats: NatsServer | undefined;
  if (NATS_URL === undefined) {
    const binary = await findNatsServer({ named: NATS_SERVER, cacheDirectory: join(repository, ".dirstream/tools") });
    const configuration = natsConfiguration({ users: keys.natsUsers });
    const places = { directory: join(home, "nats"), port: ports.nats, monitorPort: ports.natsMonitor };
    nats = stack.use(await startNatsServer({ binary, configuration, ...places }));
    say(`nats-server  127.0.0.1:${nats.port} (${binary.version}, ${binary.from})`);
  } else {
    await mustAnswer("NATS_URL", NATS_URL, 4222);
    say("nats-server  the one of NATS_URL");
  }

  let slapd: Slapd | undefined;
  if (demo) {
    slapd = stack.use(await startDemoDirectory(join(home, "directory"), keys, ports));
    say(`OpenLDAP     127.0.0.1:${slapd.port} (the demo directory)`);
  }

  const natsUrl = nats?.url ?? (NATS_URL as string);
  const files = new Map(keys.natsUsers.map(({ name, file }) => [name, file]));
  const credentialsFileOf: Infrastructure["credentialsFileOf"] = (user) => (nats === undefined ? NATS_CREDS_FILE : files.get(user));
  await provisionStreams(natsUrl, credentialsFileOf("admin"), signal);
  return { natsUrl, credentialsFileOf, postgresUrl: postgres?.url ?? (DATABASE_URL as string), nats, postgres, slapd };
};

const startDemoDirectory = (directory: string, keys: Keys, ports: { readonly ldap: number; readonly ldaps: number }): Promise<Slapd> =>
  startSlapd({
    directory,
    port: ports.ldap,
    ldapsPort: ports.ldaps,
    adminPassword: keys.directory.adminPassword,
    ldif: demoDirectory(hashPassword(keys.directory.queryPassword)),
    databaseLines: ACCESS_RULES,
  });

const provisionStreams = async (natsUrl: string, credentialsFile: string | undefined, signal?: AbortSignal): Promise<void> => {
  const credentials = credentialsFile === undefined ? undefined : await readFile(credentialsFile, "utf8");
  await using log = await connectEventLog({ servers: natsUrl, name: "provision", credentials, signal });
  await provision(log);
};
