import type { Moment } from "./watch-processes.ts";

/** Where time and processors went, from one moment that was seen to the next. */
export interface Stage {
  readonly stage: string;
  readonly seconds: number;
  readonly cpuSeconds: Readonly<Record<string, number>>;
}

/** The end of a stage; undefined when it could not be seen, so that the stage after it tells of both. */
export interface StageEnd {
  readonly stage: string;
  readonly endsAtMs: number | undefined;
}

export const stagesOf = (beginsAtMs: number, ends: readonly StageEnd[], moments: readonly Moment[]): Stage[] => {
  const stages: Stage[] = [];
  let fromMs = beginsAtMs;
  for (const { stage, endsAtMs } of ends) {
    if (endsAtMs === undefined) continue;
    const toMs = Math.max(fromMs, endsAtMs); // the service's clock is read a moment before ours
    stages.push({ stage, seconds: (toMs - fromMs) / 1000, cpuSeconds: cpuBetween(moments, fromMs, toMs) });
    fromMs = toMs;
  }
  return stages;
};

export const cpuBetween = (moments: readonly Moment[], fromMs: number, toMs: number): Record<string, number> => {
  const names = Object.keys(moments[0]?.cpuSeconds ?? {});
  return Object.fromEntries(names.map((name) => [name, usedUntil(moments, name, toMs) - usedUntil(moments, name, fromMs)]));
};

/** On the straight line between the looks before and after. */
const usedUntil = (moments: readonly Moment[], name: string, atMs: number): number => {
  const used = (moment: Moment | undefined): number => moment?.cpuSeconds[name] ?? 0;
  const next = moments.findIndex((moment) => moment.atMs >= atMs);
  if (next <= 0) return used(next === 0 ? moments[0] : moments.at(-1));
  const [before, after] = [moments[next - 1] as Moment, moments[next] as Moment];
  return used(before) + (used(after) - used(before)) * ((atMs - before.atMs) / (after.atMs - before.atMs));
};
