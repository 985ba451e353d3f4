import { expect, test } from "vitest";
import { openJournal } from "./journal.ts";

const journalOf = (...notes: readonly (readonly [present: readonly string[], sinceMs: number, untilMs: number])[]) => {
  const journal = openJournal();
  for (const [present, sinceMs, untilMs] of notes) journal.note(new Set(present), sinceMs, untilMs);
  return journal;
};

test("what is there from one note to the next was there all along", () => {
  const journal = journalOf([["ada", "bob"], 10, 10], [["ada"], 20, 22], [["ada", "bob"], 30, 33]);
  expect(journal.wasThereAllAlong("ada", 11, 99)).toBe(true);
  expect(journal.wasThereAllAlong("bob", 11, 19)).toBe(true);
  expect(journal.wasThereAllAlong("bob", 34, 99)).toBe(true);
});

test("what may have been gone for a moment was not: a change happens at some time between its two", () => {
  const journal = journalOf([["bob"], 10, 10], [[], 20, 22], [["bob"], 30, 33]);
  for (const [fromMs, toMs] of [
    [11, 20],
    [25, 26],
    [33, 99],
    [11, 99],
  ] as const) {
    expect(journal.wasThereAllAlong("bob", fromMs, toMs), `from ${fromMs} to ${toMs}`).toBe(false);
  }
});

test("what has not come yet, or never comes, was not there", () => {
  const journal = journalOf([["ada"], 10, 12]);
  expect(journal.wasThereAllAlong("ada", 5, 99)).toBe(false);
  expect(journal.wasThereAllAlong("eve", 11, 12)).toBe(false);
});

test("a name has had whoever was ever called so, however it is spelt", () => {
  const journal = openJournal();
  journal.noteNames(new Map([["uid=Lee\\, Ann,dc=x", "key 1"]]));
  journal.noteNames(
    new Map([
      ["uid=Ann,dc=x", "key 1"],
      ["uid=Lee\\2C Ann, dc=x", "key 2"],
    ]),
  );
  expect([...journal.bearersOf("UID=lee\\, ann,DC=x")]).toEqual(["key 1", "key 2"]);
  expect([...journal.bearersOf("uid=eve,dc=x")]).toEqual([]);
});
