import { expect, test } from "vitest";
import { momentsOf, wholeMs } from "./latency.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 3, 8, 0, seconds)).toISOString();
const latency = { changedAt: at(0), requestedAt: at(10), startedAt: at(12), readMs: 1_000, completedAt: at(14), visibleAt: at(15) };

test("each moment is told with how long after the one before it came", () => {
  expect(momentsOf(latency).map(({ moment, afterMs }) => [moment, afterMs])).toEqual([
    ["changed", undefined],
    ["requested", 10_000],
    ["started", 2_000],
    ["completed", 2_000],
    ["visible", 1_000],
  ]);
  expect(wholeMs(latency)).toBe(15_000);
});

test("a change that came after its run was requested is told after it", () => {
  expect(
    momentsOf({ ...latency, changedAt: at(11) })
      .map(({ moment }) => moment)
      .slice(0, 3),
  ).toEqual(["requested", "changed", "started"]);
});

test("what is not known is left open, and the next time counts from what is", () => {
  expect(momentsOf({ ...latency, changedAt: null, completedAt: null }).map(({ afterMs }) => afterMs)).toEqual([
    undefined,
    undefined,
    2_000,
    undefined,
    3_000,
  ]);
  expect(wholeMs({ ...latency, changedAt: null })).toBe(3_000);
  expect(wholeMs({ ...latency, visibleAt: null })).toBeUndefined();
});

test("a directory whose clock is ahead makes no negative time", () => {
  const ahead = { ...latency, changedAt: at(40), requestedAt: null };
  expect(momentsOf(ahead).find(({ moment }) => moment === "started")?.afterMs).toBe(0);
  expect(wholeMs(ahead)).toBe(0);
});
