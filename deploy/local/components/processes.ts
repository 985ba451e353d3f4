import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

export interface ProcessOptions {
  /** What people call it in messages: "nats-server", "Postgres". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Standard output and standard error are appended here. */
  readonly logFile: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly stopSignal?: NodeJS.Signals;
  /** How long a stop may take before the process is killed. */
  readonly graceMs?: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly isRunning: () => boolean;
  /** Asks it to end, kills it when it has not within the grace period, and resolves when it is gone. */
  readonly stop: () => Promise<void>;
  /** Ends it at once, as a crash would, and resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/** Whatever way this process ends, what it started is told to end as well. */
const running = new Map<number, NodeJS.Signals>();
process.on("exit", () => {
  for (const [pid, signal] of running) sendSignal(pid, signal);
});

const sendSignal = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime, which is what was wanted.
  }
};

/**
 * A killed parent has no chance to end its children, but Linux can: setpriv (util-linux) asks the kernel to send the signal then.
 * Elsewhere a child may outlive a parent that was killed with SIGKILL.
 */
let setprivWorks: boolean | undefined;
const boundToParent = (command: string, args: readonly string[], signal: NodeJS.Signals): [string, string[]] => {
  setprivWorks ??= process.platform === "linux" && spawnSync("setpriv", ["--pdeathsig", "TERM", "true"]).status === 0;
  return setprivWorks ? ["setpriv", ["--pdeathsig", signal.replace("SIG", ""), command, ...args]] : [command, [...args]];
};

/** The child gets a process group of its own: Ctrl-C then reaches only us, and we end the children in order. */
export const startProcess = (options: ProcessOptions): ServerProcess => {
  const { name, logFile, cwd, env, uid, gid, stopSignal = "SIGTERM", graceMs = 10_000 } = options;
  const [command, args] = boundToParent(options.command, options.args, stopSignal);
  const log = openSync(logFile, "a", 0o600);
  const child = spawn(command, args, {
    detached: true,
    stdio: ["ignore", log, log],
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  closeSync(log);
  const { pid } = child;
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => {
      if (pid !== undefined) running.delete(pid);
      resolve({ code, signal });
    });
    child.once("error", () => resolve({ code: 127, signal: null }));
  });
  if (pid === undefined) throw new Error(`${name} could not be started: ${options.command} cannot be run`);
  running.set(pid, stopSignal);

  const isRunning = () => running.has(pid);
  const kill = async () => {
    if (isRunning()) sendSignal(pid, "SIGKILL");
    await exited;
  };
  const stop = async () => {
    if (isRunning()) sendSignal(pid, stopSignal);
    const ended = await within(exited, graceMs);
    if (!ended) await kill();
  };
  return { pid, exited, isRunning, stop, kill, [Symbol.asyncDispose]: stop };
};

const within = async (promise: Promise<unknown>, timeoutMs: number): Promise<boolean> => {
  const timer = new AbortController();
  const late = delay(timeoutMs, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([promise.then(() => true), late]);
  timer.abort();
  return inTime;
};

const POLL_MS = 40;

/** Waits until a process can be used; one that ends before that, or takes too long, is an error that quotes its log. */
export const whenReady = async (
  server: Pick<ServerProcess, "pid" | "isRunning" | "kill">,
  { name, logFile }: Pick<ProcessOptions, "name" | "logFile">,
  isReady: (pid: number) => Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  while (server.isRunning() && performance.now() < deadline) {
    if ((await isReady(server.pid)) && server.isRunning()) return;
    await delay(POLL_MS);
  }
  const reason = server.isRunning() ? `was not ready after ${timeoutMs / 1000} s` : "ended while it was starting";
  await server.kill();
  throw new Error(`${name} ${reason}. The end of its log (${logFile}):\n${lastLines(logFile, 8)}`);
};

export const startReady = async (options: ProcessOptions, isReady: (pid: number) => Promise<boolean>): Promise<ServerProcess> => {
  const server = startProcess(options);
  await whenReady(server, options, isReady);
  return server;
};

const lastLines = (file: string, count: number): string => readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");

/** A server that keeps its port and its data when it is stopped or killed and started again. */
export interface Server extends AsyncDisposable {
  /** Of the process that runs now; another one after a restart. */
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly isRunning: () => boolean;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
}

export const startServer = async (start: () => Promise<ServerProcess>): Promise<Server> => {
  let current = await start();
  return {
    get pid() {
      return current.pid;
    },
    get exited() {
      return current.exited;
    },
    isRunning: () => current.isRunning(),
    start: async () => {
      if (!current.isRunning()) current = await start();
    },
    stop: () => current.stop(),
    kill: () => current.kill(),
    [Symbol.asyncDispose]: () => current.stop(),
  };
};
