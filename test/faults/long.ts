import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { repository } from "../setup/places.ts";
import { fetcherKills, lineOf, replayOf, type SeedReport } from "./report.ts";
import { runSeeds } from "./run-seeds.ts";
import { scheduleOf } from "./schedule.ts";

/**
 * `npm run test:long -- --seeds N [--from K] [--parallel P]`: as many schedules, on so many systems side by side, going on where the
 * last part has stopped. `--seed K`: that one alone.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "0" },
    seed: { type: "string" },
    parallel: { type: "string", default: "1" },
    fresh: { type: "boolean", default: false },
  },
});

const STATE_FILE = join(repository, ".dirstream/faults.json");
/** A system that has its last seeds still runs them to the end. */
const PART_MS = 50 * 60_000;
const LEAST_OPEN = 0.8;

const readFinished = async (): Promise<SeedReport[]> => {
  if (values.fresh) await rm(STATE_FILE, { force: true });
  try {
    return JSON.parse(await readFile(STATE_FILE, "utf8")) as SeedReport[];
  } catch {
    return [];
  }
};

const save = async (reports: readonly SeedReport[]): Promise<void> => {
  await mkdir(dirname(STATE_FILE), { recursive: true });
  await writeFile(STATE_FILE, JSON.stringify(reports));
};

const tell = (report: SeedReport): void => {
  console.log(lineOf(report));
  if (report.failure !== undefined) console.log(`${report.failure}\nreplay: ${replayOf(report)}`);
};

const summary = (reports: readonly SeedReport[]): void => {
  const failed = reports.filter(({ failure }) => failure !== undefined);
  const { kills, open } = fetcherKills(reports);
  const isEnough = kills === 0 || open / kills >= LEAST_OPEN;
  console.log(`\n${open} of ${kills} kills of the fetcher hit an open run${isEnough ? "" : `: fewer than ${LEAST_OPEN * 100} %`}`);
  for (const report of failed) console.log(`seed ${report.seed} FAILED; replay: ${replayOf(report)}`);
  console.log(`${reports.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length === 0 && isEnough ? 0 : 1;
};

const runMany = async (): Promise<void> => {
  const began = performance.now();
  const from = Number(values.from);
  const wanted = Array.from({ length: Number(values.seeds) }, (_, at) => from + at);
  const finished = new Map((await readFinished()).map((report) => [report.seed, report]));
  const left = wanted.filter((seed) => finished.get(seed)?.failure !== undefined || !finished.has(seed));
  console.log(`${wanted.length} seeds, ${wanted.length - left.length} of them passed before; --fresh begins anew`);
  await runSeeds(left, Number(values.parallel), async (report) => {
    tell(report);
    finished.set(report.seed, report);
    await save([...finished.values()]);
    return performance.now() - began < PART_MS;
  });
  const reports = wanted.flatMap((seed) => finished.get(seed) ?? []);
  summary(reports);
  if (reports.length < wanted.length) console.log(`${wanted.length - reports.length} seeds are left: run the same command again`);
};

const runOne = async (seed: number): Promise<void> => {
  console.log(JSON.stringify(scheduleOf(seed), undefined, 2));
  const reports: SeedReport[] = [];
  await runSeeds([seed], 1, async (report) => {
    tell(report);
    reports.push(report);
    return true;
  });
  summary(reports);
};

if (values.seed === undefined) await runMany();
else await runOne(Number(values.seed));
