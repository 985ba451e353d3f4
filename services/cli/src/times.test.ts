import { expect, test } from "vitest";
import { showTime } from "./times.ts";

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
