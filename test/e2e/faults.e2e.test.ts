import { beforeAll, describe, expect, test } from "vitest";
import { fetcherKills, lineOf, type SeedReport } from "../faults/report.ts";
import { runSeeds } from "../faults/run-seeds.ts";
import { FAULTS } from "../faults/seeds-of-faults.ts";

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);
const PARALLEL = 3;
/** They take less than two minutes where nothing else is at work. */
const SEEDS_WITHIN_MS = 15 * 60_000;

describe("whatever goes wrong under a seed, everything converges and every promise holds", () => {
  const reports = new Map<number, SeedReport>();
  beforeAll(async () => {
    await runSeeds(FAULTS, SEEDS, PARALLEL, async (report) => {
      console.log(lineOf(report));
      return reports.set(report.seed, report) !== undefined;
    });
  }, SEEDS_WITHIN_MS);

  test.each(SEEDS)("seed %i", (seed) => {
    expect(reports.get(seed), "it was not run").toBeDefined();
    expect(reports.get(seed)?.failure, `replay: ${FAULTS.replayOf(seed)}`).toBeUndefined();
  });

  test("at least four of five kills of the fetcher hit an open run", () => {
    const { kills, open } = fetcherKills([...reports.values()]);
    expect(kills).toBeGreaterThan(0);
    expect(open / kills).toBeGreaterThanOrEqual(0.8);
  });
});
