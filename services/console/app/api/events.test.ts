import { expect, test } from "vitest";
import { waitBeforeMs } from "./events.ts";

test("who was cut off waits longer each time, never for long, and not all at once", () => {
  expect([0, 1, 2, 3, 10, 1_000].map((attempt) => waitBeforeMs(attempt, 0.5))).toEqual([1_000, 2_000, 4_000, 8_000, 30_000, 30_000]);
  expect([waitBeforeMs(0, 0), waitBeforeMs(0, 1)]).toEqual([750, 1_250]);
});
