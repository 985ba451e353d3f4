import { expect, test } from "vitest";
import { stagesOf } from "./stages.ts";

const moments = [
  { atMs: 1000, cpuSeconds: { reader: 5, store: 1 } },
  { atMs: 2000, cpuSeconds: { reader: 6, store: 1 } },
  { atMs: 3000, cpuSeconds: { reader: 6, store: 2 } },
];

test("a stage has used what lies between its ends, also where they fall between two looks", () => {
  const ends = [
    { stage: "reading", endsAtMs: 2000 },
    { stage: "folding", endsAtMs: 2500 },
  ];
  expect(stagesOf(1500, ends, moments)).toEqual([
    { stage: "reading", seconds: 0.5, cpuSeconds: { reader: 0.5, store: 0 } },
    { stage: "folding", seconds: 0.5, cpuSeconds: { reader: 0, store: 0.5 } },
  ]);
});

test("an end that was not seen leaves its time to the stage after it", () => {
  const ends = [
    { stage: "before the first row", endsAtMs: undefined },
    { stage: "run", endsAtMs: 3000 },
  ];
  expect(stagesOf(1000, ends, moments)).toEqual([{ stage: "run", seconds: 2, cpuSeconds: { reader: 1, store: 1 } }]);
});

test("an end before the one before it makes an empty stage, and what lies outside of the looks is not invented", () => {
  const ends = [
    { stage: "request", endsAtMs: 900 },
    { stage: "run", endsAtMs: 4000 },
  ];
  expect(stagesOf(950, ends, moments)).toEqual([
    { stage: "request", seconds: 0, cpuSeconds: { reader: 0, store: 0 } },
    { stage: "run", seconds: 3.05, cpuSeconds: { reader: 1, store: 1 } },
  ]);
});
