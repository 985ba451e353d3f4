import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { SeedReport } from "./report.ts";

/** Is told each report as it comes, one at a time; false: nothing more is begun. */
export type Tell = (report: SeedReport) => Promise<boolean>;

const PROGRAM = fileURLToPath(import.meta.resolve("./one-system.ts"));
/** The checker reads the whole log after each seed: a system is given up before that takes as long as the seed. */
const SEEDS_PER_SYSTEM = 7;

/** Runs every seed, on so many systems side by side: a seed mostly waits. What a broken system has not come to another one does. */
export const runSeeds = async (seeds: readonly number[], parallel: number, tell: Tell): Promise<void> => {
  const queue = [...seeds];
  let goesOn = true;
  let told = Promise.resolve();
  const take = (report: SeedReport): void => {
    told = told.then(async () => {
      goesOn = (await tell(report)) && goesOn;
    });
  };
  const work = async (): Promise<void> => {
    while (goesOn && queue.length > 0) {
      const share = queue.splice(0, Math.min(SEEDS_PER_SYSTEM, Math.ceil(queue.length / parallel)));
      queue.unshift(...(await runOnOneSystem(share, take)));
      await told;
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
};

/** Each system is a process of its own, so that one's checks do not hold up another's faults. Returns the seeds that it has not come to. */
const runOnOneSystem = async (seeds: readonly number[], take: (report: SeedReport) => void): Promise<readonly number[]> => {
  const child = fork(PROGRAM, seeds.map(String), { execArgv: [], stdio: ["ignore", "inherit", "pipe", "ipc"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-LONGEST_COMPLAINT);
  });
  const reports: SeedReport[] = [];
  child.on("message", (report) => {
    reports.push(report as SeedReport);
    take(report as SeedReport);
  });
  const code = await ended;
  if (code === 0) return seeds.slice(reports.length);
  // A system's end is a check as well: another projector folds its log again.
  const failure = `the system of the seeds ${seeds.join(", ")} ended with ${code}:\n${complaint}`;
  if (reports.length === 0) throw new Error(failure);
  for (const report of reports) take({ ...report, failure: report.failure ?? failure });
  return seeds.slice(reports.length);
};

const LONGEST_COMPLAINT = 4_000;
