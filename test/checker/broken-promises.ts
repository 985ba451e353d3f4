import type { Violation } from "./stored-message.ts";

const MOST_LISTED = 12;

/** Throws one error that lists whatever is broken, each under its invariant's name. */
export const refuse = (violations: readonly Violation[]): void => {
  if (violations.length > 0) throw new Error(listOf(violations));
};

/** The first of each invariant: one mistake can break thousands of promises, and must not hide another. */
const listOf = (violations: readonly Violation[]): string => {
  const lines = [...Map.groupBy(violations, ({ invariant }) => invariant)].flatMap(([invariant, broken]) => {
    const shown = broken
      .slice(0, MOST_LISTED)
      .map(({ sequence, what }) => `${invariant}${sequence === undefined ? "" : ` at ${sequence}`}: ${what}`);
    return broken.length > MOST_LISTED ? [...shown, `${invariant}: … and ${broken.length - MOST_LISTED} more`] : shown;
  });
  return [`${violations.length} broken promises:`, ...lines].join("\n");
};
