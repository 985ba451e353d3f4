import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "@dirstream/event-log";
import type { Log } from "@dirstream/service";
import { sweepPasswords } from "./sealed-passwords.ts";

const SWEEP_EVERY_MS = 3_600_000;
const SWEEP_LIMIT_MS = 60_000;

/** Deletes sealed passwords that nothing names, at once and then every hour. Several instances may do so at the same time. */
export const keepSwept = async (eventLog: EventLog, log: Log, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      const deleted = await sweepPasswords(eventLog, Date.now(), AbortSignal.any([signal, AbortSignal.timeout(SWEEP_LIMIT_MS)]));
      if (deleted > 0) log.info({ deleted }, "deleted sealed passwords that nothing names");
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, "sealed passwords that nothing names could not be deleted; the next sweep tries again");
    }
    await delay(SWEEP_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
};
