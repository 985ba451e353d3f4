import { fork } from "node:child_process";

/** What is known of every seed, whatever it stands for. */
export interface Outcome {
  readonly seed: number;
  /** What is wrong; undefined when every promise held. */
  readonly failure: string | undefined;
}

/** What seeds stand for. */
export interface SeedKind<Report extends Outcome> {
  readonly name: string;
  /** A module that runs the seeds that are its arguments on one system, and sends a report of each to its parent. */
  readonly program: string;
  /** The checker reads a system's whole log: a system is given up before that takes as long as its seeds. */
  readonly seedsPerSystem: number;
  /** One line for a seed. */
  readonly lineOf: (report: Report) => string;
  /** How somebody else sees the same. */
  readonly replayOf: (seed: number) => string;
  /** A line for all of them, and whether the seeds have done what they are there for. */
  readonly sumUp: (reports: readonly Report[]) => { readonly line: string; readonly isEnough: boolean };
}

/** Is told each report as it comes, one at a time; false: nothing more is begun. */
export type Tell<Report> = (report: Report) => Promise<boolean>;

/** Runs every seed, on so many systems side by side: a seed mostly waits. What a broken system has not come to another one does. */
export const runSeeds = async <Report extends Outcome>(
  { program, seedsPerSystem }: SeedKind<Report>,
  seeds: readonly number[],
  parallel: number,
  tell: Tell<Report>,
): Promise<void> => {
  const queue = [...seeds];
  const share = Math.min(seedsPerSystem, Math.ceil(seeds.length / parallel));
  let goesOn = true;
  let told = Promise.resolve();
  const take = (report: Report): void => {
    told = told.then(async () => {
      goesOn = (await tell(report)) && goesOn;
    });
  };
  const work = async (): Promise<void> => {
    while (goesOn && queue.length > 0) {
      queue.unshift(...(await runOnOneSystem(program, queue.splice(0, share), take)));
      await told;
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
};

/** Each system is a process of its own, so that one's checks do not hold up another's faults. Returns the seeds that it has not come to. */
const runOnOneSystem = async <Report extends Outcome>(
  program: string,
  seeds: readonly number[],
  take: (report: Report) => void,
): Promise<readonly number[]> => {
  const child = fork(program, seeds.map(String), { execArgv: [], stdio: ["ignore", "inherit", "pipe", "ipc"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-LONGEST_COMPLAINT);
  });
  const reports = new Map<number, Report>();
  child.on("message", (message) => {
    const report = message as Report;
    reports.set(report.seed, report);
    take(report);
  });
  const code = await ended;
  const left = seeds.filter((seed) => !reports.has(seed));
  if (code === 0) return left;
  // A system's end is a check as well: another projector folds its log again.
  const failure = `the system of the seeds ${seeds.join(", ")} ended with ${code}:\n${complaint}`;
  if (reports.size === 0) throw new Error(failure);
  for (const report of reports.values()) take({ ...report, failure: report.failure ?? failure });
  return left;
};

const LONGEST_COMPLAINT = 4_000;
