import { expect, test } from "vitest";
import { whatBecameOf } from "./append-batch.ts";
import type { RecordedMessage } from "./event-log.ts";

const ours = new Set(["first-attempt", "second-attempt"]);

const lastWith = (sequence: number, headers: Readonly<Record<string, string>>): RecordedMessage => ({
  subject: "directory.v1.acme.ad.sync",
  sequence,
  time: "2026-01-01T00:00:00.000Z",
  payload: new Uint8Array(0),
  header: (name) => headers[name],
});

test("one of our attempts stands there: the batch was stored", () => {
  const opening = lastWith(41, { "Nats-Batch-Id": "first-attempt", "Nats-Batch-Sequence": "1" });
  expect(whatBecameOf(opening, 40, 10, ours)).toEqual({ kind: "stored", first: 41, last: 50 });
});

test("the last message of our batch may stand on the same subject as its first", () => {
  const terminal = lastWith(50, { "Nats-Batch-Id": "second-attempt", "Nats-Batch-Sequence": "10" });
  expect(whatBecameOf(terminal, 40, 10, ours)).toEqual({ kind: "stored", first: 41, last: 50 });
});

test("what we expected still stands there: another expectation failed, so the read was stale", () => {
  expect(whatBecameOf(lastWith(40, { "Nats-Batch-Id": "the batch before" }), 40, 10, ours)).toEqual({ kind: "staleRead" });
  expect(whatBecameOf(undefined, 0, 10, ours)).toEqual({ kind: "staleRead" });
});

test("somebody else's message stands there: displaced", () => {
  const foreign = lastWith(44, { "Nats-Batch-Id": "another writer's" });
  expect(whatBecameOf(foreign, 40, 10, ours)).toEqual({ kind: "displaced", by: foreign });
  expect(whatBecameOf(undefined, 40, 10, ours)).toEqual({ kind: "displaced", by: undefined });
});
