import { setTimeout as delay } from "node:timers/promises";
import { subjects } from "@dirstream/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "./append.ts";
import { StreamFull, WrongExpectedSequence } from "./errors.ts";
import type { EventLog } from "./event-log.ts";
import { lastMessage, lastMessages, lastSequence, messageAt } from "./look-up.ts";
import { readToEnd } from "./read.ts";
import { bytes, collect, openTestLog, text } from "./testing/test-log.ts";

let log: EventLog;
beforeAll(async () => {
  log = await openTestLog();
});
afterAll(() => log[Symbol.asyncDispose]());

const stream = "CONNECTORS";

test("a message is appended after the one that its writer knew, with its headers", async () => {
  const subject = subjects.connector("acme", "one");
  const first = await append(log, { subject, payload: bytes("first"), expectedSequence: 0, headers: { State: "active" } });
  const second = await append(log, { subject, payload: bytes("second"), expectedSequence: first });
  expect(second).toBeGreaterThan(first);

  const history = await collect(readToEnd(log, { stream, filters: [subject] }));
  expect(history.map(({ subject, sequence, payload }) => [subject, sequence, text(payload)])).toEqual([
    [subject, first, "first"],
    [subject, second, "second"],
  ]);
  expect(history[0]?.header("State")).toBe("active");
  expect(history[0]?.header("Mapping")).toBeUndefined();
});

test("who knew less is told what is there", async () => {
  const subject = subjects.connector("acme", "two");
  const first = await append(log, { subject, payload: bytes("first"), expectedSequence: 0 });
  const late = append(log, { subject, payload: bytes("late"), expectedSequence: 0 });
  await expect(late).rejects.toThrow(WrongExpectedSequence);
  await expect(late).rejects.toMatchObject({ expected: 0, actual: first });
  const early = append(log, { subject, payload: bytes("early"), expectedSequence: first + 10 });
  await expect(early).rejects.toMatchObject({ expected: first + 10, actual: first });
});

test("of two writers who know the same one is first", async () => {
  const subject = subjects.connector("acme", "three");
  const both = await Promise.allSettled(["a", "b"].map((name) => append(log, { subject, payload: bytes(name), expectedSequence: 0 })));
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await collect(readToEnd(log, { stream, filters: [subject] }))).toHaveLength(1);
});

test("what was stored already is not stored again, however long ago and whatever followed", async () => {
  const subject = subjects.connector("acme", "four");
  const message = { subject, payload: bytes("once"), expectedSequence: 0 };
  const first = await append(log, message);
  await delay(1100); // the duplicate window of the stream is a second
  expect(await append(log, message)).toBe(first);
  await append(log, { subject, payload: bytes("next"), expectedSequence: first });
  expect(await append(log, message)).toBe(first);
  expect(await collect(readToEnd(log, { stream, filters: [subject] }))).toHaveLength(2);
});

test("a full stream takes nothing, and keeps what it has", async () => {
  await using small = await openTestLog({ maxBytes: 100_000 });
  const payload = new Uint8Array(30_000);
  const subject = subjects.connector("acme", "ad");
  let sequence = 0;
  const fill = async () => {
    for (;;) sequence = await append(small, { subject, payload: payload.fill(sequence), expectedSequence: sequence });
  };
  const filled = fill();
  await expect(filled).rejects.toThrow(StreamFull);
  await expect(filled).rejects.toThrow(/CONNECTORS is full/);
  const kept = await collect(readToEnd(small, { stream }));
  expect(kept.map((message) => message.sequence)).toEqual(Array.from({ length: sequence }, (_, at) => at + 1));
});

test("messages are looked up by subject and by sequence", async () => {
  const subject = subjects.connector("acme", "five");
  const sequence = await append(log, { subject, payload: bytes("present"), expectedSequence: 0, headers: { State: "active" } });
  const looked = await Promise.all([
    lastMessage(log, { stream, subject }),
    lastMessage(log, { stream, subject, from: "any" }),
    messageAt(log, { stream, sequence }),
    lastMessages(log, { stream, subjects: [subjects.connector("acme", "nobody"), subject] }).then(([, second]) => second),
  ]);
  const [read] = await collect(readToEnd(log, { stream, filters: [subject] }));
  for (const message of looked) {
    expect(message).toMatchObject({ subject, sequence, time: read?.time });
    expect([text(message), message?.header("State")]).toEqual(["present", "active"]);
  }
  expect(await lastSequence(log, stream)).toBeGreaterThanOrEqual(sequence);
});

test("what is not there is undefined", async () => {
  const subject = subjects.connector("acme", "nobody");
  expect(await lastMessage(log, { stream, subject })).toBeUndefined();
  expect(await lastMessage(log, { stream, subject, from: "any" })).toBeUndefined();
  expect(await lastMessages(log, { stream, subjects: [subject] })).toEqual([undefined]);
  expect(await messageAt(log, { stream, sequence: 1_000_000 })).toBeUndefined();
});
