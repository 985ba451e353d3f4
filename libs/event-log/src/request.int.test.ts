import { afterAll, beforeAll, expect, test } from "vitest";
import type { EventLog } from "./event-log.ts";
import { request, respond } from "./request.ts";
import { bytes, newNamespace, openTestLog, text } from "./testing/test-log.ts";
import { publishVolatile, subscribeVolatile } from "./volatile.ts";

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

const question = (subject: string, timeoutMs = 2000) => ({ subject, payload: bytes("who?"), timeoutMs });

test("a question is answered", async () => {
  await using _answering = respond(other, { subject: "sync-run.v1.*", handle: (payload, subject) => bytes(`${text(payload)} ${subject}`) });
  await other.nats.flush();
  expect(text(await request(log, question("sync-run.v1.one")))).toBe("who? sync-run.v1.one");
});

test("where nobody is there to answer that is known at once", async () => {
  const began = performance.now();
  expect(await request(log, question("ldap.v1.nobody", 5000))).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(1000);
});

test("who does not answer in time does not answer", async () => {
  await using _answering = respond(other, {
    subject: "ldap.v1.slow",
    handle: () => new Promise<Uint8Array>((resolve) => setTimeout(resolve, 400, bytes("late"))),
  });
  await other.nats.flush();
  expect(await request(log, question("ldap.v1.slow", 100))).toBeUndefined();
});

test("a handler that throws does not answer, and is told of", async () => {
  const errors: unknown[] = [];
  const handle = () => {
    throw new Error("unforeseen");
  };
  await using _answering = respond(other, { subject: "ldap.v1.broken", handle, onError: (error) => errors.push(error) });
  await other.nats.flush();
  expect(await request(log, question("ldap.v1.broken", 200))).toBeUndefined();
  expect(errors).toMatchObject([{ message: "unforeseen" }]);
});

test("of several under one queue name one gets each question", async () => {
  const asked: string[] = [];
  const answering = (name: string, at: EventLog) => {
    const handle = () => {
      asked.push(name);
      return bytes(name);
    };
    return respond(at, { subject: "ldap.v1.test", queue: "fetchers", handle });
  };
  await using _one = answering("one", log);
  await using _other = answering("other", other);
  await Promise.all([log.nats.flush(), other.nats.flush()]);
  for (let n = 0; n < 20; n++) await request(log, question("ldap.v1.test"));
  expect(asked).toHaveLength(20);
});

test("what was disposed of answers no more", async () => {
  await respond(other, { subject: "ldap.v1.gone", handle: () => bytes("here") })[Symbol.asyncDispose]();
  await other.nats.flush();
  expect(await request(log, question("ldap.v1.gone"))).toBeUndefined();
});

test("progress reaches who listens, in its own namespace, until they stop", async () => {
  const controller = new AbortController();
  const listening = subscribeVolatile(other, { subject: "progress.v1.acme.*", signal: controller.signal });
  await other.nats.flush();
  publishVolatile(log, { subject: "progress.v1.acme.ad", payload: bytes("1") });
  publishVolatile(log, { subject: "progress.v1.other.ad", payload: bytes("not for you") });
  publishVolatile(log, { subject: "progress.v1.acme.ad", payload: bytes("2") });
  const heard = [await listening.next(), await listening.next()];
  expect(heard.map(({ value }) => [value?.subject, text(value?.payload)])).toEqual([
    ["progress.v1.acme.ad", "1"],
    ["progress.v1.acme.ad", "2"],
  ]);
  const next = listening.next();
  controller.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});

test("a listener that is too slow loses the oldest", async () => {
  const controller = new AbortController();
  const listening = subscribeVolatile(other, { subject: "progress.v1.acme.ad", signal: controller.signal });
  await other.nats.flush();
  for (let n = 1; n <= 1500; n++) publishVolatile(log, { subject: "progress.v1.acme.ad", payload: bytes(`${n}`) });
  await log.nats.flush();
  await other.nats.flush();
  expect(text((await listening.next()).value?.payload)).toBe("501");
  controller.abort();
  await listening.return();
});
