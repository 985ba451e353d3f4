import type { Run } from "../../api/queries.ts";

export type Moment = "changed" | "requested" | "started" | "completed" | "visible";

export interface Reached {
  readonly moment: Moment;
  /** RFC 3339; null as long as it is not known. */
  readonly at: string | null;
  /** How long after the moment before that is known; undefined of the first. */
  readonly afterMs: number | undefined;
}

/**
 * From a change in the directory to what is shown here, in the order in which it happened: whoever presses Sync now does so
 * after the change, a timetable before it. The directory's clock is not ours: no time is negative.
 */
export const momentsOf = ({ changedAt, requestedAt, startedAt, completedAt, visibleAt }: Run["latency"]): Reached[] => {
  const moments: readonly (readonly [Moment, string | null])[] = [
    ["changed", changedAt],
    ["requested", requestedAt],
    ["started", startedAt],
    ["completed", completedAt],
    ["visible", visibleAt],
  ];
  const known = (at: string | null) => (at === null ? Number.NaN : Date.parse(at));
  const isEarlier = changedAt !== null && requestedAt !== null && known(requestedAt) < known(changedAt);
  const inOrder = isEarlier ? [moments[1], moments[0], ...moments.slice(2)] : moments;
  let before: number | undefined;
  return inOrder.flatMap((one) => {
    if (one === undefined) return [];
    const [moment, at] = one;
    const afterMs = at === null || before === undefined ? undefined : Math.max(0, known(at) - before);
    if (at !== null) before = known(at);
    return [{ moment, at, afterMs }];
  });
};

/** How long it took in all; undefined while it is not known. */
export const wholeMs = ({ changedAt, startedAt, visibleAt }: Run["latency"]): number | undefined =>
  visibleAt === null ? undefined : Math.max(0, Date.parse(visibleAt) - Date.parse(changedAt ?? startedAt));
