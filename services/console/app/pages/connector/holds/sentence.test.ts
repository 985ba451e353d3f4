import { expect, test, vi } from "vitest";
import { sentenceOf } from "../../../text/en/holds.ts";
import { overrunOf } from "./sentence.ts";

const guard = {
  removals: { count: 500, percent: 20, percentFrom: 20 },
  membersLost: { count: 500, percent: 25, percentFrom: 50 },
};
const held = { removed: 312, disabled: 0, groups: 0, membersLost: 0 };

test("the share that is over its limit is told with that limit", () => {
  expect(overrunOf({ reasons: ["removals"], held, active: 1_024, guard })).toMatchObject({
    removed: 312,
    of: 1_024,
    limit: { percent: 20 },
  });
});

test("where the share alone would have let it pass, the limit is the number", () => {
  const many = { ...held, removed: 501 };
  expect(overrunOf({ reasons: ["removals"], held: many, active: 40_000, guard }).limit).toEqual({ count: 500 });
});

test("disabling somebody counts like removing somebody", () => {
  const both = { ...held, removed: 15, disabled: 6 };
  expect(overrunOf({ reasons: ["removals"], held: both, active: 100, guard }).limit).toEqual({ percent: 20 });
});

test("that nobody would be left says more than that a limit is passed", () => {
  expect(overrunOf({ reasons: ["removals", "nobodyLeft"], held, active: 312, guard })).toMatchObject({
    what: "nobodyLeft",
    limit: undefined,
  });
});

test("members that groups would lose have a limit of their own", () => {
  const lost = { removed: 0, disabled: 0, groups: 3, membersLost: 412 };
  expect(overrunOf({ reasons: ["membersLost"], held: lost, active: 100, guard })).toMatchObject({
    what: "membersLost",
    limit: { percent: 25 },
  });
});

test.each([
  [{ reasons: ["removals"], held, active: 1_024 }, "This run would remove 312 of 1,024 people and groups (30%). Your limit is 20%."],
  [
    { reasons: ["removals"], held: { ...held, removed: 220 }, active: 1_080 },
    "This run would remove 220 of 1,080 people and groups (just over 20%). Your limit is 20%.",
  ],
  [
    { reasons: ["removals"], held: { ...held, removed: 501, disabled: 2 }, active: 40_000 },
    "This run would remove 501 and disable 2 of 40,000 people and groups (1%). Your limit is 500 at once.",
  ],
  [{ reasons: ["nobodyLeft", "removals"], held, active: 312 }, "This run would remove 312 of 312 people and groups: nobody would be left."],
  [
    { reasons: ["membersLost"], held: { removed: 0, disabled: 0, groups: 1, membersLost: 412 }, active: 9 },
    "This run would take 412 members out of 1 group. Your limit is 25% of a group.",
  ],
  [
    { reasons: ["sourceInError"], held: { ...held, removed: 1 }, active: 100 },
    "This run would remove 1 of 100 people and groups (1%). Another connector of this account is failing, so nothing goes by itself.",
  ],
] as const)("%j is told in one sentence, and why in another", ({ reasons, ...rest }, sentence) => {
  vi.stubGlobal("navigator", { languages: ["en-GB"] });
  expect(sentenceOf(overrunOf({ reasons: [...reasons], ...rest, guard }))).toBe(sentence);
});

test("what waits no longer is told as what would have been", () => {
  expect(sentenceOf(overrunOf({ reasons: ["removals"], held, active: 1_024, guard }), "past")).toMatch(/would have removed 312 .* was 20/);
});
