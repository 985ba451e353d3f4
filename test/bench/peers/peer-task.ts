import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

export interface PeerTask {
  /** Where npm has installed what is compared with. */
  readonly packages: string;
  readonly url: string;
  readonly bindDn: string;
  readonly bindPassword: string;
  readonly baseDn: string;
  readonly peopleDn: string;
  readonly groupsDn: string;
}

export interface PeerUse {
  readonly entries: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the whole process, what it took to begin included. */
  readonly peakMb: number;
}

export type LoadPackage = <Exports>(name: string) => Exports;

/** Loads what is compared first, then measures it. `read` answers with the number of entries. */
export const runPeer = async (prepare: (task: PeerTask, load: LoadPackage) => Promise<() => Promise<number>>): Promise<void> => {
  const task = JSON.parse(await text(process.stdin)) as PeerTask;
  const fromPackages = createRequire(`${task.packages}/package.json`);
  const read = await prepare(task, (name) => fromPackages(name));
  const beganMs = performance.now();
  const before = process.cpuUsage();
  const entries = await read();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - beganMs) / 1000;
  const use: PeerUse = { entries, seconds, cpuSeconds: (user + system) / 1e6, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) };
  // Backstage's client has no way of being closed, and its connection would keep the process for ever.
  process.stdout.write(JSON.stringify(use), () => process.exit());
};
