import { expect, test } from "vitest";
import { hiddenChanges } from "./hidden-changes.ts";
import { ada, bob, NAMES, person, regrouped, storyOf } from "./two-runs.fixture.ts";

test("a member who is known by a name that was his has not changed", () => {
  expect(hiddenChanges(...storyOf(regrouped([{ dn: "UID=ada,DC=x" }, bob], {})))).toEqual([]);
});

test("a loss that no event tells is named, also where somebody else's name has come in his place", () => {
  const lost = expect.stringContaining("group crew has lost id:ada, and does not say so");
  expect(hiddenChanges(...storyOf(regrouped([bob], {})))).toEqual([lost]);
  expect(hiddenChanges(...storyOf(regrouped([bob], { removed: [ada] })))).toEqual([]);
  const replaced = storyOf(regrouped([{ dn: NAMES.bob }, bob], {}));
  expect(hiddenChanges(...replaced)).toEqual([lost, expect.stringContaining("group crew has got dn:uid=bob,dc=x, and does not say so")]);
});

test("who has come without being told is named", () => {
  const come = storyOf([person("ada"), ...regrouped([ada, bob, { entryId: "crew" }], {})]);
  expect(hiddenChanges(...come)).toEqual([expect.stringContaining("group crew has got id:crew, and does not say so")]);
});
