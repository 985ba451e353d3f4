import { existsSync, readFileSync } from "node:fs";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What vitest's JSON reporter writes, as far as it is needed here. */
export interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly { readonly fullName: string }[] }[];
}

export const readResults = (file: string, succeeded: boolean): Tally => {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, "utf8")) as Report;
  for (const name of duplicateNames(report)) console.log(`Two tests of one file have the same name: ${name}`);
  return tally(report, succeeded);
};

/** Silence over nothing is a failure: a file that did not load, a set-up that failed, a level without tests. */
export const tally = (report: Report, succeeded: boolean): Tally => {
  const { numPassedTests, numFailedTests, numPendingTests } = report;
  const nothingRan = numPassedTests + numFailedTests === 0;
  const failedOutsideOfTests = (!succeeded && numFailedTests === 0) || (succeeded && nothingRan);
  return {
    passed: numPassedTests,
    failed: numFailedTests + (failedOutsideOfTests ? 1 : 0) + duplicateNames(report).length,
    skipped: numPendingTests,
  };
};

export const duplicateNames = ({ testResults }: Report): string[] =>
  testResults.flatMap(({ name, assertionResults }) => {
    const names = assertionResults.map(({ fullName }) => fullName);
    return [...new Set(names.filter((it, index) => names.indexOf(it) !== index))].map((it) => `${name}: ${it}`);
  });
