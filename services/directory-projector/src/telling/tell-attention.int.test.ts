import { type AttentionTo, accountEvents, subjects, TOLD_BUCKET } from "@dirstream/contracts";
import { listKeys, request } from "@dirstream/event-log";
import { allowAddressIn, openLog } from "@dirstream/service";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { openDatabase } from "../database.ts";
import { completed, connector, failed, lifecycle, started, sync } from "../http/story.fixture.ts";
import { openToldStory, type ToldStory } from "../http/told-story.fixture.ts";
import { appendTo } from "../log.fixture.ts";
import { answerTests } from "./answer-tests.ts";
import type { Channels } from "./channels.ts";
import { startMailServer } from "./mail-server.fixture.ts";
import { openSigner } from "./sign.ts";
import { attend, type TellAttention } from "./tell-attention.ts";
import { newSigningKey, type Received, startReceiver } from "./webhook-receiver.fixture.ts";

const MINUTE = 60_000;
const ANNA = "anna@example.com";
const pem = newSigningKey();
const stack = new AsyncDisposableStack();
let story: ToldStory;
let hooks: Awaited<ReturnType<typeof startReceiver>>;
let mails: Awaited<ReturnType<typeof startMailServer>>;
let channels: Channels;
let db: TellAttention["db"];
/** An hour after the story, so that nothing has missed its runs; and further where a test says so. */
const HOUR_AFTER_MS = Date.parse("2026-03-01T09:00:00Z");
const beganMs = Date.now();
let aheadMs = 0;
const nowMs = () => HOUR_AFTER_MS + Date.now() - beganMs + aheadMs;

const tellTo = async (attention: AttentionTo | undefined): Promise<void> => {
  const data = { region: "europe" as const, zone: "Etc/GMT", by: "test", ...(attention === undefined ? {} : { attention }) };
  const metadata = { id: crypto.randomUUID(), source: "/test", time: new Date().toISOString() };
  await appendTo(story.log, "CONNECTORS", subjects.account("acme"), accountEvents.encode({ type: "AccountReconfigured", data }, metadata));
  await story.fold();
};

beforeAll(async () => {
  story = stack.use(await openToldStory({ postgresUrl: inject("postgresUrl"), natsUrl: inject("natsUrl") }));
  [hooks, mails] = [stack.use(await startReceiver(pem)), stack.use(await startMailServer())];
  db = stack.adopt(openDatabase(story.database.options), (opened) => opened.destroy());
  channels = {
    consoleUrl: "https://console.test",
    email: { server: mails.server, from: "dirstream@example.com" },
    webhook: { signer: openSigner(pem), allowAddress: allowAddressIn(["loopback"]) },
  };
  await tellTo({ emails: [ANNA], webhook: hooks.url });
});
afterAll(() => stack.disposeAsync());

const attending = (more: Partial<TellAttention> = {}) => {
  const stopping = new AbortController();
  const log = openLog("test", "silent");
  const common = { eventLog: story.log, db, channels, log, signal: stopping.signal, foldedUntil: () => Number.POSITIVE_INFINITY };
  const it = attend({ ...common, everyMs: 60, repeatMs: 10 * MINUTE, nowMs, ...more });
  const answering = answerTests({ ...common, ...more, attending: it });
  const stop = async () => {
    stopping.abort();
    await answering[Symbol.asyncDispose]();
    await it[Symbol.asyncDispose]();
  };
  onTestFinished(stop);
  return { ...it, stop };
};
const eventually = (assert: () => void | Promise<void>) => vi.waitFor(assert, { timeout: 5_000, interval: 20 });
const said = (received: readonly Received[]) =>
  received.map(({ message }) =>
    message.type === "attention.test" ? message.type : `${message.type} ${message.data.connector.id} ${message.data.kind}`,
  );
const destinations = async () => (await story.ask("/accounts/acme/attention/destinations")).body.destinations;
const run = async (number: number, end: "completed" | "failed"): Promise<void> => {
  const common = lifecycle(number, "waiting", 5, 6);
  await sync(story.log, started(common), 2 * number + 10);
  await sync(story.log, end === "completed" ? completed(common) : failed(common, false), 2 * number + 11);
  await story.fold();
};
/** A round more than it takes to tell whatever there is. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 300));

test("what needs somebody is told to everybody, once, as the pages show it", async () => {
  attending();
  await eventually(async () => {
    expect(said(hooks.received)).toEqual(["attention.raised north held"]);
    expect(mails.received.map((mail) => mail.header("Subject"))).toEqual([expect.stringMatching(/^\[dirstream\] North: held – /)]);
  });
  const [shown] = await story.items("/accounts/acme/attention");
  const [told] = hooks.received;
  expect(told?.message.data).toMatchObject({
    ...{ account: "acme", connector: { id: "north", name: "North" }, since: shown.since, sentence: shown.sentence, holdId: "hold-1" },
    url: "https://console.test/acme/connectors/north/holds/hold-1",
  });
  expect(hooks.problems).toEqual([]);
  await eventually(async () => {
    expect(await destinations()).toEqual(
      [
        { kind: "email", to: ANNA },
        { kind: "webhook", to: hooks.url },
      ].map((it) => ({ ...it, lastToldAt: expect.any(String), failing: null })),
    );
  });
});

test("another process that folds tells nothing again, and neither does one that fills the read model from the first event", async () => {
  const before = said(hooks.received);
  const first = attending();
  await aWhile();
  await first.stop();
  // The past of a read model that is being filled: it knows the accounts, and nothing that was decided or completed since.
  let isFolded = false;
  await story.database.query(`create table ${story.database.options.schema}.kept as select * from ${story.database.options.schema}.hold`);
  await story.database.query(`delete from ${story.database.options.schema}.hold`);
  attending({ foldedUntil: () => (isFolded ? Number.POSITIVE_INFINITY : 0) });
  await aWhile();
  await story.database.query(`insert into ${story.database.options.schema}.hold select * from ${story.database.options.schema}.kept`);
  isFolded = true;
  await aWhile();
  expect(said(hooks.received)).toEqual(before);
  expect(mails.received).toHaveLength(1);
});

test("what was decided is resolved, and what fails then is another occurrence", async () => {
  const telling = attending();
  const data = { holdId: "hold-1", digest: "1".repeat(64), reason: "they stay", by: "anna" };
  await connector(story.log, { type: "HoldRejected", data });
  await story.fold();
  telling.look(["acme"]);
  await eventually(() => expect(said(hooks.received).at(-1)).toBe("attention.resolved north held"));
  await eventually(() => expect(mails.received.at(-1)?.header("Subject")).toBe("[dirstream] North: needs nobody any more"));
  aheadMs += 11 * MINUTE;
  await run(7, "failed");
  telling.look(["acme"]);
  await eventually(() => expect(said(hooks.received).at(-1)).toBe("attention.raised north failed"));
  await eventually(() => expect(mails.received.at(-1)?.header("Subject")).toMatch(/^\[dirstream\] North: failed – /));
});

test("a mail server that is away keeps nobody else from being told, and gets what is so when it is back", async () => {
  const { port } = mails.server;
  await mails[Symbol.asyncDispose]();
  attending();
  aheadMs += 11 * MINUTE;
  await run(8, "completed");
  await eventually(() => expect(said(hooks.received).at(-1)).toBe("attention.resolved north failed"));
  await eventually(async () => {
    expect((await destinations())[0].failing).toMatchObject({ because: "The mail server cannot be reached, or does not answer in time." });
  });
  mails = stack.use(await startMailServer({}, port));
  await aWhile();
  expect(mails.received).toEqual([]); // it is left alone for a minute
  aheadMs += 2 * MINUTE;
  await eventually(() =>
    expect(mails.received.map((mail) => mail.header("Subject"))).toEqual(["[dirstream] North: needs nobody any more"]),
  );
  await eventually(async () => expect((await destinations())[0].failing).toBeNull());
});

const testAll = async (to: AttentionTo) => {
  const payload = new TextEncoder().encode(JSON.stringify({ account: "acme", to }));
  const answer = await request(story.log, { subject: subjects.attentionTest, payload, timeoutMs: 5_000 });
  return JSON.parse(new TextDecoder().decode(answer)).destinations;
};

test("a test says of each destination what came of it", async () => {
  attending();
  expect(await testAll({ emails: [ANNA], webhook: "http://10.0.0.1/hook" })).toEqual([
    { kind: "email", to: ANNA, delivered: true, sentence: expect.stringMatching(/^The mail server has taken it \(250/) },
    { kind: "webhook", to: "http://10.0.0.1/hook", delivered: false, sentence: expect.stringMatching(/may not connect to\.$/) },
  ]);
  expect(await testAll({ emails: [], webhook: hooks.url })).toMatchObject([{ delivered: true }]);
  expect(said(hooks.received).at(-1)).toBe("attention.test");
  expect(hooks.problems).toEqual([]);
});

test("a test that arrives ends the waiting: what is to be told is told at once", async () => {
  hooks.answer(500);
  attending();
  aheadMs += 11 * MINUTE;
  await run(9, "failed");
  await eventually(async () => expect((await destinations())[1].failing).toMatchObject({ because: expect.stringMatching(/status 500/) }));
  hooks.answer(204);
  const before = hooks.received.length;
  await testAll({ emails: [], webhook: hooks.url });
  await eventually(() => expect(said(hooks.received.slice(before))).toEqual(["attention.test", "attention.raised north failed"]));
});

test("what is not set up says which setting it takes, and tells nobody", async () => {
  const before = [hooks.received.length, mails.received.length];
  const nothing = attending({ channels: { ...channels, email: undefined, webhook: undefined } });
  expect(await testAll({ emails: [ANNA], webhook: hooks.url })).toMatchObject([
    { delivered: false, sentence: "E-mail is not set up on this installation: SMTP_URL of directory-projector is not set." },
    { delivered: false, sentence: expect.stringMatching(/WEBHOOK_SIGNING_KEY_FILE of directory-projector is not set/) },
  ]);
  await connector(story.log, { type: "ConnectorDisabled", data: { by: "anna" } });
  await story.fold();
  await aWhile();
  await nothing.stop();
  expect((await destinations()).map(({ failing }: { failing: unknown }) => failing)).toEqual([null, null]);
  await connector(story.log, { type: "ConnectorEnabled", data: { by: "anna" } });
  await story.fold();
  expect([hooks.received.length, mails.received.length]).toEqual(before);
  const { body } = await story.ask("/accounts/acme/attention/destinations");
  expect(body.email).toEqual({ isSetUp: false, setting: "SMTP_URL" });
  expect(body.webhook).toEqual({ isSetUp: false, setting: "WEBHOOK_SIGNING_KEY_FILE", publicKeys: [] });
});

test("who is told no longer is forgotten, and entered again is told what is so then", async () => {
  const telling = attending();
  await tellTo(undefined);
  await eventually(async () => expect(await listKeys(story.log, { bucket: TOLD_BUCKET })).toEqual([]));
  const before = hooks.received.length;
  await tellTo({ emails: [], webhook: hooks.url });
  telling.look(["acme"]);
  await eventually(() => expect(said(hooks.received.slice(before))).toEqual(["attention.raised north failed"]));
});
