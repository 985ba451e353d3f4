import { keepingLogs } from "../faults/keeping-logs.ts";
import { startSystem } from "../fixtures/running-system.ts";
import { type Ran, runSeed } from "./run-seed.ts";

/** So many connectors at once. */
const AT_ONCE = 5;
/** Small pages, so that much can happen between them. */
const SETTINGS = { "ldap-fetcher": { PAGE_SIZE: "20", RETRY_DELAYS_MS: "50,100,200,400", CONCURRENCY: String(AT_ONCE) } };

/** The seeds that are its arguments, some at a time, on one system; when all have run, each report goes to the parent process. */
await keepingLogs({
  start: () => startSystem({ settings: SETTINGS }),
  homeOf: ({ local }) => local.home,
  use: async (system, withPlace) => {
    await using stack = new AsyncDisposableStack();
    const left = process.argv.slice(2).map(Number);
    const ran: Ran[] = [];
    const work = async (): Promise<void> => {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) ran.push(await runSeed(system, seed, stack));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const log = await system.log();
    const reports = ran.map(({ reportFrom }) => reportFrom(log)).map((report) => ({ ...report, failure: withPlace(report.failure) }));
    for (const report of reports) process.send?.(report);
    await system.check();
    return reports.every(({ failure }) => failure === undefined);
  },
});
process.disconnect?.();
