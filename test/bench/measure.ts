/** Seconds that something took. */
export const timed = async (what: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await what();
  return (performance.now() - began) / 1000;
};

/** How long each of several took. */
export const timedOften = async (times: number, what: (time: number) => Promise<unknown>): Promise<number[]> => {
  const seconds: number[] = [];
  for (let time = 0; time < times; time++) seconds.push(await timed(() => what(time)));
  return seconds;
};

/** The best: what else the machine did can only have made it longer. */
export const best = (values: readonly number[]): number => Math.min(...values);

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
};

/** Which of several came closest to what is possible. */
export const quickest = <Run extends { readonly seconds: number }>(runs: readonly Run[]): Run =>
  runs.reduce((one, other) => (other.seconds < one.seconds ? other : one));
