import { setTimeout as delay } from "node:timers/promises";

/** Aborts on the first SIGTERM or SIGINT. If the process has not left within the grace period, it is ended. */
export const shutdownSignal = (graceMs = 10_000): AbortSignal => {
  const controller = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      controller.abort(signal);
      void delay(graceMs, undefined, { ref: false }).then(() => process.exit(1));
    });
  }
  return controller.signal;
};
