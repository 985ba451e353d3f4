import { describe, expect, test } from "vitest";
import { checkBatches, checkReplay, checkRowVersions } from "./replay.ts";

const live = new Map([
  ["entry", "hash of entries"],
  ["membership", "hash of members"],
]);
const otherBytes = new Map([...live, ["membership", "another hash"]]);
const withoutEntries = new Map([...live].filter(([table]) => table !== "entry"));
const withMore = new Map([...live, ["draft", "hash of drafts"]]);

const versions = new Map([
  ["entry", ["(0,1) 740", "(0,2) 740"]],
  ["run", ["(0,1) 741"]],
]);

test("R2, R3, R4: the same tables, and the same row versions, break nothing", () => {
  expect([...checkReplay(live, new Map(live)), ...checkBatches(live, new Map(live))]).toEqual([]);
  const inAnyOrder = new Map([...versions, ["entry", ["(0,2) 740", "(0,1) 740"]]]);
  expect(checkRowVersions(versions, inAnyOrder)).toEqual([]);
});

describe.each([
  ["R2", checkReplay, "folded again from the first event"],
  ["R4", checkBatches, "folded in other batches"],
] as const)("%s is named when a replay", (invariant, check, how) => {
  test.each([
    ["gives a table other bytes", otherBytes, `the table membership has other bytes, ${how}`],
    ["lacks a table", withoutEntries, `the table entry is not there, ${how}`],
    ["makes a table more", withMore, `there is another table, draft, ${how}`],
  ])("%s", (_, replayed, what) => {
    expect(check(live, replayed)).toEqual([{ invariant, what }]);
  });
});

describe("R3 is named when what is delivered again", () => {
  test("writes a row once more, with the same values", () => {
    const after = new Map([...versions, ["entry", ["(0,1) 740", "(0,3) 755"]]]);
    expect(checkRowVersions(versions, after)).toEqual([
      { invariant: "R3", what: "entry: events delivered again wrote 1 row versions and ended 1" },
    ]);
  });

  test("brings a row back, or takes one away", () => {
    const after = new Map([
      ["entry", [...(versions.get("entry") ?? []), "(0,3) 755"]],
      ["run", []],
    ]);
    expect(checkRowVersions(versions, after)).toEqual([
      { invariant: "R3", what: "entry: events delivered again wrote 1 row versions" },
      { invariant: "R3", what: "run: events delivered again ended 1" },
    ]);
  });
});
