import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { inject } from "vitest";

/** Where there is no nats-server to start, tests of its death are left out. */
export const canKillServers = (): boolean => {
  if (inject("natsServer") === undefined) throw new Error("The set-up of the int level must provide natsServer: a path, or null");
  return inject("natsServer") !== null;
};

/** A nats-server of a test's own, to be treated badly. */
export interface NatsProcess extends AsyncDisposable {
  readonly url: string;
  readonly kill: () => Promise<void>;
  /** On the same port and store. */
  readonly start: () => Promise<void>;
  readonly pause: () => void;
  readonly resume: () => void;
}

export const startNatsProcess = async (configuration = "jetstream { sync_interval: always }\n"): Promise<NatsProcess> => {
  const directory = await mkdtemp(join(tmpdir(), "event-log-test-"));
  const file = join(directory, "nats-server.conf");
  await writeFile(file, configuration);
  const port = await freePort();
  let child: ChildProcess;

  const start = async (): Promise<void> => {
    child = spawn(inject("natsServer") as string, ["-c", file, "-a", "127.0.0.1", "-p", `${port}`, "-sd", directory], { stdio: "ignore" });
    while (!(await greets(port))) {
      if (child.exitCode !== null) throw new Error(`nats-server ended with ${child.exitCode}`);
      await delay(20);
    }
  };
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  };
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    start,
    kill,
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
    [Symbol.asyncDispose]: async () => {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return address !== null && typeof address === "object" ? address.port : 0;
};

/** A server that is ready says INFO to whoever connects. */
const greets = async (port: number): Promise<boolean> => {
  const socket = connect(port, "127.0.0.1");
  try {
    const [greeting] = await once(socket, "data", { signal: AbortSignal.timeout(500) });
    return String(greeting).startsWith("INFO");
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};
