import { expect, test } from "vitest";
import { openRateLimit } from "./rate-limit.ts";

test("everybody has so many turns in a period, and is told when the next one is", () => {
  const limit = openRateLimit({ most: 3, periodMs: 60_000 });
  expect([0, 1_000, 2_000].map((nowMs) => limit("acme", nowMs))).toEqual([undefined, undefined, undefined]);
  expect(limit("acme", 10_000)).toBe(50_000);
  expect(limit("globex", 10_000)).toBeUndefined();
  expect(limit("acme", 60_000)).toBeUndefined();
  expect(limit("acme", 60_500)).toBe(500);
});

test("what was refused takes no turn", () => {
  const limit = openRateLimit({ most: 1, periodMs: 1_000 });
  limit("acme", 0);
  for (let nowMs = 100; nowMs < 1_000; nowMs += 100) expect(limit("acme", nowMs)).toBe(1_000 - nowMs);
  expect(limit("acme", 1_000)).toBeUndefined();
});
