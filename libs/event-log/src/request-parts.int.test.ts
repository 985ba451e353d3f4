import { afterAll, beforeAll, expect, test } from "vitest";
import { Unanswered } from "./errors.ts";
import type { EventLog } from "./event-log.ts";
import { requestParts, respondInParts } from "./request-parts.ts";
import { bytes, newNamespace, openTestLog, text } from "./testing/test-log.ts";

const namespace = newNamespace();
let log: EventLog;
let other: EventLog;
beforeAll(async () => {
  log = await openTestLog({ namespace });
  other = await openTestLog({ namespace });
});
afterAll(async () => {
  await log[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

const ask = (subject: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  requestParts(log, { subject, payload: bytes("count"), timeoutMs: 2000, ...more });

const answering = async (subject: string, handle: (payload: Uint8Array) => AsyncIterable<Uint8Array>, errors: unknown[] = []) => {
  const responding = respondInParts(other, { subject, queue: "fetchers", handle, onError: (error) => errors.push(error) });
  await other.nats.flush();
  return responding;
};

const all = async (parts: AsyncIterable<Uint8Array>): Promise<(string | undefined)[]> => {
  const texts = [];
  for await (const part of parts) texts.push(text(part));
  return texts;
};

test("an answer comes part by part, in order, and says that it is complete", async () => {
  await using _answering = await answering("ldap.v1.count", async function* (payload) {
    for (let n = 1; n <= 300; n++) yield bytes(`${text(payload)} ${n}`);
  });
  expect(await all(ask("ldap.v1.count"))).toEqual(Array.from({ length: 300 }, (_, n) => `count ${n + 1}`));
});

test("a part is there as soon as it is made, and an answer may have none", async () => {
  const made = Promise.withResolvers<void>();
  await using _answering = await answering("ldap.v1.slow", async function* () {
    yield bytes("first");
    await made.promise;
    yield bytes("second");
  });
  const parts = ask("ldap.v1.slow");
  expect(text((await parts.next()).value ?? undefined)).toBe("first");
  made.resolve();
  expect(await all(parts)).toEqual(["second"]);
  await using _nothing = await answering("ldap.v1.nothing", async function* () {});
  expect(await all(ask("ldap.v1.nothing"))).toEqual([]);
});

test("no more is made than is taken, and who stops reading stops the work", async () => {
  let made = 0;
  const stopped = Promise.withResolvers<void>();
  await using _answering = await answering("ldap.v1.endless", async function* () {
    try {
      for (;;) yield bytes(`${++made}`);
    } finally {
      stopped.resolve();
    }
  });
  const parts = ask("ldap.v1.endless");
  for (let n = 1; n <= 3; n++) await parts.next();
  await other.nats.flush();
  expect(made).toBe(3);
  await parts.return();
  await stopped.promise;
  expect(made).toBe(3);
});

test("an answer that breaks off is no answer", async () => {
  const errors: unknown[] = [];
  const broken = async function* () {
    yield bytes("begun");
    throw new Error("unforeseen");
  };
  await using _answering = await answering("ldap.v1.broken", broken, errors);
  const parts = ask("ldap.v1.broken", { timeoutMs: 5000 });
  await parts.next();
  const began = performance.now();
  await expect(parts.next()).rejects.toThrow(Unanswered);
  expect(performance.now() - began).toBeLessThan(1000);
  expect(errors).toMatchObject([{ message: "unforeseen" }]);
});

test("where nobody answers, or not in time, that is said", async () => {
  const began = performance.now();
  await expect(all(ask("ldap.v1.nobody", { timeoutMs: 5000 }))).rejects.toThrow(Unanswered);
  expect(performance.now() - began).toBeLessThan(1000);
  const made = Promise.withResolvers<void>();
  await using _answering = await answering("ldap.v1.late", async function* () {
    await made.promise;
    yield bytes("late");
  });
  await expect(all(ask("ldap.v1.late", { timeoutMs: 100 }))).rejects.toThrow(Unanswered);
  await log.nats.flush();
  made.resolve();
});

test("who gives up meanwhile is not kept waiting, and keeps nobody waiting", async () => {
  const made = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  await using _answering = await answering("ldap.v1.stuck", async function* () {
    try {
      yield bytes("first");
      await made.promise;
      yield bytes("second");
    } finally {
      stopped.resolve();
    }
  });
  const controller = new AbortController();
  const parts = ask("ldap.v1.stuck", { signal: controller.signal });
  await parts.next();
  const next = parts.next();
  controller.abort(new Error("enough"));
  await expect(next).rejects.toThrow("enough");
  await log.nats.flush();
  made.resolve();
  await stopped.promise;
});
