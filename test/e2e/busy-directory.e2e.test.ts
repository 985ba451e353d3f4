import { beforeAll, expect, test } from "vitest";
import type { BusyReport } from "../busy-directory/report.ts";
import { CHANGES } from "../busy-directory/seeds-of-changes.ts";
import { runSeeds } from "../faults/run-seeds.ts";

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);
/** They take about a minute where nothing else is at work. */
const SEEDS_WITHIN_MS = 15 * 60_000;

const reports = new Map<number, BusyReport>();
beforeAll(async () => {
  await runSeeds(CHANGES, SEEDS, 1, async (report) => {
    console.log(CHANGES.lineOf(report));
    return reports.set(report.seed, report) !== undefined;
  });
}, SEEDS_WITHIN_MS);

test.each(SEEDS)(
  "a directory that changes while it is read loses nobody, and once it rests the read model is its dump (seed %i)",
  (seed) => {
    expect(reports.get(seed), "it was not run").toBeDefined();
    expect(reports.get(seed)?.failure, `replay: ${CHANGES.replayOf(seed)}`).toBeUndefined();
  },
);

test("while runs read, entries were removed, crossed the boundaries of pages, and groups changed between two ranges", () => {
  expect(CHANGES.sumUp([...reports.values()]).isEnough).toBe(true);
});
