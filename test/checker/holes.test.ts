import { expect, test } from "vitest";
import { exampleLog } from "../fixtures/example-log.ts";
import { without } from "../fixtures/log-builder.ts";
import { checkAcked } from "./acked.ts";
import { checkHoles, checkStreamsKeepEverything, type StreamState } from "./holes.ts";
import type { StoredMessage } from "./stored-message.ts";

const { messages } = exampleLog();
const lastSequence = messages.filter(({ stream }) => stream === "DIRECTORY").length;
const state: StreamState = {
  stream: "DIRECTORY",
  firstSequence: 1,
  lastSequence,
  denyDelete: true,
  discard: "new",
  maxAge: 0,
  hasIdentity: true,
};
const at = (sequence: number) => ({ stream: "DIRECTORY" as const, sequence });
const directory = messages.filter(({ stream }) => stream === "DIRECTORY");

test("L1, L4: a whole log has no holes, and holds what was confirmed", () => {
  expect([...checkHoles(messages, [state]), ...checkStreamsKeepEverything([state]), ...checkAcked(messages, directory)]).toEqual([]);
});

test("L1: a message taken from the middle, the end or the beginning is a hole", () => {
  for (const sequence of [1, 10, lastSequence]) {
    expect(checkHoles(without(messages, at(sequence)), [state])).toEqual([
      { invariant: "L1", sequence, what: `DIRECTORY: sequence ${sequence} is missing` },
    ]);
  }
});

test("L1: a sequence that comes twice is named", () => {
  const twice = [...messages, messages.at(-1) as StoredMessage];
  expect(checkHoles(twice, [state])).toMatchObject([{ invariant: "L1", sequence: lastSequence }]);
});

test("L1: a stream that may forget is named, with what it lacks", () => {
  const forgetful = { ...state, denyDelete: false, discard: "old", maxAge: 1, hasIdentity: false };
  expect(checkStreamsKeepEverything([forgetful]).map(({ what }) => what)).toEqual([
    "DIRECTORY: messages can be deleted",
    "DIRECTORY: old messages give way when it is full",
    "DIRECTORY: messages expire",
    "DIRECTORY: it has no identity",
  ]);
});

test("L4: a confirmed message that is lost, or is another one now, is named", () => {
  const kept = without(messages, at(7));
  const changed = kept.map((message) => (message === directory[7] ? { ...message, payload: Buffer.from("{}") } : message));
  expect(checkAcked(changed, directory)).toMatchObject([
    { invariant: "L4", sequence: 7, what: expect.stringContaining("is not stored") },
    { invariant: "L4", sequence: 8, what: expect.stringContaining("something else") },
  ]);
});
