import { DEFAULT_GUARD } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { checkLimits, limitsSentOf, limitValuesOf, mostOf, USUAL_LIMITS } from "./limit-values.ts";

test("the usual limits are those that the services take without others", () => {
  expect(USUAL_LIMITS).toEqual(limitValuesOf({ guard: DEFAULT_GUARD }));
});

test("each number has its place in what is sent", () => {
  expect(limitsSentOf(USUAL_LIMITS)).toMatchObject({ "guard.removals.count": 500, "guard.membersLost.percentFrom": 50 });
});

test("an empty field, a part of a person and more than all are refused before they are sent", () => {
  expect(checkLimits(USUAL_LIMITS)).toEqual({});
  const { removals, membersLost } = USUAL_LIMITS;
  expect(
    Object.keys(checkLimits({ removals: { ...removals, count: 1.5 }, membersLost: { ...membersLost, percent: 101, percentFrom: "" } })),
  ).toEqual(["guard.removals.count", "guard.membersLost.percent", "guard.membersLost.percentFrom"]);
});

test.each([
  [1_000, 200],
  [10_000, 500],
  [50, 19],
  [0, 19],
])("of %d active ones %d may go at once by the usual limits", (active, most) => {
  expect(mostOf(USUAL_LIMITS.removals, active)).toBe(most);
});
