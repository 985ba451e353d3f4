import { expect, test } from "vitest";
import { duplicateNames, type Report, tally } from "./results.ts";

const report = (passed: number, failed: number, names: string[] = []): Report => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  testResults: [{ name: "a.test.ts", assertionResults: names.map((fullName) => ({ fullName })) }],
});

test("a run in which every test passed has no failures", () => {
  expect(tally(report(3, 0), true)).toEqual({ passed: 3, failed: 0, skipped: 0 });
});

test("a run that failed without a failing test counts as one failure", () => {
  expect(tally(report(3, 0), false)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  expect(tally(report(3, 2), false)).toEqual({ passed: 3, failed: 2, skipped: 0 });
});

test("a run over nothing counts as one failure", () => {
  expect(tally(report(0, 0), true).failed).toBe(1);
  expect(tally(report(0, 0), false).failed).toBe(1);
});

test("two tests of one file with the same name are a failure that is named", () => {
  const twice = report(2, 0, ["a", "b", "a"]);
  expect(duplicateNames(twice)).toEqual(["a.test.ts: a"]);
  expect(tally(twice, true).failed).toBe(1);
});
