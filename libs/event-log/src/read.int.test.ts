import { subjects } from "@dirstream/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "./append.ts";
import { appendBatch, type BatchMessage } from "./append-batch.ts";
import { askApi } from "./ask.ts";
import type { EventLog, RecordedMessage } from "./event-log.ts";
import { type CatchUp, lastPerSubject, readBatches, readToEnd } from "./read.ts";
import { bytes, collect, openTestLog, text } from "./testing/test-log.ts";

let log: EventLog;
beforeAll(async () => {
  log = await openTestLog();
});
afterAll(() => log[Symbol.asyncDispose]());

const stream = "DIRECTORY";
const entry = (connector: string, id: number): string => subjects.entry("acme", connector, "user", `${id}`);

/** Appends entries and returns their sequences. */
const fill = async (connector: string, count: number, content = (id: number) => bytes(`${id}`), atOnce = 500): Promise<number[]> => {
  const sequences: number[] = [];
  for (let from = 0; from < count; from += atOnce) {
    const messages: BatchMessage[] = [];
    for (let id = from; id < Math.min(count, from + atOnce); id++) {
      messages.push({ subject: entry(connector, id), payload: content(id), expectedSequence: 0, headers: { State: "active" } });
    }
    const outcome = await appendBatch(log, { stream, messages });
    if (outcome.kind !== "stored") throw new Error(outcome.kind);
    for (let sequence = outcome.first; sequence <= outcome.last; sequence++) sequences.push(sequence);
  }
  return sequences;
};

const sequencesOf = (messages: readonly RecordedMessage[]): number[] => messages.map(({ sequence }) => sequence);

/** Reads on until that many messages have come. */
const follow = async (
  options: Omit<CatchUp, "signal">,
  count: number,
  onBatch: (so: number) => unknown = () => {},
): Promise<RecordedMessage[]> => {
  const controller = new AbortController();
  const all: RecordedMessage[] = [];
  for await (const batch of readBatches(log, { ...options, signal: controller.signal })) {
    expect(batch.length).toBeGreaterThan(0);
    all.push(...batch);
    if (all.length >= count) controller.abort();
    else await onBatch(all.length);
  }
  return all;
};

test("catching up gives every message after the position, once and in order, in batches of the size asked for", async () => {
  const sequences = await fill("catch-up", 2500);
  const sizes: number[] = [];
  let before = 0;
  const filters = [subjects.entriesOf("acme", "catch-up")];
  const after = sequences[99] as number;
  const read = await follow({ stream, filters, after, maxMessages: 700 }, 2400, (soFar) => {
    sizes.push(soFar - before);
    before = soFar;
  });
  expect(sequencesOf(read)).toEqual(sequences.slice(100));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(700);
});

test("after catching up it follows: a new message is handed over within a tenth of a second", async () => {
  const controller = new AbortController();
  const subject = subjects.connector("acme", "follow");
  const reading = readBatches(log, { stream: "CONNECTORS", filters: [subject], after: 0, signal: controller.signal });
  let sequence = 0;
  const waits: number[] = [];
  for (let round = 0; round < 10; round++) {
    const next = reading.next();
    sequence = await append(log, { subject, payload: bytes(`${round}`), expectedSequence: sequence });
    const stored = performance.now();
    const { value } = await next;
    waits.push(performance.now() - stored);
    expect(value?.map((message) => text(message))).toEqual([`${round}`]);
  }
  controller.abort();
  expect(await reading.next()).toEqual({ done: true, value: undefined });
  expect(waits.toSorted((a, b) => a - b)[5]).toBeLessThan(100);
});

test("an erasure in its path is a gap in the sequence and nothing else", async () => {
  const sequences = await fill("erased", 300);
  await askApi(log, `STREAM.PURGE.${log.names.stream(stream)}`, { filter: log.names.subject(entry("erased", 150)) });
  const filters = [subjects.entriesOf("acme", "erased")];
  const kept = sequences.filter((_, at) => at !== 150);
  expect(sequencesOf(await follow({ stream, filters, after: 0 }, 299))).toEqual(kept);
  expect(sequencesOf(await collect(readToEnd(log, { stream, filters })))).toEqual(kept);
});

test("an erasure while it is being read does not keep a read to the end from ending", async () => {
  const sequences = await fill("erased-meanwhile", 50);
  const reading = readToEnd(log, { stream, filters: [subjects.entriesOf("acme", "erased-meanwhile")], maxMessages: 10 });
  const read = sequencesOf((await reading.next()).value ?? []);
  for (let id = 40; id < 50; id++) {
    await askApi(log, `STREAM.PURGE.${log.names.stream(stream)}`, { filter: log.names.subject(entry("erased-meanwhile", id)) });
  }
  read.push(...sequencesOf(await collect(reading)));
  expect(read.slice(0, 40)).toEqual(sequences.slice(0, 40));
});

/** Ends every consumer of the stream but the durable ones. */
const deleteReaders = async (): Promise<void> => {
  const name = log.names.stream(stream);
  const { consumers } = await askApi<{ consumers: string[] | null }>(log, `CONSUMER.NAMES.${name}`, { offset: 0 });
  for (const consumer of consumers ?? []) await askApi(log, `CONSUMER.DELETE.${name}.${consumer}`).catch(() => {});
};

test("a consumer deleted under a reader is made anew from where the reader is", async () => {
  const sequences = await fill("deleted", 1000);
  const filters = [subjects.entriesOf("acme", "deleted")];
  let deletions = 0;
  const read = await follow({ stream, filters, after: 0, maxMessages: 100 }, 1000, async () => {
    if (deletions++ < 4) await deleteReaders();
  });
  expect(sequencesOf(read)).toEqual(sequences);
  expect(deletions).toBeGreaterThan(4);
});

test("a consumer deleted under a reader that has nothing to read is made anew too", async () => {
  const controller = new AbortController();
  const [first] = await fill("deleted-idle", 1);
  const filters = [subjects.entriesOf("acme", "deleted-idle")];
  const reading = readBatches(log, { stream, filters, after: (first as number) - 1, signal: controller.signal });
  await reading.next();
  const next = reading.next();
  await deleteReaders();
  const later = await append(log, { subject: entry("deleted-idle", 77), payload: bytes("later"), expectedSequence: 0 });
  expect(sequencesOf((await next).value ?? [])).toEqual([later]);
  controller.abort();
  await reading.return();
});

test("reconnecting in the midst of it skips nothing and repeats nothing", async () => {
  const sequences = await fill("reconnected", 3000);
  const filters = [subjects.entriesOf("acme", "reconnected")];
  const read = await follow({ stream, filters, after: 0, maxMessages: 200 }, 3000, async (soFar) => {
    if (soFar % 600 === 0) await log.nats.reconnect();
  });
  expect(sequencesOf(read)).toEqual(sequences);
});

test("a read to the end, a last-per-subject read and several filters survive reconnecting as well", async () => {
  const sequences = await fill("reconnected-to-end", 2000);
  const filter = subjects.entriesOf("acme", "reconnected-to-end");
  const shaken = async (batches: AsyncIterable<RecordedMessage[]>): Promise<number[]> => {
    const all: number[] = [];
    for await (const batch of batches) {
      all.push(...sequencesOf(batch));
      if (all.length % 400 === 0) await log.nats.reconnect();
    }
    return all;
  };
  expect(await shaken(readToEnd(log, { stream, filters: [filter, entry("nobody", 1)], maxMessages: 200 }))).toEqual(sequences);
  expect(await shaken(lastPerSubject(log, { stream, filter, maxMessages: 200 }))).toEqual(sequences);
});

test("large messages come through, more than a pull brings at once", async () => {
  const sequences = await fill("large", 40, () => new Uint8Array(500_000), 10);
  const filters = [subjects.entriesOf("acme", "large")];
  expect(sequencesOf(await follow({ stream, filters, after: 0 }, 40))).toEqual(sequences);
  expect(sequencesOf(await collect(readToEnd(log, { stream, filters })))).toEqual(sequences);
}, 60_000);

test("the last message of every subject is what is known now; headers are enough to know it by", async () => {
  const sequences = await fill("last", 1200);
  const changed = await append(log, {
    subject: entry("last", 5),
    payload: bytes("new"),
    expectedSequence: sequences[5] as number,
    headers: { State: "removed" },
  });
  const filter = subjects.entriesOf("acme", "last");
  const last = await collect(lastPerSubject(log, { stream, filter, headersOnly: true }));
  expect(sequencesOf(last)).toEqual([...sequences.filter((_, at) => at !== 5), changed]);
  expect(last.at(-1)?.header("State")).toBe("removed");
  expect(last.at(-1)?.payload.byteLength).toBe(0);
  expect(text((await collect(lastPerSubject(log, { stream, filter }))).at(-1))).toBe("new");
});

test("nothing there: a read that does not follow ends", async () => {
  const filter = subjects.entriesOf("acme", "nobody");
  expect(await collect(lastPerSubject(log, { stream, filter }))).toEqual([]);
  expect(await collect(readToEnd(log, { stream, filters: [filter] }))).toEqual([]);
  expect(await collect(readToEnd(log, { stream, after: 1_000_000 }))).toEqual([]);
});

test("reading while others write: a last-per-subject read still ends, and misses nobody", async () => {
  const sequences = await fill("written", 3000);
  let writing = true;
  const writer = (async () => {
    for (let id = 0; writing; id++) {
      await append(log, { subject: entry("written", id), payload: bytes("newer"), expectedSequence: sequences[id] as number });
    }
  })();
  const seen = new Set<string>();
  for (const { subject } of await collect(lastPerSubject(log, { stream, filter: subjects.entriesOf("acme", "written") })))
    seen.add(subject);
  writing = false;
  await writer;
  expect(seen.size).toBe(3000);
});

test("a read that is aborted ends with the reason", async () => {
  await fill("aborted", 100);
  const controller = new AbortController();
  const reading = readToEnd(log, { stream, filters: [subjects.entriesOf("acme", "aborted")], maxMessages: 10, signal: controller.signal });
  await reading.next();
  controller.abort(new Error("stop"));
  await expect(reading.next()).rejects.toThrow("stop");
});
