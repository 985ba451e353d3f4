import type { Statistic } from "../../../api/queries.ts";
import { changesOf } from "../../run/changes.ts";

export interface Point {
  readonly syncId: string;
  /** When the run ended, RFC 3339. */
  readonly at: string;
}

export interface EntriesPoint extends Point {
  readonly people: number;
  readonly groups: number;
}

/** How many were here after each run. A run that changed nothing in the middle of others like it draws nothing new. */
export const entriesOf = (statistics: readonly Statistic[]): EntriesPoint[] => {
  const points = statistics.flatMap(({ syncId, completedAt, people, groups }) =>
    people === null || groups === null ? [] : [{ syncId, at: completedAt, people, groups }],
  );
  const isSame = (one: EntriesPoint | undefined, other: EntriesPoint) => one?.people === other.people && one.groups === other.groups;
  return points.filter((point, index) => !isSame(points[index - 1], point) || !isSame(points[index + 1], point));
};

export interface ChangesPoint extends Point {
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
}

/** More bars than these are no bars. */
const MOST_BARS = 60;

export interface Some<Each> {
  readonly points: readonly Each[];
  /** Of so many; the newest are shown. */
  readonly all: number;
}

const newest = <Each>(points: readonly Each[]): Some<Each> => ({ points: points.slice(-MOST_BARS), all: points.length });

/** Of the runs that changed something: most do not, and would only push the others together. */
export const changesIn = (statistics: readonly Statistic[]): Some<ChangesPoint> =>
  newest(
    statistics
      .map(({ syncId, completedAt, counts }) => ({ syncId, at: completedAt, ...changesOf(counts) }))
      .filter(({ created, updated, removed }) => created + updated + removed > 0),
  );

export interface LatencyPoint extends Point {
  /** In seconds: from the last change in the directory until reading began, then until recorded, then until it could be seen. */
  readonly waited: number;
  readonly reading: number;
  readonly showing: number;
}

const seconds = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);

/** Of the runs that recorded a change and know when it could be seen. */
export const latenciesIn = (statistics: readonly Statistic[]): Some<LatencyPoint> =>
  newest(
    statistics.flatMap(({ syncId, startedAt, completedAt, changedAt, visibleAt }) =>
      changedAt === null || visibleAt === null
        ? []
        : [
            {
              syncId,
              at: completedAt,
              waited: seconds(changedAt, startedAt),
              reading: Math.min(seconds(changedAt, completedAt), seconds(startedAt, completedAt)),
              showing: seconds(completedAt, visibleAt),
            },
          ],
    ),
  );

interface Unit {
  readonly name: "s" | "min" | "h";
  readonly seconds: number;
}

/** In which an axis has round numbers. */
export const unitFor = (longestSeconds: number): Unit => {
  if (longestSeconds < 180) return { name: "s", seconds: 1 };
  return longestSeconds < 3 * 3_600 ? { name: "min", seconds: 60 } : { name: "h", seconds: 3_600 };
};
