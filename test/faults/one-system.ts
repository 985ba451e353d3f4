import { startFaultSystem } from "./fault-system.ts";
import { runSchedule } from "./harness.ts";
import { scheduleOf } from "./schedule.ts";

/**
 * The seeds that are its arguments, one after the other on one system; each report goes to the parent process.
 * A seed that fails is the last one: what it has left behind must not be the next one's fault.
 */
{
  await using faults = await startFaultSystem();
  for (const seed of process.argv.slice(2).map(Number)) {
    const report = await runSchedule(faults, scheduleOf(seed));
    process.send?.(report);
    if (report.failure !== undefined) break;
  }
}
process.disconnect?.();
