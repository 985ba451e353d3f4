import type { Witness } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import type { NumberedChange } from "../directory/vendors/vendor.ts";
import { cursorOf } from "../run/cursor.ts";
import { hearWitness, isHistoryAnother } from "./hear-witness.ts";

const change = (entryId: string, number: string, at = "20260801120000.0Z"): NumberedChange => ({ entryId, number, at });
const witness: Witness = { from: "4690", upTo: "4711", changes: [change("a", "4705"), change("b", "4700"), change("c", "4690")] };
const [a, b, c] = witness.changes as [NumberedChange, NumberedChange, NumberedChange];

describe("the history is the same", () => {
  test.each<[string, NumberedChange[], bigint]>([
    ["where the last change is still the last of its entry", [a, b, c], 4705n],
    ["whatever became of those before it", [a], 4705n],
    ["up to the next one, where its entry has changed again", [change("a", "4712"), b, c], 4700n],
    ["as far as anybody can say where all of them have", [change("a", "4712"), change("b", "4713"), change("c", "4800")], 4689n],
  ])("%s", (_, now, sameUpTo) => {
    expect(hearWitness(witness, now)).toEqual({ history: "same", sameUpTo });
  });

  test("where the account saw nobody then", () => {
    expect(hearWitness({ ...witness, changes: [] }, [])).toEqual({ history: "same", sameUpTo: 4689n });
  });

  test("where the server says no times", () => {
    const timeless = { ...witness, changes: [{ entryId: "a", number: "4705" }] };
    expect(hearWitness(timeless, [{ entryId: "a", number: "4705" }])).toMatchObject({ history: "same" });
  });
});

test.each<[string, NumberedChange[]]>([
  ["an entry bears an older number", [change("a", "4600"), b, c]],
  ["an entry has got another number that was given before", [change("a", "4708"), b, c]],
  ["an entry has got the same number at another time", [change("a", "4705", "20260801130000.0Z"), b, c]],
  ["an entry does not exist", [b, c]],
  ["an entry does not exist, and the one after it has changed again", [change("a", "4712"), c]],
  ["nobody exists", []],
])("the history is another one where %s", (_, now) => {
  expect(hearWitness(witness, now)).toEqual({ history: "another" });
});

describe("a look at the server", () => {
  const mark = { kind: "highestCommittedUSN" as const, values: ["4711"] };
  const cursor = cursorOf({ server: { vendor: "active-directory", id: "DC1" }, mark, cookie: null, atMs: 0 }, undefined, witness);
  const lists = (now: readonly NumberedChange[], numbers: readonly bigint[]) => ({
    changesOf: async (ids: readonly string[]) => now.filter(({ entryId }) => ids.includes(entryId)),
    hasChange: async ({ after, upTo }: { after: bigint; upTo: bigint }) => numbers.some((number) => number > after && number <= upTo),
  });

  test.each([
    ["gives the numbers after the last change to nobody", [4705n, 4712n], false],
    ["gives one of them to somebody", [4705n, 4711n], true],
  ])("that %s says whether its history is another", async (_, numbers, expected) => {
    expect(await isHistoryAnother(cursor, lists([a, b, c], numbers), false)).toBe(expected);
  });

  test("that is at the same number costs no search for numbers", async () => {
    expect(await isHistoryAnother(cursor, lists([a, b, c], [4711n]), true)).toBe(false);
    expect(await isHistoryAnother(cursor, lists([b, c], []), true)).toBe(true);
  });

  test("is not taken for a cursor without a witness, which a former version has written", async () => {
    const { witness: _, ...former } = cursor;
    expect(await isHistoryAnother(former, lists([], [4711n]), false)).toBe(false);
  });
});
