import { setTimeout as delay } from "node:timers/promises";
import type { Server } from "./components/processes.ts";

const WINDOW_MS = 60_000;
const RESTARTS_PER_WINDOW = 5;
const FIRST_DELAY_MS = 200;

export type Restart = { readonly afterMs: number } | "give up";

/** What to do about a process that ended `now`, after the given restarts: again, a little later each time, but not for ever. */
export const decideRestart = (restarts: readonly number[], now: number): Restart => {
  const recent = restarts.filter((at) => now - at < WINDOW_MS).length;
  return recent >= RESTARTS_PER_WINDOW ? "give up" : { afterMs: FIRST_DELAY_MS * 2 ** recent };
};

/** Starts a server again whenever it ends by itself, until the signal. */
export const keepRunning = async (name: string, server: Server, logFile: string, signal: AbortSignal): Promise<void> => {
  const stopped = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  const restarts: number[] = [];
  while (!signal.aborted) {
    await Promise.race([server.exited, stopped]);
    if (signal.aborted) return;
    const restart = decideRestart(restarts, Date.now());
    if (restart === "give up") {
      console.error(`${name} ended ${RESTARTS_PER_WINDOW + 1} times within a minute and is not started again. Why: see ${logFile}`);
      return;
    }
    console.error(`${name} ended and is started again; its log is ${logFile}`);
    restarts.push(Date.now());
    await Promise.race([delay(restart.afterMs), stopped]);
    if (signal.aborted) return;
    await server.start().catch((error: unknown) => console.error((error as Error).message));
  }
};
