import { expect, test } from "vitest";
import { refuse } from "./broken-promises.ts";
import type { Violation } from "./stored-message.ts";

test("nothing is refused where nothing is broken", () => {
  expect(() => refuse([])).not.toThrow();
});

test("every line of a report begins with the invariant's name, and thousands of one do not hide another", () => {
  const many: Violation[] = Array.from({ length: 1000 }, (_, at) => ({ invariant: "R1", what: `entry lacks a row: ${at}` }));
  const last: Violation = { invariant: "L3", sequence: 7, what: "another run is open" };
  expect(() => refuse([...many, last])).toThrow(
    /^1001 broken promises:\n(R1: entry lacks a row: \d+\n){12}R1: … and 988 more\nL3 at 7: another run is open$/,
  );
});
