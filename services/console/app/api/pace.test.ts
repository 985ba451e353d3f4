import { expect, test } from "vitest";
import { doneOf, paceOf, type Sample, samplesWith } from "./pace.ts";

const at = (seconds: number, read: number) => ({ time: new Date(seconds * 1_000).toISOString(), read });
const samplesOf = (...told: readonly { time: string; read: number }[]) => told.reduce<Sample[]>(samplesWith, []);

test("the pace is that of the last moments, and tells how long it still takes", () => {
  const samples = samplesOf(at(0, 0), at(60, 100), at(70, 31_100));
  expect(paceOf(samples, 40_400)).toEqual({ perSecond: 3_100, leftMs: 3_000 });
});

test("nobody knows how long it takes at first, nor where there are more than were expected", () => {
  expect(paceOf(samplesOf(at(0, 10)), 100)).toBeUndefined();
  expect(paceOf(samplesOf(at(0, 0), at(10, 1_000)), null)).toEqual({ perSecond: 100, leftMs: undefined });
  expect(paceOf(samplesOf(at(0, 0), at(10, 1_000)), 900)).toEqual({ perSecond: 100, leftMs: undefined });
});

test("a run that goes on is never all done", () => {
  expect(doneOf({ read: 43, expected: 100 })).toBe(0.43);
  expect(doneOf({ read: 120, expected: 100 })).toBe(0.99);
  expect([doneOf({ read: 5, expected: null }), doneOf({ read: 5, expected: 0 })]).toEqual([undefined, undefined]);
});
