/** Takes a turn of somebody's; when there is none left, says in how many milliseconds there will be. */
export type RateLimit = (who: string, nowMs: number) => number | undefined;

/** At most so many turns in any period of this length, for each. Kept by this process alone: a few processes let through a few times as many. */
export const openRateLimit = ({ most, periodMs }: { readonly most: number; readonly periodMs: number }): RateLimit => {
  const taken = new Map<string, number[]>();
  return (who, nowMs) => {
    for (const [other, times] of taken) if ((times.at(-1) ?? 0) <= nowMs - periodMs) taken.delete(other);
    const times = (taken.get(who) ?? []).filter((time) => time > nowMs - periodMs);
    const [oldest] = times;
    if (times.length >= most && oldest !== undefined) return oldest + periodMs - nowMs;
    taken.set(who, [...times, nowMs]);
    return undefined;
  };
};
