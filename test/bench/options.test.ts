import { expect, test } from "vitest";
import { HELP, PARTS, readOptions } from "./options.ts";

test("nothing typed measures the reference directory, all parts of it, once", () => {
  expect(readOptions([])).toEqual({
    size: { people: 100_000, groups: 2_000, membersPerGroup: 100 },
    repeat: 1,
    parts: new Set(PARTS),
    peers: false,
    out: undefined,
  });
});

test("parts can be chosen", () => {
  expect(readOptions(["--only", "reread,rebuild"])).toMatchObject({ parts: new Set(["reread", "rebuild"]) });
});

test.each([
  [["--peple", "5"], /Unknown option '--peple'.*--help/],
  [["5000"], /Unexpected argument '5000'.*--help/],
  [["--people", "many"], /--people takes a whole number/],
  [["--people"], /'--people <value>' argument missing.*--help/],
  [["--repeat", "0"], /1 or more/],
  [["--only", "second"], /first, reread, incremental, rebuild, console/],
  [["--people", "50"], /nobody is a member twice/],
])("%j is answered with a sentence", (typed, sentence) => {
  expect(() => readOptions(typed)).toThrow(sentence);
});

test("the help names every part", () => {
  expect(readOptions(["--help"])).toBe("help");
  for (const part of PARTS) expect(HELP).toContain(part);
});
