import { expect, test } from "vitest";
import { serves, type Wish } from "./request-sync.ts";

const wish: Wish = { kind: "read", mode: "incremental", reason: "manual", causedBy: null, by: "ann" };
const recorded = (sequence: number, change: Partial<Wish> = {}) => ({
  sequence,
  request: { ...wish, ...change, requestId: `r${sequence}`, slot: null },
});

test("a request that no run has taken serves whoever asks for the same or less", () => {
  expect(serves(recorded(8), wish, 7)).toBe(true);
  expect(serves(recorded(8, { mode: "full", reason: "schedule" }), wish, 7)).toBe(true);
  expect(serves(recorded(8), { ...wish, mode: "full" }, 7)).toBe(false);
});

test("a request that a run has taken serves nobody who asks later", () => {
  expect(serves(recorded(7), wish, 7)).toBe(false);
});

test("a request to carry out a command is no request to read", () => {
  expect(serves(recorded(8, { kind: "apply", mode: "full", causedBy: 3 }), wish, 7)).toBe(false);
});

test("a command has one request, whoever appended it and whatever became of it", () => {
  const approval: Wish = { ...wish, kind: "apply", reason: "approval", causedBy: 3 };
  expect(serves(recorded(5, { kind: "apply", reason: "approval", causedBy: 3 }), approval, 7)).toBe(true);
  expect(serves(recorded(8, { kind: "apply", reason: "approval", causedBy: 4 }), approval, 7)).toBe(false);
});
