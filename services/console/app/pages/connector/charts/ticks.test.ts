import { expect, test } from "vitest";
import { dayOf } from "./ticks.ts";

const MINUTE_MS = 60_000;

test("no two ticks of an axis look alike because they are near each other", () => {
  const [one, other] = ["2026-11-22T21:26:04Z", "2026-11-22T21:26:22Z"];
  expect(dayOf(one, MINUTE_MS)).not.toBe(dayOf(other, MINUTE_MS));
  expect(dayOf(one, 60 * MINUTE_MS)).toMatch(/^\d\d:\d\d$/);
  expect(dayOf(one, 3 * 24 * 60 * MINUTE_MS)).toContain("2026");
});
