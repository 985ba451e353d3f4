import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isFree } from "./components/free-port.ts";
import type { LocalEnvironment } from "./config.ts";
import { QUERY_DN } from "./demo/demo-directory.ts";
import { prepareKeys } from "./keys.ts";
import { claimHome, type RunFile, writeRunFile } from "./run-file.ts";
import { type Infrastructure, startInfrastructure } from "./start-infrastructure.ts";
import { type Service, type ServiceName, type ServicesOptions, startServices } from "./start-services.ts";
import { keepRunning } from "./supervise.ts";

export interface LocalOptions {
  /** Data, keys and logs; kept over restarts. */
  readonly home: string;
  /** Of the origin; 0: any free one. */
  readonly port: number;
  readonly demo: boolean;
  readonly environment: Omit<LocalEnvironment, "DIRSTREAM_HOME">;
  /** Starts again what ends by itself. A test that kills a service wants to do that itself. */
  readonly restart: boolean;
  readonly settings?: ServicesOptions["settings"];
  readonly say: (sentence: string) => void;
  readonly signal?: AbortSignal;
}

/** The whole of dirstream, running on this machine. Disposing of it stops everything, what was started last first. */
export interface LocalRun extends AsyncDisposable {
  readonly home: string;
  readonly file: RunFile;
  /** Signs a browser in. */
  readonly link: string;
  readonly infrastructure: Infrastructure;
  readonly services: Readonly<Record<ServiceName, Service>>;
}

export const startLocal = async (options: LocalOptions): Promise<LocalRun> => {
  const { home, port, demo, environment, restart, settings, say, signal } = options;
  await mkdir(home, { recursive: true });
  await using stack = new AsyncDisposableStack();
  stack.use(await claimHome(home));
  if (port !== 0 && !(await isFree(port))) {
    throw new Error(`Port ${port} is taken by another program. Choose another: npm start -- --port ${port + 1}`);
  }
  const keys = await prepareKeys(join(home, "keys"));
  signal?.throwIfAborted();

  const infrastructure = await startInfrastructure({ home, environment, demo, keys, say, signal }, stack);
  signal?.throwIfAborted();
  const services = await startServices({ home, port, keys, infrastructure, environment, settings }, stack);
  signal?.throwIfAborted();
  const { natsUrl, postgresUrl, slapd } = infrastructure;
  const directory = slapd && {
    host: "127.0.0.1",
    port: slapd.port,
    bindDn: QUERY_DN,
    bindPassword: keys.directory.queryPassword,
    baseDn: slapd.baseDn,
  };
  const file = {
    url: services.console.url,
    token: keys.token,
    natsUrl,
    natsCreds: infrastructure.credentialsFileOf("admin") ?? null,
    postgresUrl,
    directory: directory ?? null,
  };
  await writeRunFile(home, file);

  const stopping = new AbortController();
  stack.defer(() => stopping.abort()); // before the rest is stopped, so that nothing is taken for a crash
  if (restart) superviseAll(home, infrastructure, services, stopping.signal);
  const running = stack.move();
  const link = `${file.url}/session/link#${keys.linkToken}`;
  return { home, file, link, infrastructure, services, [Symbol.asyncDispose]: () => running.disposeAsync() };
};

const superviseAll = (
  home: string,
  { nats, postgres, slapd }: Infrastructure,
  services: LocalRun["services"],
  signal: AbortSignal,
): void => {
  const servers = [
    { name: "Postgres", server: postgres, logFile: join(home, "postgres/postgres.log") },
    { name: "nats-server", server: nats, logFile: join(home, "nats/nats-server.log") },
    { name: "slapd", server: slapd, logFile: join(home, "directory/slapd.log") },
    ...Object.values(services).map((server) => ({ name: server.name, server, logFile: server.logFile })),
  ];
  for (const { name, server, logFile } of servers) {
    if (server !== undefined) void keepRunning(name, server, logFile, signal);
  }
};
