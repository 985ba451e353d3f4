import { describe, expect, test } from "vitest";
import { isUnsettled, openMarkTimes } from "./mark-times.ts";

const NOW = Date.parse("2026-08-01T12:00:00Z");
const latestOf = (...markers: readonly string[]) => {
  const times = openMarkTimes(NOW);
  for (const marker of markers) times.note(marker);
  return times.latest();
};

describe("the latest of all times", () => {
  test("is found in whatever form a server gives them", () => {
    expect(latestOf("20260801090000Z", "20260801113000.25+0200", "2026080108Z")).toBe("2026-08-01T09:30:00.250Z");
    expect(latestOf("20260801080000Z", "2026080105-0330", "202608010815Z")).toBe("2026-08-01T08:30:00.000Z");
  });

  test("is none where no entry has one, or none that can be read", () => {
    expect(latestOf()).toBeUndefined();
    expect(latestOf("", "yesterday", "20261301000000Z")).toBeUndefined();
  });

  test("is not one that has not come yet: whoever is stamped so does not make all others look old", () => {
    expect(latestOf("20260801090000Z", "20380119031407Z", "20260801085959Z")).toBe("2026-08-01T09:00:00.000Z");
  });
});

test.each([
  ["as new as the newest", "20260801090007Z", true],
  ["newer", "20260801100000Z", true],
  ["two seconds older", "20260801090005Z", true],
  ["two seconds older in another zone", "20260801110005+0200", true],
  ["a little more than two seconds older", "20260801090004.9Z", false],
  ["three seconds older", "20260801090004Z", false],
  ["years older", "20200101000000Z", false],
  ["without a time", "", true],
  ["with a time that cannot be read", "yesterday", true],
])("an entry that is %s may have changed since under the same mark: %s is %s", (_, marker, expected) => {
  expect(isUnsettled(marker, "2026-08-01T09:00:07.000Z")).toBe(expected);
});
