import { cpuSecondsOf, cpuSecondsOfFamily, forgetPeak, peakMbOf, privateMbOfFamily } from "./process-use.ts";

export interface Watched {
  readonly name: string;
  readonly pid: number;
  /** Has a process of its own for each session. */
  readonly isFamily: boolean;
}

/** What each process had used up to then. */
export interface Moment {
  readonly atMs: number;
  readonly cpuSeconds: Readonly<Record<string, number>>;
}

export interface Seen {
  readonly moments: readonly Moment[];
  /** The highest resident set; of a family the highest sum of private memory that was seen. */
  readonly peakMb: Readonly<Record<string, number>>;
}

const LOOK_EVERY_MS = 50;
/** Asking for the private memory of a process makes the kernel walk through all of it. */
const WEIGH_EVERY_MS = 1000;

/** The time as the services' events tell it, with more digits. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

export interface Watching extends Disposable {
  readonly end: () => Seen;
}

/** Looks at the processes again and again, until what was measured is over. */
export const watchProcesses = (watched: readonly Watched[]): Watching => {
  const moments: Moment[] = [];
  const familyMb = new Map<string, number>();
  const look = () => {
    const atMs = nowMs();
    const cpu = watched.map(({ name, pid, isFamily }) => [name, isFamily ? cpuSecondsOfFamily(pid) : cpuSecondsOf(pid)]);
    moments.push({ atMs, cpuSeconds: Object.fromEntries(cpu) });
  };
  const weigh = () => {
    for (const { name, pid, isFamily } of watched) {
      if (isFamily) familyMb.set(name, Math.max(familyMb.get(name) ?? 0, privateMbOfFamily(pid)));
    }
  };
  for (const { pid } of watched) forgetPeak(pid);
  weigh();
  look();
  const timers = [setInterval(look, LOOK_EVERY_MS), setInterval(weigh, WEIGH_EVERY_MS)];
  const stop = () => {
    for (const timer of timers) clearInterval(timer);
  };
  const end = () => {
    stop();
    look();
    weigh();
    const peaks = watched.map(({ name, pid }) => [name, Math.round(familyMb.get(name) ?? peakMbOf(pid))]);
    return { moments, peakMb: Object.fromEntries(peaks) };
  };
  return { end, [Symbol.dispose]: stop };
};
