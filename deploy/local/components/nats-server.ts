import { readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import type { NatsServerBinary } from "./nats-server-binary.ts";
import { type Server, startReady, startServer } from "./processes.ts";

export interface NatsServerOptions {
  readonly binary: NatsServerBinary;
  /** Holds the configuration, the log and, in `store`, the streams. */
  readonly directory: string;
  /** The configuration file's text. Addresses and the store are given on the command line and need not be in it. */
  readonly configuration?: string;
  /** A free one when left out; kept over restarts either way. */
  readonly port?: number;
  readonly monitorPort?: number;
}

export interface NatsServer extends Server {
  readonly url: string;
  readonly port: number;
  /** The monitoring endpoint: `/healthz`, `/varz`, `/jsz`. */
  readonly monitorUrl: string;
}

/** JetStream that answers when a message is on the disk, and lets everybody in: for tests. */
const OPEN_CONFIGURATION = "jetstream { sync_interval: always }\n";

/** Go collects its garbage when the heap has grown by so many percent; its own 100 takes twice the memory for a tenth less of CPU. */
const GOGC = "40";

/** A nats-server of our own on loopback. */
export const startNatsServer = async (options: NatsServerOptions): Promise<NatsServer> => {
  const { binary, directory, configuration = OPEN_CONFIGURATION } = options;
  const port = options.port ?? (await freePort());
  const monitorPort = options.monitorPort ?? (await freePort());
  const monitorUrl = `http://127.0.0.1:${monitorPort}`;
  const file = join(directory, "nats-server.conf");
  await mkdir(join(directory, "ports"), { recursive: true });
  await writeFile(file, configuration, { mode: 0o600 });

  const args = ["-c", file, "-a", "127.0.0.1", "-p", `${port}`, "-m", `${monitorPort}`];
  args.push("-sd", join(directory, "store"), "--ports_file_dir", join(directory, "ports"));

  const server = await startServer(async () => {
    await rm(join(directory, "ports"), { recursive: true });
    await mkdir(join(directory, "ports"));
    const logFile = join(directory, "nats-server.log");
    return startReady(
      { name: "nats-server", command: binary.path, args, env: { PATH: "/usr/bin:/bin", GOGC }, logFile },
      async (pid) => hasPortsFile(directory, pid) && (await isHealthy(monitorUrl)),
    );
  });
  return Object.assign(server, { url: `nats://127.0.0.1:${port}`, port, monitorUrl });
};

/** The server writes it when it listens. It bears the process's own number, so another server on our port cannot be taken for ours. */
const hasPortsFile = (directory: string, pid: number): boolean => {
  try {
    return readFileSync(join(directory, "ports", `nats-server_${pid}.ports`)).length > 0;
  } catch {
    return false;
  }
};

const isHealthy = async (monitorUrl: string): Promise<boolean> => {
  try {
    const answer = await fetch(`${monitorUrl}/healthz?js-enabled-only=true`, { signal: AbortSignal.timeout(1000) });
    return answer.ok;
  } catch {
    return false;
  }
};
