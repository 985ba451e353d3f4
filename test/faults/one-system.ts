import { startFaultSystem } from "./fault-system.ts";
import { runSchedule } from "./harness.ts";
import { keepingLogs } from "./keeping-logs.ts";
import { scheduleOf } from "./schedule.ts";

/**
 * The seeds that are its arguments, one after the other on one system; each report goes to the parent process.
 * A seed that fails is the last one: what it has left behind must not be the next one's fault.
 */
await keepingLogs({
  start: startFaultSystem,
  homeOf: ({ system }) => system.local.home,
  use: async (faults, withPlace) => {
    for (const seed of process.argv.slice(2).map(Number)) {
      const report = await runSchedule(faults, scheduleOf(seed));
      process.send?.({ ...report, failure: withPlace(report.failure) });
      if (report.failure !== undefined) return false;
    }
    return true;
  },
});
process.disconnect?.();
