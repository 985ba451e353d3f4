import { subjects } from "@dirstream/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "./append.ts";
import { appendBatch, type BatchMessage, MAX_BATCH_BYTES, MAX_BATCH_MESSAGES, MAX_MESSAGE_BYTES } from "./append-batch.ts";
import type { EventLog } from "./event-log.ts";
import { lastSequence } from "./look-up.ts";
import { readToEnd } from "./read.ts";
import { bytes, collect, openTestLog, text } from "./testing/test-log.ts";

let log: EventLog;
beforeAll(async () => {
  log = await openTestLog();
});
afterAll(() => log[Symbol.asyncDispose]());

const stream = "DIRECTORY";
const entry = (connector: string, id: number | string): string => subjects.entry("acme", connector, "user", `${id}`);
const batch = (connector: string, expectedSequence: number, ids: readonly (number | string)[]): BatchMessage[] => [
  { subject: subjects.sync("acme", connector), payload: bytes("progressed"), expectedSequence },
  ...ids.map((id) => ({ subject: entry(connector, id), payload: bytes(`entry ${id}`), expectedSequence: 0, headers: { State: "active" } })),
];

test("a batch is stored in one piece, and tells where", async () => {
  const before = await lastSequence(log, stream);
  const messages = batch(
    "one",
    0,
    Array.from({ length: MAX_BATCH_MESSAGES - 1 }, (_, at) => at),
  );
  const outcome = await appendBatch(log, { stream, messages });
  expect(outcome).toEqual({ kind: "stored", first: before + 1, last: before + MAX_BATCH_MESSAGES });

  const stored = await collect(readToEnd(log, { stream, after: before }));
  expect(stored.map(({ subject, payload }) => [subject, text(payload)])).toEqual(messages.map((it) => [it.subject, text(it.payload)]));
  expect(stored.at(-1)?.header("State")).toBe("active");
});

test("every message arrives as it was given, whatever its headers say and its bytes are", async () => {
  const awkward = ["Zürich", "日本 🗻", "", "plain"];
  const payloads = [bytes("a\r\nHPUB x 1 1\r\n"), Uint8Array.from({ length: 256 }, (_, at) => at), new Uint8Array(0), bytes("ß")];
  const [opening, ...entries] = batch("awkward", 0, [1, 2, 3, 4]) as [BatchMessage, ...BatchMessage[]];
  const messages = entries.map((message, at) => ({
    ...message,
    payload: payloads[at] as Uint8Array,
    headers: { Marker: `${awkward[at]}` },
  }));
  expect(await appendBatch(log, { stream, messages: [opening, ...messages] })).toMatchObject({ kind: "stored" });
  const stored = await collect(readToEnd(log, { stream, filters: [subjects.entriesOf("acme", "awkward")] }));
  expect(stored.map((message) => message.header("Marker"))).toEqual(awkward);
  expect(stored.map(({ payload }) => Buffer.from(payload))).toEqual(payloads.map((payload) => Buffer.from(payload)));
});

test("the next batch stands on the first message of the one before", async () => {
  const first = await appendBatch(log, { stream, messages: batch("two", 0, [1, 2]) });
  const expected = first.kind === "stored" ? first.first : -1;
  const terminal = { subject: subjects.sync("acme", "two"), payload: bytes("completed") };
  expect(await appendBatch(log, { stream, messages: [...batch("two", expected, [3]), terminal] })).toMatchObject({ kind: "stored" });
});

test("one entry that is not as its writer knew it: nothing is stored, and the read was stale", async () => {
  await append(log, { subject: entry("three", 2), payload: bytes("there already"), expectedSequence: 0 });
  const before = await lastSequence(log, stream);
  expect(await appendBatch(log, { stream, messages: batch("three", 0, [1, 2, 3]) })).toEqual({
    kind: "staleRead",
    said: expect.stringMatching(/^wrong last sequence: \d+$/),
  });
  expect(await lastSequence(log, stream)).toBe(before);
});

test("another writer was here: nothing is stored, and it is known who", async () => {
  const subject = subjects.sync("acme", "four");
  const sequence = await append(log, { subject, payload: bytes("abandoned by another"), expectedSequence: 0 });
  const outcome = await appendBatch(log, { stream, messages: batch("four", 0, [1]) });
  expect(outcome).toMatchObject({ kind: "displaced", by: { subject, sequence } });
  expect(await collect(readToEnd(log, { stream, filters: [entry("four", 1)] }))).toEqual([]);
});

test("of two writers who send the same batch one stores it and the other is displaced", async () => {
  const outcomes = await Promise.all([1, 2].map(() => appendBatch(log, { stream, messages: batch("five", 0, [1, 2, 3]) })));
  expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["displaced", "stored"]);
  expect(await collect(readToEnd(log, { stream, filters: [subjects.entriesOf("acme", "five")] }))).toHaveLength(3);
});

test("a full stream takes no part of a batch", async () => {
  await using small = await openTestLog({ maxBytes: 50_000 });
  const messages = batch("ad", 0, [1, 2, 3]).map((message) => ({ ...message, payload: new Uint8Array(20_000) }));
  expect(await appendBatch(small, { stream, messages })).toEqual({ kind: "full" });
  expect(await lastSequence(small, stream)).toBe(0);
});

test("what is too much for a batch is refused before anything is sent", async () => {
  const before = await lastSequence(log, stream);
  const [opening] = batch("six", 0, []) as [BatchMessage];
  const rest = (count: number, size: number): BatchMessage[] =>
    Array.from({ length: count }, (_, at) => ({ subject: entry("six", at), payload: new Uint8Array(size) }));
  const attempt = (messages: readonly BatchMessage[]) => appendBatch(log, { stream, messages });

  await expect(attempt([opening, ...rest(MAX_BATCH_MESSAGES, 1)])).rejects.toThrow(/1001 messages/);
  await expect(attempt([opening, ...rest(1, MAX_MESSAGE_BYTES + 1)])).rejects.toThrow(/is above 921600/);
  await expect(attempt([opening, ...rest(10, MAX_MESSAGE_BYTES)])).rejects.toThrow(`is above ${MAX_BATCH_BYTES}`);
  await expect(attempt(rest(1, 1))).rejects.toThrow(/expected sequence/);
  expect(await lastSequence(log, stream)).toBe(before);
});

test("the largest batch passes", async () => {
  const payload = new Uint8Array(MAX_MESSAGE_BYTES - 100);
  const messages = batch("seven", 0, [1, 2, 3, 4, 5, 6, 7, 8, 9]).map((message, at) => (at === 0 ? message : { ...message, payload }));
  expect(await appendBatch(log, { stream, messages })).toMatchObject({ kind: "stored" });
  // more than one pull may bring at once
  const read = await collect(readToEnd(log, { stream, filters: [subjects.entriesOf("acme", "seven")] }));
  expect(read.map((message) => message.payload.byteLength)).toEqual(new Array(9).fill(payload.byteLength));
});
