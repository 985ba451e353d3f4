import { readFileSync, writeFileSync } from "node:fs";

/** What Linux says of a process that runs: proc(5). A process that has gone meanwhile has used nothing since. */

const TICKS_PER_SECOND = 100;

const read = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
};

/** User and system time of a process, and of those of its children that have ended and were waited for. */
const cpuOf = (pid: number): { own: number; ended: number } => {
  const stat = read(pid, "stat");
  // from field 14 on: utime stime cutime cstime; the second field may hold spaces and brackets
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 16).map(Number);
  return { own: (user + system) / TICKS_PER_SECOND, ended: (endedUser + endedSystem) / TICKS_PER_SECOND };
};

const childrenOf = (pid: number): number[] => read(pid, `task/${pid}/children`).trim().split(" ").filter(Boolean).map(Number);

export const cpuSecondsOf = (pid: number): number => cpuOf(pid).own;

/** Of a server that forks one process per session: those that run, and those that have ended. */
export const cpuSecondsOfFamily = (pid: number): number => {
  const { own, ended } = cpuOf(pid);
  return childrenOf(pid).reduce((sum, child) => sum + cpuOf(child).own, own + ended);
};

/** The highest resident set since the last `forgetPeak`. */
export const peakMbOf = (pid: number): number => kilobytes(read(pid, "status"), /^VmHWM:\s+(\d+)/gm) / 1024;

/** What each process of a family has for itself; memory that they share (Postgres: its buffers) is left out. */
export const privateMbOfFamily = (pid: number): number =>
  [pid, ...childrenOf(pid)].reduce((sum, each) => sum + kilobytes(read(each, "smaps_rollup"), /^Private_\w+:\s+(\d+)/gm), 0) / 1024;

const kilobytes = (text: string, lines: RegExp): number => [...text.matchAll(lines)].reduce((sum, [, figure]) => sum + Number(figure), 0);

const RESET_PEAK = "5";

/** Lets the highest resident set begin anew. Where that is not allowed, it stays the highest since the process began. */
export const forgetPeak = (pid: number): void => {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
  } catch {
    // said above
  }
};
