/**
 * How far the logs must be folded so that one sees what one has done: a command's answer says it, later queries ask for it.
 * `CONNECTORS=12,SYNC_REQUESTS=40`; of each log the furthest counts.
 */
export const furthest = (one: string, other: string): string => {
  const reached = new Map<string, number>();
  for (const part of `${one},${other}`.split(",")) {
    const [log, sequence] = part.split("=");
    if (log !== undefined && sequence !== undefined) reached.set(log, Math.max(reached.get(log) ?? 0, Number(sequence)));
  }
  return [...reached].map(([log, sequence]) => `${log}=${sequence}`).join(",");
};

let reached = "";

export const rememberPosition = (position: string): void => {
  reached = furthest(reached, position);
};

/** The header's value for the next query; undefined as long as nothing was done. */
export const rememberedPosition = (): string | undefined => (reached === "" ? undefined : reached);
