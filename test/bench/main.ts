import { type BenchSystem, startBenchSystem } from "./bench-system.ts";
import { measureConsole } from "./console.ts";
import { dump, dumpIds } from "./ldapsearch.ts";
import { best, quickest, timed, timedOften } from "./measure.ts";
import { type BenchOptions, HELP, readOptions, WrongOption } from "./options.ts";
import { measurePeers } from "./peers.ts";
import { measureRebuild } from "./rebuild.ts";
import { type Figure, type Measured, machine, type Part, printReport, writeReport } from "./report.ts";
import { changeTitles, firstSync, type MeasuredSync, nextSync } from "./syncs.ts";

const DUMPS = 3;
const REREADS = 3;
const INCREMENTALS = 5;
const CHANGES = 3;
const CHANGED_PEOPLE = 1000;

const say = (sentence: string): void => console.log(sentence);

/** As a figure of all runs, and where the time went in the best of them. */
const told = (what: string, runs: readonly MeasuredSync[]): { figure: Figure; part: Part } => ({
  figure: { what, seconds: runs.map(({ seconds }) => seconds) },
  part: { what, ...quickest(runs) },
});

const repeated = async <Result>(times: number, what: (time: number) => Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  for (let time = 0; time < times; time++) results.push(await what(time));
  return results;
};

const measureSyncs = async (system: BenchSystem, { size, repeat, parts }: BenchOptions) => {
  const first = await repeated(parts.has("first") ? repeat : 1, async (time) => {
    say(`First synchronisation${repeat > 1 ? ` ${time + 1}` : ""} …`);
    return firstSync(system, size, time);
  });
  const measured = [told("first sync (request to last row visible)", first)];
  const { connector } = first[0] as MeasuredSync;
  if (parts.has("reread")) {
    say("Reading it again …");
    const runs = await repeated(REREADS, () => nextSync(system, connector, "full"));
    measured.push(told("full re-read (nothing changed)", runs));
  }
  if (parts.has("incremental")) {
    say("What has changed …");
    const unchanged = await repeated(INCREMENTALS, () => nextSync(system, connector, "incremental"));
    measured.push(told("incremental, nothing changed", unchanged));
    const people = Math.min(CHANGED_PEOPLE, Math.floor(size.people / 10));
    const changed = await repeated(CHANGES, async (time) => {
      await changeTitles(system, size, people, `Changed ${time}`);
      return nextSync(system, connector, "incremental");
    });
    measured.push(told(`incremental, ${people} changed (to visible)`, changed));
  }
  return { connector, measured };
};

/** Everything that was chosen, in an order in which nothing disturbs what comes after it. */
const measureAll = async (system: BenchSystem, options: BenchOptions): Promise<Measured> => {
  const { size, parts } = options;
  await dump(system.directory); // from the disk, once
  const dumps = await timedOften(DUMPS, () => dump(system.directory));
  const ids = await timedOften(DUMPS, () => dumpIds(system.directory));
  const peers = options.peers ? await measurePeers(system, say) : [];
  const syncs = await measureSyncs(system, options);
  if (parts.has("rebuild")) say("Rebuilding the read model …");
  const rebuild = parts.has("rebuild") ? await measureRebuild(system) : undefined;
  dumps.push(await timed(() => dump(system.directory)));
  if (parts.has("console")) say("Opening the pages …");
  const inBrowser = parts.has("console") ? await measureConsole(system, size, syncs.connector) : undefined; // removes people

  const figures = [
    { what: "ldapsearch dump, paged", seconds: dumps },
    { what: "ldapsearch dump of ids alone, paged", seconds: ids },
    ...syncs.measured.map(({ figure }) => figure),
    ...(rebuild === undefined ? [] : [{ what: "rebuild of the read model", seconds: [rebuild.seconds] }]),
  ];
  const shown: Part[] = syncs.measured.map(({ part }) => part);
  if (rebuild !== undefined) shown.push({ what: "rebuild", stages: rebuild.stages, peakMb: rebuild.peakMb });
  return { size, figures, dumpSeconds: best(dumps), parts: shown, rebuild, peers, console: inBrowser };
};

/** Not a fault of the product or of the bench: its sentence says all. */
class CannotMeasure extends Error {}

/** Gigabytes would stay behind if a signal just ended us. */
const interruption = (): Promise<never> => {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => reject(new CannotMeasure("Interrupted. What was loaded and started is gone again.")));
  }
  promise.catch(() => undefined); // it may come while nobody waits for it yet
  return promise;
};

const bench = async (options: BenchOptions): Promise<Measured> => {
  const { people, groups, membersPerGroup } = options.size;
  const { processors, model } = machine();
  say(`${people} people, ${groups} groups of ${membersPerGroup}; ${processors} processors (${model})`);
  say("Loading the directory and starting everything …");
  const interrupted = interruption();
  await using system = await startBenchSystem(options.size);
  return await Promise.race([measureAll(system, options), interrupted]);
};

const main = async (): Promise<void> => {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") return say(HELP);
  if (process.platform !== "linux") throw new CannotMeasure("The bench asks Linux's /proc what each process uses: run it on Linux.");
  const measured = await bench(options);
  printReport(measured);
  if (options.out !== undefined) await writeReport(options.out, measured);
};

try {
  await main();
} catch (error) {
  if (!(error instanceof WrongOption || error instanceof CannotMeasure)) throw error;
  console.error(error.message);
  process.exit(1); // a reader or a query that was under way is not waited for
}
