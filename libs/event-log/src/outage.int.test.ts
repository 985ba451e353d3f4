import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { SYNC_WORK, subjects } from "@dirstream/contracts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { append } from "./append.ts";
import { appendBatch, type BatchMessage } from "./append-batch.ts";
import { askApi } from "./ask.ts";
import { connectEventLog } from "./connect.ts";
import { consumeWork } from "./consume-work.ts";
import type { EventLog, RecordedMessage } from "./event-log.ts";
import { provision } from "./provision.ts";
import { lastPerSubject, readBatches, readToEnd } from "./read.ts";
import { canKillServers, type NatsProcess, startNatsProcess } from "./testing/nats-process.ts";
import { bytes, collect, text } from "./testing/test-log.ts";

/** These treat a server of their own badly: L4 (what was answered is stored) and L5 (nothing is stored twice). */
describe.runIf(canKillServers())("a nats-server that dies, stops and comes back", () => {
  let server: NatsProcess;
  let log: EventLog;
  beforeEach(async () => {
    server = await startNatsProcess();
    log = await connectEventLog({ servers: server.url, name: "test" });
    await provision(log);
  });
  afterEach(async () => {
    server.resume();
    await log[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const killRepeatedly = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n++) {
      await delay(300);
      await server.kill();
      await delay(200);
      await server.start();
    }
  };

  const entry = (id: number | string): string => subjects.entry("acme", "ad", "user", `${id}`);
  const sync = subjects.sync("acme", "ad");

  /** Batches on one connector until told to stop; what was answered, in order. */
  const writeBatches = async (size: number, stopped: () => boolean): Promise<{ first: number; last: number; ids: string[] }[]> => {
    const answered: { first: number; last: number; ids: string[] }[] = [];
    for (let id = 0, expected = 0; !stopped(); ) {
      const ids = Array.from({ length: size }, () => `${id++}`);
      const opening: BatchMessage = { subject: sync, payload: bytes(`progressed ${ids[0]}`), expectedSequence: expected };
      const rest = ids.map((one) => ({ subject: entry(one), payload: bytes(one), expectedSequence: 0 }));
      const outcome = await appendBatch(log, { stream: "DIRECTORY", messages: [opening, ...rest] });
      if (outcome.kind !== "stored") throw new Error(`a batch was refused: ${outcome.kind}`);
      expected = outcome.first;
      answered.push({ first: outcome.first, last: outcome.last, ids });
    }
    return answered;
  };

  test("killed while single messages are appended: what was answered is stored where the answer said, once", async () => {
    let stop = false;
    const answered = new Map<number, string>();
    const write = async (connector: string): Promise<void> => {
      for (let n = 0, expectedSequence = 0; !stop; n++) {
        const payload = `${connector} ${n}`;
        expectedSequence = await append(log, { subject: subjects.connector("acme", connector), payload: bytes(payload), expectedSequence });
        answered.set(expectedSequence, payload);
      }
    };
    const writing = Promise.all(["a", "b", "c", "d"].map(write));
    await killRepeatedly(4);
    stop = true;
    await writing;

    const stored = await collect(readToEnd(log, { stream: "CONNECTORS" }));
    expect(new Map(stored.map((message) => [message.sequence, text(message)]))).toEqual(answered);
    expect(new Set(stored.map((message) => text(message))).size).toBe(stored.length);
    expect(stored.length).toBeGreaterThan(100);
  }, 60_000);

  test("killed while batches are appended: each is stored whole, where the answer said, once", async () => {
    let stop = false;
    const writing = writeBatches(300, () => stop);
    await killRepeatedly(4);
    stop = true;
    const answered = await writing;

    const stored = await collect(readToEnd(log, { stream: "DIRECTORY", filters: [subjects.entriesOf("acme", "ad")] }));
    expect(stored.map((message) => text(message))).toEqual(answered.flatMap(({ ids }) => ids));
    expect(stored.map(({ sequence }) => sequence)).toEqual(answered.flatMap(({ first, ids }) => ids.map((_, at) => first + 1 + at)));
    expect(answered.length).toBeGreaterThan(5);
  }, 60_000);

  test("stopped until an append times out: what it stored after all when it goes on is not stored twice", async () => {
    const subject = subjects.connector("acme", "ad");
    const first = await append(log, { subject, payload: bytes("before"), expectedSequence: 0 });
    server.pause();
    const appending = append(log, { subject, payload: bytes("meanwhile"), expectedSequence: first });
    const batching = appendBatch(log, {
      stream: "DIRECTORY",
      messages: [
        { subject: sync, payload: bytes("0"), expectedSequence: 0 },
        { subject: entry(1), payload: bytes("1"), expectedSequence: 0 },
      ],
    });
    await delay(6500); // both have timed out once and were sent again
    server.resume();
    expect(await appending).toBe(first + 1);
    expect(await batching).toEqual({ kind: "stored", first: 1, last: 2 });
    expect(await collect(readToEnd(log, { stream: "CONNECTORS" }))).toHaveLength(2);
    expect(await collect(readToEnd(log, { stream: "DIRECTORY" }))).toHaveLength(2);
  }, 60_000);

  test("stopped for so long that the connection is given up: it goes on all the same", async () => {
    server.pause();
    const subject = subjects.connector("acme", "ad");
    const appending = append(log, { subject, payload: bytes("meanwhile"), expectedSequence: 0 });
    while (log.connected()) await delay(100);
    server.resume();
    expect(await appending).toBe(1);
    expect(await collect(readToEnd(log, { stream: "CONNECTORS" }))).toHaveLength(1);
  }, 60_000);

  test("killed under readers: they miss nothing and see nothing twice", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let stop = false;
    const read: number[] = [];
    const slow = async (batch: RecordedMessage[]): Promise<void> => {
      read.push(...batch.map(({ sequence }) => sequence));
      await delay(5);
    };
    const reading = (async () => {
      for await (const batch of readBatches(log, { stream: "DIRECTORY", after: 0, signal, maxMessages: 200 })) await slow(batch);
    })();
    const writing = writeBatches(200, () => stop);
    await killRepeatedly(4);
    stop = true;
    const answered = await writing;
    const last = answered.at(-1)?.last ?? 0;
    while ((read.at(-1) ?? 0) < last) await delay(50);
    controller.abort();
    await reading;
    expect(read).toEqual(Array.from({ length: last }, (_, at) => at + 1));
    expect(await collect(lastPerSubject(log, { stream: "DIRECTORY", filter: subjects.entriesOf("acme", "ad") }))).toHaveLength(
      answered.length * 200,
    );
  }, 60_000);

  test("gone for a while: whoever waits goes on within seconds of its return", async () => {
    const controller = new AbortController();
    const subject = subjects.connector("acme", "ad");
    const reading = readBatches(log, { stream: "CONNECTORS", after: 0, signal: controller.signal });
    const next = reading.next();
    await server.kill();
    const appending = append(log, { subject, payload: bytes("while you were away"), expectedSequence: 0 });
    await delay(8000);
    expect(log.connected()).toBe(false);
    await server.start();
    const back = performance.now();
    expect(await appending).toBe(1);
    expect((await next).value?.map((message) => text(message))).toEqual(["while you were away"]);
    expect(performance.now() - back).toBeLessThan(5000);
    controller.abort();
    await reading.return();
  }, 60_000);

  test("a way that resets the first connections is tried again, as where no server is there yet", async () => {
    const sockets = new Set<Socket>();
    let resets = 0;
    const way = createServer((socket) => {
      if (resets++ < 3) return void socket.resetAndDestroy();
      const onwards = connect(Number(new URL(server.url).port), "127.0.0.1");
      for (const end of [socket, onwards]) sockets.add(end.on("error", () => undefined));
      socket.pipe(onwards).pipe(socket);
    });
    await once(way.listen(0, "127.0.0.1"), "listening");
    const told: string[] = [];
    const servers = `nats://127.0.0.1:${(way.address() as AddressInfo).port}`;
    const late = await connectEventLog({ servers, name: "test", onStatus: ({ data }) => void told.push(data) });
    expect(late.connected()).toBe(true);
    expect(told[0]).toMatch(/^no nats-server answers at .* \(ECONNRESET\)$/);
    await late[Symbol.asyncDispose]();
    for (const socket of sockets) socket.destroy();
    way.close();
  });

  test("whoever waits for a server that is gone can be told to stop", async () => {
    await server.kill();
    while (log.connected()) await delay(20);
    const signal = AbortSignal.timeout(100);
    const subject = subjects.connector("acme", "ad");
    await expect(append(log, { subject, payload: bytes("x"), expectedSequence: 0, signal })).rejects.toThrow(/timeout/i);
    expect(await readBatches(log, { stream: "CONNECTORS", after: 0, signal }).next()).toEqual({ done: true, value: undefined });
    await server.start();
  });

  test("killed while work is done: every piece is done in the end", async () => {
    const controller = new AbortController();
    const done = new Set<string>();
    const working = consumeWork(log, {
      stream: SYNC_WORK.stream,
      consumer: SYNC_WORK.consumer,
      concurrency: 4,
      signal: controller.signal,
      handle: async ({ message }) => {
        await delay(20);
        done.add(text(message) ?? "");
        return { do: "ack" };
      },
    });
    const asking = (async () => {
      for (let n = 0; n < 120; n++) {
        await append(log, { subject: subjects.syncRequest("acme", `c${n}`), payload: bytes(`${n}`), expectedSequence: 0 });
        await delay(10);
      }
    })();
    await killRepeatedly(3);
    await asking;
    // What was acknowledged just before a kill may be forgotten: it comes again after the server's wait of 10 s.
    const left = async (): Promise<number> => {
      const place = `${SYNC_WORK.stream}.${SYNC_WORK.consumer}`;
      const info = await askApi<{ num_pending: number; num_ack_pending: number }>(log, `CONSUMER.INFO.${place}`);
      return info.num_pending + info.num_ack_pending;
    };
    while ((await left()) > 0) await delay(100);
    controller.abort();
    await working;
    expect(done.size).toBe(120);
  }, 60_000);
});
