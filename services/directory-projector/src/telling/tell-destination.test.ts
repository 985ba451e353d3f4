import { allowAddressIn, openLog } from "@dirstream/service";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { NeedsAttention } from "../http/needs-attention.ts";
import type { Destination } from "./destination.ts";
import { startMailServer } from "./mail-server.fixture.ts";
import { openSigner } from "./sign.ts";
import { type Teller, type Telling, tellDestination } from "./tell-destination.ts";
import { TOLD_NOTHING, type Told } from "./told.ts";
import { newSigningKey, startReceiver } from "./webhook-receiver.fixture.ts";

const MINUTE = 60_000;
const pem = newSigningKey();
const stack = new AsyncDisposableStack();
const mails = stack.use(await startMailServer());
const hooks = stack.use(await startReceiver(pem));
afterAll(() => stack.disposeAsync());

let nowMs = 0;
let saved: Told[] = [];
beforeEach(() => {
  [nowMs, saved] = [Date.parse("2026-03-01T09:00:00Z"), []];
  mails.received.length = 0;
  hooks.received.length = 0;
  hooks.answer(204);
});

const logged: string[] = [];
const telling: Telling = {
  channels: {
    consoleUrl: "https://console.test",
    email: { server: mails.server, from: "dirstream@example.com" },
    webhook: { signer: openSigner(pem), allowAddress: allowAddressIn(["loopback"]) },
  },
  ...{ log: openLog("test", "info", { write: (line) => void logged.push(line) }), signal: AbortSignal.timeout(60_000) },
  ...{ nowMs: () => nowMs, repeatMs: 10 * MINUTE, mailPauseMs: MINUTE },
  save: async (teller) => {
    saved.push(teller.told);
    teller.isSaved = true;
  },
};
const tellerOf = (destination: Destination, told: Told = TOLD_NOTHING): Teller => ({ account: "acme", destination, told, isSaved: true });
const byMail = () => tellerOf({ kind: "email", to: "anna@example.com" });
const byHook = () => tellerOf({ kind: "webhook", to: hooks.url });
const tell = (teller: Teller, now: readonly NeedsAttention[], more: Partial<Telling> = {}) =>
  tellDestination({ ...telling, ...more }, teller, now);

const failed = (connectorId: string): NeedsAttention => ({
  ...{
    connectorId,
    connectorName: `Site ${connectorId}`,
    kind: "failed",
    since: "2026-03-01T08:00:00Z",
    code: "unreachable",
    holdId: null,
  },
  sentence: "The host is away.",
});
const many = Array.from({ length: 500 }, (_, at) => failed(`c${at}`));

test("five hundred that fail at once are one mail, and nothing more while it lasts", async () => {
  const teller = byMail();
  await tell(teller, many);
  nowMs += 60 * MINUTE;
  await tell(teller, many);
  expect(mails.received.map((mail) => mail.header("Subject"))).toEqual(["[dirstream] acme: 500 connectors need you"]);
  await tell(teller, []);
  expect(mails.received.map((mail) => mail.header("Subject"))[1]).toBe("[dirstream] acme: 500 connectors need nobody any more");
});

test("to a webhook each goes by itself, a few at a time", async () => {
  hooks.answer(204, 5);
  await tell(byHook(), many.slice(0, 50));
  expect(hooks.received.map(({ message }) => message.type)).toEqual(Array.from({ length: 50 }, () => "attention.raised"));
  expect(new Set(hooks.received.map(({ id }) => id)).size).toBe(50);
  expect(hooks.mostAtOnce()).toBe(4);
  expect(hooks.problems).toEqual([]);
});

test("mails to one address are a while apart, and what came meanwhile is in the next", async () => {
  const teller = byMail();
  await tell(teller, [failed("a")]);
  nowMs += MINUTE - 1;
  await tell(teller, [failed("a"), failed("b")]);
  expect(mails.received).toHaveLength(1);
  nowMs += 1;
  await tell(teller, [failed("a"), failed("b"), failed("c")]);
  expect(mails.received.at(-1)?.header("Subject")).toBe("[dirstream] acme: 2 connectors need you");
});

test("what is told is written down before it is sent, and what came of it afterwards", async () => {
  const teller = byHook();
  await tell(teller, [failed("a")]);
  const [before, after] = saved.map(({ of }) => of.a);
  expect(before).toMatchObject({ state: null, maybe: { id: hooks.received[0]?.id, type: "attention.raised" } });
  expect(after).toMatchObject({ state: { kind: "failed" }, id: hooks.received[0]?.id, maybe: null });
  await expect(tell(byHook(), [failed("a")], { save: () => Promise.reject(new Error("away")) })).rejects.toThrow("away");
  expect(hooks.received).toHaveLength(1);
});

test("whoever dies between sending and writing is followed by one who says the same once more, or takes it back", async () => {
  const dies = { save: async (teller: Teller) => (saved.length < 1 ? telling.save(teller) : Promise.reject(new Error("dead"))) };
  await expect(tell(byHook(), [failed("a")], dies)).rejects.toThrow("dead");
  const stored = saved.at(-1) as Told;
  await tell(tellerOf(byHook().destination, stored), [failed("a")]);
  expect(hooks.received.map(({ id }) => id)).toEqual([hooks.received[0]?.id, hooks.received[0]?.id]);
  await tell(tellerOf(byHook().destination, stored), []);
  expect(hooks.received[2]?.message).toMatchObject({ type: "attention.resolved", data: { connector: { id: "a" }, kind: "failed" } });
});

test("a destination that refuses is tried again after growing waits, with the same id, and then told what is so by then", async () => {
  const teller = byHook();
  hooks.answer(503);
  await tell(teller, [failed("a"), failed("b")]);
  expect(teller.told).toMatchObject({
    ...{ of: {}, lastToldAt: null },
    failing: { since: "2026-03-01T09:00:00.000Z", attempts: 1, because: expect.stringMatching(/answered with status 503/) },
  });
  nowMs += MINUTE;
  await tell(teller, [failed("a"), failed("b")]);
  hooks.answer(204);
  nowMs += MINUTE; // two are to be waited for
  await tell(teller, [failed("a"), failed("b")]);
  expect(hooks.received).toEqual([]);
  nowMs += MINUTE;
  await tell(teller, [failed("b")]);
  expect(hooks.received.map(({ message }) => message.type === "attention.raised" && message.data.connector.id)).toEqual(["b"]);
  expect(teller.told).toMatchObject({ failing: null, lastToldAt: "2026-03-01T09:03:00.000Z" });
});

test("what waits to be written down is written before anything else is told", async () => {
  const teller = { ...byHook(), isSaved: false };
  await tell(teller, []);
  expect([saved, teller.isSaved]).toEqual([[TOLD_NOTHING], true]);
});

test("the log says that somebody was told, and not who or what", () => {
  expect(logged.join("")).toMatch(/"kind":"email".*told that connectors need somebody/);
  expect(logged.join("")).not.toMatch(/anna|127\.0\.0\.1|Site/);
});
