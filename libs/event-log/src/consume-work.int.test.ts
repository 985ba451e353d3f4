import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { SYNC_WORK, subjects } from "@dirstream/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { append } from "./append.ts";
import { askApi } from "./ask.ts";
import { consumeWork, type Verdict, type WorkItem } from "./consume-work.ts";
import type { EventLog } from "./event-log.ts";
import { provision } from "./provision.ts";
import { bytes, openTestLog, text } from "./testing/test-log.ts";

const { stream, consumer } = SYNC_WORK;
const ACK: Verdict = { do: "ack" };

let log: EventLog;
beforeEach(async () => {
  log = await openTestLog();
});
afterEach(() => log[Symbol.asyncDispose]());

const ask = (connector: string, what: string): Promise<number> =>
  append(log, { subject: subjects.syncRequest("acme", connector), payload: bytes(what), expectedSequence: 0 });

/** Works until that many times something was handed out, and returns what. */
const work = async (
  times: number,
  handle: (item: WorkItem, nth: number) => Promise<Verdict> | Verdict,
  options: { readonly concurrency?: number; readonly consumer?: string; readonly onError?: (error: unknown) => void } = {},
): Promise<string[]> => {
  const controller = new AbortController();
  const handedOut: string[] = [];
  await consumeWork(log, {
    stream,
    consumer,
    concurrency: 1,
    ...options,
    signal: controller.signal,
    handle: async (item) => {
      handedOut.push(`${text(item.message)} ${item.redeliveries}`);
      if (handedOut.length === times) controller.abort();
      return handle(item, handedOut.length);
    },
  });
  return handedOut;
};

const unacknowledged = async (name: string = consumer): Promise<number> => {
  const info = await askApi<{ num_ack_pending: number; num_pending: number }>(log, `CONSUMER.INFO.${log.names.stream(stream)}.${name}`);
  return info.num_ack_pending + info.num_pending;
};

test("work that is done is handed out once", async () => {
  await ask("one", "first");
  await ask("two", "second");
  expect(await work(2, () => ACK)).toEqual(["first 0", "second 0"]);
  expect(await unacknowledged()).toBe(0);
});

test("work that may succeed later comes again after the delay", async () => {
  await ask("one", "not yet");
  const times: number[] = [];
  const handedOut = await work(2, (_item, nth) => {
    times.push(performance.now());
    return nth === 1 ? { do: "nak", delayMs: 300 } : ACK;
  });
  expect(handedOut).toEqual(["not yet 0", "not yet 1"]);
  expect((times[1] as number) - (times[0] as number)).toBeGreaterThanOrEqual(290);
});

test("work that never will succeed does not come again", async () => {
  await ask("one", "poison");
  expect(await work(1, () => ({ do: "term", reason: "cannot be read" }))).toEqual(["poison 0"]);
  expect(await unacknowledged()).toBe(0);
});

test("a handler that throws is told of, and its work comes again", async () => {
  await ask("one", "surprise");
  const errors: unknown[] = [];
  const handedOut = await work(
    2,
    (_item, nth) => {
      if (nth === 1) throw new Error("unforeseen");
      return ACK;
    },
    { onError: (error) => errors.push(error) },
  );
  expect(handedOut).toEqual(["surprise 0", "surprise 1"]);
  expect(errors).toMatchObject([{ message: "unforeseen" }]);
});

test("several pieces of work are handed out at a time, never more than asked for", async () => {
  for (let n = 0; n < 9; n++) await ask(`c${n}`, `${n}`);
  let now = 0;
  let most = 0;
  const handle = async (): Promise<Verdict> => {
    most = Math.max(most, ++now);
    await delay(30);
    now--;
    return ACK;
  };
  expect((await work(9, handle, { concurrency: 3 })).toSorted()).toEqual([..."012345678"].map((n) => `${n} 0`));
  expect(most).toBe(3);
});

test("work that takes longer than the server waits is not handed out twice meanwhile", async () => {
  const impatient = "impatient";
  const config = { durable_name: impatient, ack_policy: "explicit", ack_wait: 4_000_000_000, max_deliver: -1, deliver_policy: "all" };
  const place = log.names.stream(stream);
  await askApi(log, `CONSUMER.CREATE.${place}.${impatient}`, {
    stream_name: place,
    config: { ...config, name: impatient },
    action: "create",
  });
  await ask("one", "long");
  await ask("two", "short");
  const controller = new AbortController();
  const handedOut: string[] = [];
  await consumeWork(log, {
    stream,
    consumer: impatient,
    concurrency: 2, // the other one would get it if it were handed out again
    signal: controller.signal,
    handle: async ({ message }) => {
      handedOut.push(text(message) ?? "");
      if (text(message) === "long") {
        await delay(6000);
        controller.abort();
      }
      return ACK;
    },
  });
  expect(handedOut.toSorted()).toEqual(["long", "short"]);
  expect(await unacknowledged(impatient)).toBe(0);
});

test("without a consumer it says so once, and goes on when there is one", async () => {
  await askApi(log, `CONSUMER.DELETE.${log.names.stream(stream)}.${consumer}`);
  const errors: unknown[] = [];
  const missing = new EventTarget();
  const working = work(1, () => ACK, {
    onError: (error) => {
      errors.push(error);
      missing.dispatchEvent(new Event("reported"));
    },
  });
  await once(missing, "reported");
  await ask("one", "at last");
  await provision(log);
  expect(await working).toEqual(["at last 0"]);
  expect(errors).toHaveLength(1);
  expect(String(errors[0])).toMatch(/consumer ldap-fetcher/);
});

test("stopping waits for work in progress, and leaves the rest", async () => {
  await ask("one", "in progress");
  await ask("two", "left");
  let finished = false;
  const handedOut = await work(1, async () => {
    await delay(200);
    finished = true;
    return ACK;
  });
  expect([handedOut, finished]).toEqual([["in progress 0"], true]);
  expect(await unacknowledged()).toBe(1);
});
