import { expect, test } from "vitest";
import { rowAfter } from "./row-after.ts";

test("arrow keys, Home and End lead from row to row and not beyond", () => {
  expect(["ArrowDown", "ArrowUp", "Home", "End", "Enter"].map((key) => rowAfter(key, 1, 4))).toEqual([2, 0, 0, 3, undefined]);
  expect([rowAfter("ArrowUp", 0, 4), rowAfter("ArrowDown", 3, 4), rowAfter("End", 3, 4), rowAfter("Home", Number.NaN, 4)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
