export interface Sample {
  readonly atMs: number;
  readonly read: number;
}

/** The pace of the last moments is what tells how long it still takes; a run's beginning is slower than its middle. */
const WINDOW_MS = 15_000;

export const samplesWith = (before: readonly Sample[], { time, read }: { readonly time: string; readonly read: number }): Sample[] => {
  const atMs = Date.parse(time);
  return [...before.filter((sample) => sample.atMs >= atMs - WINDOW_MS && sample.atMs < atMs), { atMs, read }];
};

export interface Pace {
  readonly perSecond: number;
  /** undefined where nobody knows how many there are, or the guess was too low. */
  readonly leftMs: number | undefined;
}

/** undefined as long as it cannot be told. */
export const paceOf = (samples: readonly Sample[], expected: number | null): Pace | undefined => {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < 1_000 || last.read <= first.read) return undefined;
  const perSecond = ((last.read - first.read) / (last.atMs - first.atMs)) * 1_000;
  const left = expected === null ? undefined : expected - last.read;
  return { perSecond, leftMs: left === undefined || left <= 0 ? undefined : (left / perSecond) * 1_000 };
};

/** Between 0 and 1; undefined where nobody knows how many there are. A run that is not over is never all done. */
export const doneOf = ({ read, expected }: { readonly read: number; readonly expected: number | null }): number | undefined =>
  expected === null || expected === 0 ? undefined : Math.min(0.99, read / expected);
