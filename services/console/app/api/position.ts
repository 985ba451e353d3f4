/** A position of the logs, `CONNECTORS=12,SYNC_REQUESTS=40`, by log. */
const read = (position: string): ReadonlyMap<string, number> =>
  new Map(
    position.split(",").flatMap((part) => {
      const [log, sequence] = part.split("=");
      return log === undefined || sequence === undefined ? [] : [[log, Number(sequence)] as const];
    }),
  );

/** Of each log the furthest counts. */
export const furthest = (one: string, other: string): string => {
  const reached = new Map(read(one));
  for (const [log, sequence] of read(other)) reached.set(log, Math.max(reached.get(log) ?? 0, sequence));
  return [...reached].map(([log, sequence]) => `${log}=${sequence}`).join(",");
};

/** Whether something lies after the one that the other has. */
export const isBefore = (one: string, other: string): boolean => {
  const reached = read(one);
  return [...read(other)].some(([log, sequence]) => (reached.get(log) ?? 0) < sequence);
};

let done = "";

/** How far the logs must be folded so that one sees what one has done: a command's answer says it, later queries ask for it. */
export const rememberDone = (position: string): void => {
  done = furthest(done, position);
};

/** The header's value for the next query; undefined as long as nothing was done. */
export const rememberedPosition = (): string | undefined => (done === "" ? undefined : done);

let oldestAnswer: string | undefined;
let toldFrom: { readonly position: string; readonly onMissed: () => void } | undefined;

/** What a query has answered holds everything up to this position. */
export const rememberAnswered = (position: string): void => {
  if (oldestAnswer === undefined || isBefore(position, oldestAnswer)) oldestAnswer = position;
  if (toldFrom === undefined || !isBefore(position, toldFrom.position)) return;
  const { onMissed } = toldFrom;
  toldFrom = undefined; // once: whatever else is on its way is asked for anew as well
  onMissed();
};

/**
 * From this position on events tell of everything. What was answered before it may lack something that nobody will tell of, and so may
 * an answer that is still on its way: then `onMissed` is called. Returns how to stop.
 */
export const beginTelling = (position: string, onMissed: () => void): (() => void) => {
  const begun = { position, onMissed };
  toldFrom = begun;
  if (oldestAnswer !== undefined && isBefore(oldestAnswer, position)) onMissed();
  return () => {
    if (toldFrom === begun) toldFrom = undefined;
  };
};
