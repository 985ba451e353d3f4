import { fileURLToPath } from "node:url";
import type { SeedKind } from "../faults/run-seeds.ts";
import { type BusyReport, lineOf } from "./report.ts";

/** Each seed is a directory that changes while it is read. */
export const CHANGES: SeedKind<BusyReport> = {
  name: "changes",
  program: fileURLToPath(import.meta.resolve("./one-system.ts")),
  seedsPerSystem: 20,
  lineOf,
  replayOf: (seed) => `npm run test:long -- --only changes --seed ${seed}`,
  sumUp: (reports) => {
    const sum = (of: (report: BusyReport) => number) => reports.reduce((total, report) => total + of(report), 0);
    const [removals, crossed, regrouped] = [sum((it) => it.removals), sum((it) => it.crossed), sum((it) => it.regrouped)];
    const runs = sum((it) => it.runs.full + it.runs.incremental);
    return {
      // One seed alone may read no group in ranges.
      isEnough: reports.length < 10 || (removals > 0 && crossed > 0 && regrouped > 0),
      line: `${sum((it) => it.changes)} changes while ${runs} runs read: ${removals} removals, ${crossed} crossings of a page's boundary, ${regrouped} groups changed between two ranges`,
    };
  },
};
