import { expect, test } from "vitest";
import { attentionOf, enteredOf, isSame } from "./attention-values.ts";

test("addresses stand one on each line, and a pasted list is taken as it is meant", () => {
  expect(attentionOf({ emails: " a@example.com\n\nb@example.com; c@example.com,", webhook: " " })).toEqual({
    emails: ["a@example.com", "b@example.com", "c@example.com"],
    webhook: null,
  });
});

test("what is stored and shown is no change", () => {
  const stored = { emails: ["a@example.com", "b@example.com"], webhook: "https://hooks.example.com/" };
  expect(isSame(attentionOf(enteredOf(stored)), stored)).toBe(true);
  expect(isSame({ ...stored, webhook: null }, stored)).toBe(false);
  expect(isSame({ ...stored, emails: ["a@example.com"] }, stored)).toBe(false);
});
