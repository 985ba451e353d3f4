import { mkdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { dirname, resolve } from "node:path";
import type { MeasuredConsole } from "./console.ts";
import { best, median } from "./measure.ts";
import type { Peer } from "./peers.ts";
import type { MeasuredRebuild } from "./rebuild.ts";
import type { Size } from "./reference-directory.ts";
import type { Stage } from "./stages.ts";
import type { MeasuredSync } from "./syncs.ts";

/** Something that was done once or more often. */
export interface Figure {
  readonly what: string;
  readonly seconds: readonly number[];
}

/** The best run of its kind. */
export type Part = Pick<MeasuredSync, "stages" | "peakMb"> & Partial<MeasuredSync> & { readonly what: string };

export interface Measured {
  readonly size: Size;
  readonly figures: readonly Figure[];
  readonly dumpSeconds: number;
  readonly parts: readonly Part[];
  readonly rebuild: MeasuredRebuild | undefined;
  readonly peers: readonly Peer[];
  readonly console: MeasuredConsole | undefined;
}

export const machine = () => ({
  processors: cpus().length,
  model: cpus()[0]?.model ?? "unknown",
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  node: process.version,
});

export const printReport = ({ figures, dumpSeconds, parts, rebuild, peers, console: inBrowser }: Measured): void => {
  const times = (seconds: number) => rounded(seconds / dumpSeconds);
  const rows = [...figures, ...peers.map(({ name, seconds }) => ({ what: name, seconds: [seconds] }))];
  printTable(
    "What was measured",
    rows.map(({ what, seconds }) => ({
      what,
      seconds: rounded(best(seconds), 3),
      "× ldapsearch": times(best(seconds)),
      ...(seconds.length > 1 ? { "median s": rounded(median(seconds), 3), of: seconds.length } : {}),
    })),
  );
  if (peers.length > 0) {
    const columns = ({ name, entries, cpuSeconds, peakMb }: Peer) => ({
      what: name,
      entries,
      "CPU s": rounded(cpuSeconds),
      "peak MB": peakMb,
    });
    printTable("Others", peers.map(columns));
  }
  if (rebuild !== undefined) printRebuild(rebuild);
  if (inBrowser !== undefined) printConsole(inBrowser);
  for (const { what, stages, durationsMs } of parts) {
    printTable(`Where the time goes: ${what} (CPU seconds of each process)`, stagesTable(stages));
    if (durationsMs !== undefined) {
      const { total, read, append } = durationsMs;
      console.log(`The run by its own clock: ${total} ms, ${read} of them reading, ${append} waiting for the log (within the others)`);
    }
  }
  printTable("Peak memory, MB (Postgres: private memory of all its processes, without the buffers that they share)", memoryTable(parts));
};

const printRebuild = ({
  events,
  eventsPerSecond,
  foldedPerSecond,
  seconds,
  copy,
  timesCopy,
  postgresCpuSeconds,
}: MeasuredRebuild): void => {
  printTable("Rebuild of the read model against COPY of the same rows", [
    { what: "rebuild", seconds: rounded(seconds), "Postgres CPU s": rounded(postgresCpuSeconds), of: `${events} events` },
    { what: "COPY", seconds: rounded(copy.seconds), "Postgres CPU s": rounded(copy.postgresCpuSeconds), of: `${copy.rows} rows` },
    { what: "rebuild ÷ COPY", seconds: rounded(timesCopy.elapsed), "Postgres CPU s": rounded(timesCopy.postgresCpu) },
  ]);
  console.log(`${Math.round(eventsPerSecond)} events/s from the request to the switch, ${foldedPerSecond} while folding`);
};

const printConsole = ({ pages, scrolled }: MeasuredConsole): void => {
  printTable(
    "Pages of the console, opened by their address in Chromium: until all is shown, and the answer of the API that took longest",
    pages.map(({ what, seconds, answerMs }) => ({
      ...{ what, "median ms": Math.round(median(seconds) * 1000), "best ms": Math.round(best(seconds) * 1000) },
      ...{ "answer, median ms": Math.round(median(answerMs)), "answer, best ms": Math.round(best(answerMs)), of: seconds.length },
    })),
  );
  printTable(
    "The list of people, scrolled (a frame is late after two sixtieths of a second; a long task keeps the page from answering for 50 ms)",
    Object.entries(scrolled).map(([what, { rows, frames, late, longestFrameMs, longTasks, longestTaskMs }]) => ({
      ...{ what, rows, frames, late, "longest frame ms": Math.round(longestFrameMs) },
      ...{ "long tasks": longTasks, "longest task ms": Math.round(longestTaskMs) },
    })),
  );
};

const printTable = (title: string, rows: readonly object[]): void => {
  console.log(`\n${title}`);
  console.table(rows);
};

const rounded = (figure: number, digits = 2): number => Number(figure.toFixed(digits));

/** What has done nothing is left out. */
const stagesTable = (stages: readonly Stage[]) => {
  const names = Object.keys(stages[0]?.cpuSeconds ?? {}).filter((name) =>
    stages.some(({ cpuSeconds }) => (cpuSeconds[name] ?? 0) >= 0.005),
  );
  return stages.map(({ stage, seconds, cpuSeconds }) => ({
    stage,
    seconds: rounded(seconds, 3),
    ...Object.fromEntries(names.map((name) => [name, rounded(cpuSeconds[name] ?? 0)])),
  }));
};

const memoryTable = (parts: readonly Part[]) =>
  Object.keys(parts[0]?.peakMb ?? {}).map((name) => ({
    process: name,
    ...Object.fromEntries(parts.map(({ what, peakMb }) => [what.replace(/ \(.*/, ""), peakMb[name]])),
  }));

export const writeReport = async (file: string, measured: Measured): Promise<void> => {
  await mkdir(dirname(resolve(file)), { recursive: true });
  const figures = measured.figures.map(({ what, seconds }) => ({
    ...{ what, bestSeconds: best(seconds), medianSeconds: median(seconds), timesLdapsearch: best(seconds) / measured.dumpSeconds, seconds },
  }));
  const peers = measured.peers.map((peer) => ({ ...peer, timesLdapsearch: peer.seconds / measured.dumpSeconds }));
  const report = { at: new Date().toISOString(), machine: machine(), ...measured, figures, peers };
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
};
