import { expect, test } from "vitest";
import { howReached, type Way } from "./through.ts";

const way = (id: string, ...reaches: string[]): Way => ({ id, name: id, reaches: new Set(reaches) });
const direct = new Set(["staff", "london"]);

test("one may be reached directly and through others at once", () => {
  const ways = [way("staff", "everybody", "london"), way("london", "everybody")];
  expect(howReached("everybody", direct, ways, true)).toMatchObject({ isDirect: false, through: [{ id: "staff" }, { id: "london" }] });
  expect(howReached("london", direct, ways, true)).toMatchObject({ isDirect: true, through: [{ id: "staff" }] });
});

test("a circle of groups leads to none through itself", () => {
  expect(howReached("staff", direct, [way("staff", "staff", "everybody")], true).through).toEqual([]);
});

test("whom nothing else reaches is direct, but only when all ways are known", () => {
  expect([howReached("x", direct, [], true).isDirect, howReached("x", direct, [], false).isDirect]).toEqual([true, false]);
});
