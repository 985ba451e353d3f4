import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./components/free-port.ts";
import { type Server, startProcess, startServer, whenReady } from "./components/processes.ts";
import { compiledDirectory, type LocalEnvironment, repository } from "./config.ts";
import type { Keys } from "./keys.ts";
import type { Infrastructure } from "./start-infrastructure.ts";

export const SERVICES = ["connector-service", "scheduler-service", "ldap-fetcher", "directory-projector", "console"] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface Service extends Server {
  readonly name: ServiceName;
  readonly url: string;
  readonly logFile: string;
}

export interface ServicesOptions {
  readonly home: string;
  readonly port: number;
  readonly keys: Keys;
  readonly infrastructure: Infrastructure;
  readonly environment: Pick<LocalEnvironment, "PATH" | "LOG_LEVEL" | "SMTP_URL" | "MAIL_FROM">;
  /** More settings of single services: shorter waits, smaller pages. */
  readonly settings?: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>> | undefined;
}

const READY_WITHIN_MS = 60_000;

/**
 * What services that handle whole directories tell V8. What is made of an entry dies young, so the young get room, and nothing is put among the old
 * when it is made: V8 decides that for good by what it sees in the first seconds of a process, when a young generation of a megabyte has room for
 * nobody. Half of what a fetcher makes was then collected as if it were old, in two processes of three, and a read took two thirds longer.
 * What is old is collected once it has doubled; left to itself V8 lets it grow fourfold, which takes as long and half as much memory again.
 */
const WHOLE_DIRECTORIES: readonly string[] = ["--max-semi-space-size=16", "--no-allocation-site-pretenuring", "--heap-growing-percent=100"];
const NODE_ARGUMENTS: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  "ldap-fetcher": [...WHOLE_DIRECTORIES, "--expose-gc"], // it asks for a collection when everything has been read
  "directory-projector": WHOLE_DIRECTORIES,
};

/** Every service as a process of its own, as in production: what they know of each other is in their environment. */
export const startServices = async (options: ServicesOptions, stack: AsyncDisposableStack): Promise<Record<ServiceName, Service>> => {
  const logs = join(options.home, "logs");
  await mkdir(logs, { recursive: true });
  const ports = Object.fromEntries(await Promise.all(SERVICES.map(async (name) => [name, await freePort()]))) as Record<
    ServiceName,
    number
  >;
  if (options.port !== 0) ports.console = options.port;

  const services = await Promise.all(
    SERVICES.map(async (name) => {
      const logFile = join(logs, `${name}.log`);
      const env = environmentOf(name, ports, options);
      const args = [...(NODE_ARGUMENTS[name] ?? []), join(repository, `services/${name}/src/main.ts`)];
      const start = async () => startProcess({ name, command: process.execPath, args, env, cwd: repository, logFile, graceMs: 12_000 });
      const server = stack.use(await startServer(start));
      return Object.assign(server, { name, url: `http://127.0.0.1:${ports[name]}`, logFile }) satisfies Service;
    }),
  );
  await Promise.all(services.map((service) => whenReady(service, service, () => answersReady(service.url), READY_WITHIN_MS)));
  return Object.fromEntries(services.map((service) => [service.name, service])) as Record<ServiceName, Service>;
};

const answersReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
};

/** The configuration of one service; each service's config.ts says what the names mean. */
const environmentOf = (
  name: ServiceName,
  ports: Readonly<Record<ServiceName, number>>,
  { keys, infrastructure, environment, settings }: ServicesOptions,
): Record<string, string> => {
  const tokens = { JWKS_FILE: keys.tokens.jwksFile, JWT_ISSUER: keys.tokens.issuer, JWT_AUDIENCE: keys.tokens.audience };
  const origin = (service: ServiceName) => `http://127.0.0.1:${ports[service]}`;
  const own: Record<ServiceName, Record<string, string>> = {
    "connector-service": { ...tokens, SEAL_PUBLIC_KEY_FILE: keys.seal.publicKeyFile },
    "scheduler-service": {},
    "ldap-fetcher": { SEAL_PRIVATE_KEYS_FILE: keys.seal.privateKeysFile, ALLOW_ADDRESSES: "loopback,private" },
    "directory-projector": {
      ...{ ...tokens, DATABASE_URL: infrastructure.postgresUrl },
      ...{ CONSOLE_URL: origin("console"), WEBHOOK_SIGNING_KEY_FILE: keys.webhookKeyFile, ALLOW_ADDRESSES: "loopback,private" },
      ...(environment.SMTP_URL === undefined ? {} : { SMTP_URL: environment.SMTP_URL }),
      ...(environment.MAIL_FROM === undefined ? {} : { MAIL_FROM: environment.MAIL_FROM }),
    },
    console: {
      ...tokens,
      CONNECTOR_SERVICE_URL: origin("connector-service"),
      PROJECTOR_URL: origin("directory-projector"),
      PUBLIC_URL: origin("console"),
      SESSION_KEYS_FILE: keys.sessionKeysFile,
      LINK_SIGN_IN: "on",
      EGRESS_RANGES: "127.0.0.1/32",
    },
  };
  const credentials = name === "console" ? undefined : infrastructure.credentialsFileOf(name);
  return {
    PATH: environment.PATH,
    LOG_LEVEL: environment.LOG_LEVEL,
    NODE_COMPILE_CACHE: compiledDirectory,
    HOST: "127.0.0.1",
    PORT: `${ports[name]}`,
    ...(name === "console" ? {} : { NATS_URL: infrastructure.natsUrl }),
    ...(credentials === undefined ? {} : { NATS_CREDS_FILE: credentials }),
    ...own[name],
    ...settings?.[name],
  };
};
