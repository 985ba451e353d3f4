import { expect, test } from "vitest";
import { decideRestart } from "./supervise.ts";

test("a service that dies is started again, later each time", () => {
  expect(decideRestart([], 0)).toEqual({ afterMs: 200 });
  expect(decideRestart([1000, 2000], 3000)).toEqual({ afterMs: 800 });
});

test("a service that keeps dying is left alone after five restarts within a minute", () => {
  expect(decideRestart([1, 2, 3, 4], 5)).not.toBe("give up");
  expect(decideRestart([1, 2, 3, 4, 5], 6)).toBe("give up");
});

test("a death now and then is never too many", () => {
  expect(decideRestart([0, 60_000, 120_000, 180_000, 240_000, 300_000], 400_000)).toEqual({ afterMs: 200 });
});
