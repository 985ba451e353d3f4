export interface Way {
  readonly id: string;
  readonly name: string;
  /** Everything that is reached through it, by id. */
  readonly reaches: ReadonlySet<string>;
}

export interface How {
  readonly isDirect: boolean;
  readonly through: readonly Way[];
}

/**
 * How one is reached: directly, through others, or both. Of a long list not all direct ones may be loaded yet: whom nothing
 * else reaches must be direct, once all ways are known.
 */
export const howReached = (id: string, direct: ReadonlySet<string>, ways: readonly Way[], areAllKnown: boolean): How => {
  const through = ways.filter((way) => way.id !== id && way.reaches.has(id));
  return { isDirect: direct.has(id) || (through.length === 0 && areAllKnown), through };
};
