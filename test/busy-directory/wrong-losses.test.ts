import { expect, test } from "vitest";
import { ALL, ada, bob, gone, regrouped, storyOf, without } from "./two-runs.fixture.ts";
import { wrongLosses } from "./wrong-losses.ts";

test("who was removed and never gone is named, and so is a member who had never left", () => {
  expect(wrongLosses(...storyOf([gone]))).toEqual([
    expect.stringContaining("uid=ada,dc=x was removed (absentFromCompleteRead) and never gone"),
  ]);
  const left = regrouped([bob], { removed: [ada] });
  expect(wrongLosses(...storyOf(left))).toEqual([expect.stringContaining("group crew lost ada, who had never left it")]);
});

test("who was gone at some moment of the run, be it that he came back at once, may be told as gone", () => {
  const left = [gone, ...regrouped([bob], { removed: [ada] })];
  expect(wrongLosses(...storyOf(left, [without("entry ada", "member crew ada"), -5000]))).toEqual([]);
  expect(wrongLosses(...storyOf(left, [without("entry ada", "member crew ada"), 1], [ALL, 1]))).toEqual([]);
  const came = storyOf(left, [without("entry ada", "member crew ada"), -5000], [ALL, -4000]);
  expect(wrongLosses(...came)).toHaveLength(2);
});

test("an entry that bears no key is named: nobody could say whether it was there", () => {
  expect(wrongLosses(...storyOf([{ entry: "eve", dn: "uid=eve,dc=x" }]))).toEqual([expect.stringContaining("uid=eve,dc=x bears no key")]);
});
