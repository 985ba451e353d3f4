import { setTimeout as delay } from "node:timers/promises";
import type { BenchSystem } from "./bench-system.ts";
import { type Copied, copyTables } from "./copy-tables.ts";
import { askReadModel, type ReadModelView } from "./read-model.ts";
import { cpuBetween, type Stage, stagesOf } from "./stages.ts";
import { nowMs, type Seen, watchProcesses } from "./watch-processes.ts";

export interface MeasuredRebuild {
  readonly events: number;
  readonly seconds: number;
  /** From the request to the switch. */
  readonly eventsPerSecond: number;
  /** While only folding. */
  readonly foldedPerSecond: number;
  readonly stages: readonly Stage[];
  readonly peakMb: Seen["peakMb"];
  readonly postgresCpuSeconds: number;
  readonly copy: Copied;
  readonly timesCopy: { readonly elapsed: number; readonly postgresCpu: number };
}

const LOOK_EVERY_MS = 50;

/** The tables anew from the whole log, against the least that Postgres has to do for the same rows. */
export const measureRebuild = async (system: BenchSystem): Promise<MeasuredRebuild> => {
  const rebuilt = await rebuild(system);
  const copy = await copyTables(system);
  const timesCopy = { elapsed: rebuilt.seconds / copy.seconds, postgresCpu: rebuilt.postgresCpuSeconds / copy.postgresCpuSeconds };
  return { ...rebuilt, copy, timesCopy };
};

const rebuild = async (system: BenchSystem): Promise<Omit<MeasuredRebuild, "copy" | "timesCopy">> => {
  using watching = watchProcesses(system.processes);
  const requestedMs = nowMs();
  const { workId } = await askReadModel<{ workId: string }>(system, "POST", "/rebuild");
  const { report, ends } = await follow(system, workId, requestedMs);
  const { moments, peakMb } = watching.end();
  if (report.outcome !== "equal") throw new Error(`The rebuild ended "${report.outcome}": dirstream readmodel show says more.`);
  const endedMs = ends.at(-1)?.endsAtMs as number;
  const seconds = (endedMs - requestedMs) / 1000;
  const postgresCpuSeconds = cpuBetween(moments, requestedMs, endedMs).postgres as number;
  return {
    ...{ events: report.folded, seconds, eventsPerSecond: report.folded / seconds, foldedPerSecond: report.eventsPerSecond },
    ...{ stages: stagesOf(requestedMs, ends, moments), peakMb, postgresCpuSeconds },
  };
};

/** Sees each stage end where the next one is first told of. */
const follow = async (system: BenchSystem, workId: string, requestedMs: number) => {
  const ends: { stage: string; endsAtMs: number }[] = [];
  let stage = "folding";
  for (;;) {
    const { rebuilding, lastRebuilt } = await askReadModel<ReadModelView>(system, "GET");
    const atMs = nowMs();
    if (lastRebuilt?.workId === workId) return { report: lastRebuilt, ends: [...ends, { stage, endsAtMs: atMs }] };
    if (rebuilding?.workId === workId && rebuilding.stage !== stage) {
      ends.push({ stage, endsAtMs: atMs });
      stage = rebuilding.stage;
    }
    if (atMs - requestedMs > system.limitMs) throw new Error(`The rebuild has not ended within ${system.limitMs / 1000} s.`);
    await delay(LOOK_EVERY_MS);
  }
};
