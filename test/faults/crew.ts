import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Server, startProcess, startServer, whenReady } from "@dirstream/deploy/components/processes";
import { repository } from "@dirstream/deploy/config";
import type { LocalRun } from "@dirstream/deploy/start-local";
import { SERVICE_VICTIMS, type ServiceVictim } from "./schedule.ts";

/** A process that faults hit: it can be frozen, and a service can be started with a kill point. */
export interface Member extends AsyncDisposable {
  readonly server: Server;
  readonly freeze: () => Promise<void>;
  readonly isFrozen: () => Promise<boolean>;
  readonly thaw: () => Promise<void>;
}

export interface ServiceMember extends Member {
  readonly url: string;
  /** Resolves when it can be used; an error that quotes its log says why it cannot. */
  readonly ready: () => Promise<void>;
  /** With this kill point from the next start on; undefined for none. */
  readonly arm: (killPoint: string | undefined) => void;
  readonly armed: () => string | undefined;
}

export type Crew = Readonly<Record<ServiceVictim, ServiceMember>> & { readonly "nats-server": Member; readonly Postgres: Member };

/**
 * The services as processes of our own, in the place of those that are there: with the same environment but for what is changed,
 * so that each start can have another.
 */
export const gatherCrew = async (
  { services, infrastructure }: LocalRun,
  changes: Readonly<Record<string, string>>,
  stack: AsyncDisposableStack,
): Promise<Crew> => {
  const { nats, postgres } = infrastructure;
  if (nats === undefined || postgres === undefined) throw new Error("NATS and Postgres must be this system's own, to be killed.");
  const adopted = await Promise.all(
    SERVICE_VICTIMS.map(async (name) => {
      const service = services[name];
      const environment = { ...(await environmentOf(service.pid)), ...changes };
      await service.stop();
      return [name, stack.use(await startMember(name, environment, service.logFile))] as const;
    }),
  );
  const members = Object.fromEntries(adopted) as Record<ServiceVictim, ServiceMember>;
  await Promise.all(Object.values(members).map(({ ready }) => ready()));
  return { ...members, "nats-server": memberOf(nats), Postgres: memberOf(postgres) };
};

/** Another process of a service beside the first: the same environment, another port. */
export const startReplica = async (of: { readonly name: string; readonly pid: number; readonly logFile: string }, port: number) =>
  startMember(of.name, { ...(await environmentOf(of.pid)), PORT: `${port}` }, of.logFile);

const startMember = async (name: string, environment: Readonly<Record<string, string>>, logFile: string): Promise<ServiceMember> => {
  let armed: string | undefined;
  const server = await startServer(async () =>
    startProcess({
      ...{ name, command: process.execPath, args: [join(repository, `services/${name}/src/main.ts`)], cwd: repository, logFile },
      env: { ...environment, ...(armed === undefined ? {} : { KILL_POINT: armed }) },
      graceMs: 12_000,
    }),
  );
  const arm = (killPoint: string | undefined) => {
    armed = killPoint;
  };
  const url = `http://127.0.0.1:${environment.PORT}`;
  const ready = () => whenReady(server, { name, logFile }, () => answersReady(url), READY_WITHIN_MS);
  return { ...memberOf(server), url, ready, arm, armed: () => armed };
};

/** Its children are frozen with it. */
export const memberOf = (server: Server): Member => {
  const signal = async (name: NodeJS.Signals) => {
    for (const pid of [...(await childrenOf(server.pid)), server.pid]) send(pid, name);
  };
  const thaw = () => signal("SIGCONT");
  return {
    ...{ server, thaw, freeze: () => signal("SIGSTOP"), isFrozen: () => isStopped(server.pid) },
    [Symbol.asyncDispose]: async () => {
      await thaw();
      await server.stop();
    },
  };
};

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
};

/** Of proc(5): how the services find each other is in their environment alone. */
const environmentOf = async (pid: number): Promise<Record<string, string>> => {
  const text = await readFile(`/proc/${pid}/environ`, "utf8");
  return Object.fromEntries(
    text
      .split("\0")
      .filter(Boolean)
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
};

/** The third field of proc(5)'s stat; the second, the name, may hold blanks. */
const isStopped = async (pid: number): Promise<boolean> => {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return text.slice(text.lastIndexOf(")") + 2).startsWith("T");
};

/** Postgres works in children, and those answer while their parent sleeps. */
const childrenOf = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return text.split(" ").filter(Boolean).map(Number);
};

const READY_WITHIN_MS = 60_000;

const answersReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

/** Everything runs again, and is ready. */
export const revive = async (crew: Crew): Promise<void> => {
  const services = SERVICE_VICTIMS.map((name) => crew[name]);
  for (const { server, thaw } of [crew["nats-server"], crew.Postgres, ...services]) {
    await thaw();
    await server.start();
  }
  await Promise.all(services.map(({ ready }) => ready()));
};
