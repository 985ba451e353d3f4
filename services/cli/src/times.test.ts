import { expect, test } from "vitest";
import { showDay, showDuration, showTime } from "./times.ts";

const now = Date.parse("2026-03-02T08:20:00Z");

test.each([
  ["2026-03-02T08:19:20Z", "2026-03-02 08:19:20 (40 seconds ago)"],
  ["2026-03-02T08:17:00Z", "2026-03-02 08:17:00 (3 minutes ago)"],
  ["2026-03-01T08:19:00Z", "2026-03-01 08:19:00 (1 day ago)"],
  ["2026-03-02T13:00:00Z", "2026-03-02 13:00:00 (in 4 hours)"],
  [null, "–"],
  ["soon", "soon"],
])("the time %s is shown as %s", (instant, shown) => {
  expect(showTime(instant, now, "UTC")).toBe(shown);
});

test("a time is shown in the clock of whoever reads it", () => {
  expect(showTime("2026-03-02T08:17:00Z", now, "Australia/Sydney")).toBe("2026-03-02 19:17:00 (3 minutes ago)");
});

test.each([
  [0, "0 ms"],
  [310, "310 ms"],
  [1_310, "1.3 s"],
  [59_980, "1 min 0 s"],
  [125_000, "2 min 5 s"],
])("%i milliseconds are shown as %s", (milliseconds, shown) => {
  expect(showDuration(milliseconds)).toBe(shown);
});

test.each([
  ["2026-05-03T23:30:00Z", "UTC", "3 May"],
  ["2026-05-03T23:30:00Z", "Europe/Paris", "4 May"],
  ["2025-05-03T08:00:00Z", "UTC", "3 May 2025"],
  ["2025-12-31T23:30:00Z", "Europe/Paris", "1 January"],
])("the day of %s in %s is shown as %s", (instant, zone, shown) => {
  expect(showDay(instant, now, zone)).toBe(shown);
});
