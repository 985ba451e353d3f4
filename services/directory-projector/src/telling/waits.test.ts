import { expect, test } from "vitest";
import { waitMs } from "./waits.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test("a destination that fails is left alone from a minute to an hour, and after a day for a day", () => {
  const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 1_000].map((attempts) => waitMs(attempts, 0) / MINUTE);
  expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect([DAY - 1, DAY, 30 * DAY].map((failingMs) => waitMs(30, failingMs) / MINUTE)).toEqual([60, 1_440, 1_440]);
});
