import { expect, test } from "vitest";
import type { Statistic } from "../../../api/queries.ts";
import { changesIn, entriesOf, latenciesIn, unitFor } from "./figures.ts";

const nothing = { read: 9, created: 0, updated: 0, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };
const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 4, 3, 8, minute, second)).toISOString();

const statistic = (minute: number, given: Partial<Statistic> = {}): Statistic => ({
  syncId: `run ${minute}`,
  mode: "incremental",
  status: "completed",
  startedAt: at(minute),
  completedAt: at(minute, 2),
  people: 5,
  groups: 2,
  counts: nothing,
  durationsMs: null,
  changedAt: null,
  visibleAt: null,
  ...given,
});

test("of a stretch in which nobody comes or goes only its ends are drawn", () => {
  const statistics = [statistic(0), statistic(1), statistic(2), statistic(3, { people: 6 }), statistic(4, { people: 6 })];
  expect(entriesOf(statistics).map(({ at }) => at)).toEqual([at(0, 2), at(2, 2), at(3, 2), at(4, 2)]);
});

test("a run that has not counted people and groups is left out of their chart", () => {
  expect(entriesOf([statistic(0, { people: null }), statistic(1)]).map(({ syncId }) => syncId)).toEqual(["run 1"]);
});

test("of many runs that changed something the newest are shown, and how many there were", () => {
  const runs = Array.from({ length: 70 }, (_, minute) =>
    statistic(minute % 60, { syncId: `${minute}`, counts: { ...nothing, created: 1, moved: 2 } }),
  );
  const { points, all } = changesIn([statistic(0), ...runs]);
  expect([all, points.length, points[0]?.syncId]).toEqual([70, 60, "10"]);
  expect(points[0]).toMatchObject({ created: 1, updated: 2, removed: 0 });
});

test("the way of a change from the directory to here is told in three parts", () => {
  const run = statistic(10, { changedAt: at(9), visibleAt: at(10, 3) });
  expect(latenciesIn([run, statistic(11)]).points).toEqual([{ syncId: "run 10", at: at(10, 2), waited: 60, reading: 2, showing: 1 }]);
});

test("a change that was made while the run was reading waited for nothing", () => {
  expect(latenciesIn([statistic(10, { changedAt: at(10, 1), visibleAt: at(10, 3) })]).points[0]).toMatchObject({ waited: 0, reading: 1 });
});

test("a long wait is told in a unit that makes few of it", () => {
  expect([8, 2_000, 40_000].map((seconds) => unitFor(seconds).name)).toEqual(["s", "min", "h"]);
});
