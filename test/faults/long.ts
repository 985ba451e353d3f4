import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { CHANGES } from "../busy-directory/seeds-of-changes.ts";
import { repository } from "../setup/places.ts";
import { readLargeGroup } from "./large-group.ts";
import { type Outcome, runSeeds, type SeedKind } from "./run-seeds.ts";
import { scheduleOf } from "./schedule.ts";
import { FAULTS } from "./seeds-of-faults.ts";

const HELP = `npm run test:long -- [options]

  --seeds N       so many seeds of each kind (20), going on where the last part has stopped
  --from K        from seed K on (0)
  --only KIND     faults: processes are killed and frozen, connections are cut; changes: the directory changes while it is read;
                  large: no seeds, but one group of 200,000 members, each time anew
  --parallel P    so many systems side by side (1)
  --seed K        that one alone
  --fresh         forget what has passed before
`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "0" },
    seed: { type: "string" },
    only: { type: "string" },
    parallel: { type: "string", default: "1" },
    fresh: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

/** A system that has its last seeds still runs them to the end. */
const PART_MS = 50 * 60_000;
const began = performance.now();

const stateFile = (name: string): string => join(repository, `.dirstream/${name}.json`);

const readFinished = async <Report>(name: string): Promise<Report[]> => {
  if (values.fresh) await rm(stateFile(name), { force: true });
  try {
    return JSON.parse(await readFile(stateFile(name), "utf8")) as Report[];
  } catch {
    return [];
  }
};

const save = async (name: string, reports: readonly Outcome[]): Promise<void> => {
  await mkdir(dirname(stateFile(name)), { recursive: true });
  await writeFile(stateFile(name), JSON.stringify(reports));
};

const tellOf =
  <Report extends Outcome>({ lineOf, replayOf }: SeedKind<Report>) =>
  (report: Report): void => {
    console.log(lineOf(report));
    if (report.failure !== undefined) console.log(`${report.failure}\nreplay: ${replayOf(report.seed)}`);
  };

const summary = <Report extends Outcome>({ name, replayOf, sumUp }: SeedKind<Report>, reports: readonly Report[]): void => {
  const failed = reports.filter(({ failure }) => failure !== undefined);
  const { line, isEnough } = sumUp(reports);
  console.log(`\n${line}`);
  for (const { seed } of failed) console.log(`seed ${seed} of ${name} FAILED; replay: ${replayOf(seed)}`);
  console.log(`${name}: ${reports.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0 || !isEnough) process.exitCode = 1;
};

const runMany = async <Report extends Outcome>(kind: SeedKind<Report>): Promise<void> => {
  const from = Number(values.from);
  const wanted = Array.from({ length: Number(values.seeds) }, (_, at) => from + at);
  const finished = new Map((await readFinished<Report>(kind.name)).map((report) => [report.seed, report]));
  const left = wanted.filter((seed) => finished.get(seed)?.failure !== undefined || !finished.has(seed));
  console.log(`${wanted.length} seeds of ${kind.name}, ${wanted.length - left.length} of them passed before; --fresh begins anew`);
  const tell = tellOf(kind);
  const isInTime = () => performance.now() - began < PART_MS;
  await runSeeds(kind, isInTime() ? left : [], Number(values.parallel), async (report) => {
    tell(report);
    finished.set(report.seed, report);
    await save(kind.name, [...finished.values()]);
    return isInTime();
  });
  const reports = wanted.flatMap((seed) => finished.get(seed) ?? []);
  summary(kind, reports);
  if (reports.length < wanted.length) console.log(`${wanted.length - reports.length} seeds are left: run the same command again`);
};

const runOne = async <Report extends Outcome>(kind: SeedKind<Report>, seed: number): Promise<void> => {
  const reports = new Map<number, Report>();
  const tell = tellOf(kind);
  await runSeeds(kind, [seed], 1, async (report) => {
    tell(report);
    return reports.set(report.seed, report).size > 0;
  });
  summary(kind, [...reports.values()]);
};

const run = async <Report extends Outcome>(kind: SeedKind<Report>): Promise<void> => {
  if (values.only !== undefined && values.only !== kind.name) return;
  await (values.seed === undefined ? runMany(kind) : runOne(kind, Number(values.seed)));
};

const LARGE = "large";
const KINDS: readonly string[] = [FAULTS.name, CHANGES.name, LARGE];

const runLarge = (): void => {
  if (values.seed !== undefined || (values.only ?? LARGE) !== LARGE) return;
  const isPassed = readLargeGroup();
  console.log(`${LARGE}: ${isPassed ? "passed" : "FAILED; replay: npm run test:long -- --only large"}`);
  if (!isPassed) process.exitCode = 1;
};

if (values.help) console.log(HELP);
else if (values.only !== undefined && !KINDS.includes(values.only)) {
  console.error(`There is nothing that is called "${values.only}": --only is ${KINDS.join(" or ")}.`);
  process.exitCode = 2;
} else if (values.seed !== undefined && values.only === LARGE) {
  console.error("A large group has no seeds: leave --seed out.");
  process.exitCode = 2;
} else {
  if (values.seed !== undefined && values.only !== CHANGES.name) console.log(JSON.stringify(scheduleOf(Number(values.seed)), undefined, 2));
  await run(FAULTS);
  await run(CHANGES);
  runLarge();
}
