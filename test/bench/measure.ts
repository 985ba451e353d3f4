import { readFile } from "node:fs/promises";

/** Seconds that something took. */
export const timed = async (what: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await what();
  return (performance.now() - began) / 1000;
};

/** The shortest of several: what else the machine did can only have made it longer. */
export const best = async (times: number, what: () => Promise<unknown>): Promise<number> => {
  let shortest = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) shortest = Math.min(shortest, await timed(what));
  return shortest;
};

export interface ProcessUse {
  /** Highest resident set so far, in MB (VmHWM of proc(5)). */
  readonly peakMb: number;
  readonly cpuSeconds: number;
}

const TICKS_PER_SECOND = 100;

/** What a process has used of the machine so far. */
export const useOf = async (pid: number): Promise<ProcessUse> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const [user, system] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 14).map(Number) as [number, number];
  const peakKb = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  return { peakMb: Math.round(peakKb / 1024), cpuSeconds: (user + system) / TICKS_PER_SECOND };
};
