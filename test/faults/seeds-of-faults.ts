import { fileURLToPath } from "node:url";
import { fetcherKills, lineOf, type SeedReport } from "./report.ts";
import type { SeedKind } from "./run-seeds.ts";

const LEAST_OPEN = 0.8;

/** Each seed is a schedule of kills, freezes and cut connections. */
export const FAULTS: SeedKind<SeedReport> = {
  name: "faults",
  program: fileURLToPath(import.meta.resolve("./one-system.ts")),
  seedsPerSystem: 7,
  lineOf,
  replayOf: (seed) => `npm run test:long -- --only faults --seed ${seed}`,
  sumUp: (reports) => {
    const { kills, open } = fetcherKills(reports);
    const isEnough = kills === 0 || open / kills >= LEAST_OPEN;
    return {
      isEnough,
      line: `${open} of ${kills} kills of the fetcher hit an open run${isEnough ? "" : `: fewer than ${LEAST_OPEN * 100} %`}`,
    };
  },
};
