import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AttentionTo, accountEvents, subjects } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { connector, tellTheStory } from "../http/story.fixture.ts";
import { appendTo, openTestLog } from "../log.fixture.ts";
import { startProjectorProcess } from "../projector-process.fixture.ts";
import { openTestDatabase, type TestDatabase } from "../test-database.fixture.ts";
import { readTold } from "./told.ts";
import { newSigningKey, startReceiver } from "./webhook-receiver.fixture.ts";

const pem = newSigningKey();
const stack = new AsyncDisposableStack();
let hooks: Awaited<ReturnType<typeof startReceiver>>;
let database: TestDatabase;
let eventLog: EventLog;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "telling-"));
  stack.defer(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, "jwks.json"), JSON.stringify({ keys: [] }));
  await writeFile(join(directory, "webhook.pem"), pem);
  hooks = stack.use(await startReceiver(pem));
  [database, eventLog] = [stack.use(await openTestDatabase(inject("postgresUrl"))), stack.use(await openTestLog(inject("natsUrl")))];
  await tellTheStory(eventLog);
  const attention: AttentionTo = { emails: [], webhook: hooks.url };
  const data = { region: "europe" as const, zone: "Etc/GMT", attention, by: "test" };
  const metadata = { id: crypto.randomUUID(), source: "/test", time: "2026-03-01T08:00:00Z" };
  await appendTo(eventLog, "CONNECTORS", subjects.account("acme"), accountEvents.encode({ type: "AccountReconfigured", data }, metadata));
});
afterAll(() => stack.disposeAsync());

const start = (more: Readonly<Record<string, string>> = {}) =>
  startProjectorProcess({
    ...{ NATS_URL: inject("natsUrl"), NATS_NAMESPACE: eventLog.namespace, DATABASE_URL: database.options.url },
    ...{ JWKS_FILE: join(directory, "jwks.json"), JWT_ISSUER: "issuer", JWT_AUDIENCE: "dirstream" },
    ...{ WEBHOOK_SIGNING_KEY_FILE: join(directory, "webhook.pem"), CONSOLE_URL: "https://console.test", ALLOW_ADDRESSES: "loopback" },
    ...{ ATTENTION_EVERY_SECONDS: "0.3", ...more },
  });
const told = () =>
  hooks.received.map(({ id, message }) => `${message.type} ${message.type === "attention.test" ? "" : message.data.connector.id} ${id}`);
/** Of whom it is written down for certain what they were told. */
const writtenDown = async (): Promise<string[]> => {
  const { of } = await readTold(eventLog, { account: "acme", destination: { kind: "webhook", to: hooks.url } });
  return Object.keys(of).filter((connector) => of[connector]?.maybe === null);
};

test("a projector that dies after telling and before writing it down is followed by one that says the same again, and then no more", async () => {
  const first = start({ KILL_POINT: "directory-projector.afterTelling" });
  await first.exit;
  const before = told().sort();
  expect(before.map((it) => it.replace(/ msg_.*/, ""))).toEqual(["attention.raised north", "attention.raised south"]);
  const second = start();
  await vi.waitFor(() => expect(told().sort()).toEqual([...before, ...before].sort()), { timeout: 15_000 });
  await vi.waitFor(async () => expect((await writtenDown()).sort()).toEqual(["north", "south"]), { timeout: 15_000 }); // else the next one says it a third time
  second.child.kill("SIGTERM");
  await second.exit;
  expect(hooks.problems).toEqual([]);
});

test("what is over when the next one comes is taken back", async () => {
  hooks.received.length = 0;
  await connector(eventLog, { type: "ConnectorDisabled", data: { by: "anna" } });
  const first = start({ KILL_POINT: "directory-projector.afterTelling" });
  await first.exit;
  expect(told()).toEqual([expect.stringMatching(/^attention\.resolved north msg_/)]);
  await connector(eventLog, { type: "ConnectorEnabled", data: { by: "anna" } });
  const second = start({ ATTENTION_REPEAT_MINUTES: "0.0001" });
  await vi.waitFor(() => expect(told().at(-1)).toMatch(/^attention\.raised north msg_/), { timeout: 15_000 });
  expect(new Set(told()).size).toBe(told().length);
  second.child.kill("SIGTERM");
  await second.exit;
});
