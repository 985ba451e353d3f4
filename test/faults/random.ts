/** Random choices that are the same whenever they begin with the same seed. */
export interface Random {
  /** 0 ≤ number < limit, whole. */
  readonly below: (limit: number) => number;
  /** Both ends included. */
  readonly between: (least: number, most: number) => number;
  readonly pick: <T>(values: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
}

/** mulberry32, by Tommy Ettinger: 32 bits of state are plenty for a schedule. */
export const seededRandom = (seed: number): Random => {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    pick: (values) => values[below(values.length)] as never,
    chance: (probability) => next() < probability,
  };
};
