import { randomUUID } from "node:crypto";
import {
  type AccountEvent,
  accountEvents,
  type ConnectorEvent,
  connectorEvents,
  parseSubject,
  type RequestEvent,
  requestEvents,
  subjects,
} from "@dirstream/contracts";
import { append, connectEventLog, type EventLog, lastSequence, provision, readToEnd } from "@dirstream/event-log";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { newAgenda } from "./agenda.ts";
import { slotRequestId } from "./due.ts";
import { requestSyncs } from "./request-syncs.ts";
import { sampleSettings } from "./sample-connector.fixture.ts";

const HOUR_MS = 3_600_000;
const TEN_SLOTS = ["2026-03-02", "2026-03-03", "2026-03-04"]
  .flatMap((date) => ["08:00", "13:00", "23:00"].map((time) => ` ${date} ${time}`))
  .concat(" 2026-03-05 08:00");
const WAIT = { timeout: 20_000, interval: 20 };
const by = "ada";

const stack = new AsyncDisposableStack();
const openLog = (namespace: string): Promise<EventLog> =>
  connectEventLog({ servers: inject("natsUrl"), name: "scheduler-test", namespace });
let log: EventLog;

/** Every test is an installation of its own. */
const openInstallation = async (): Promise<EventLog> => {
  const installation = stack.use(await openLog(`scheduler-${randomUUID().slice(0, 8)}`));
  await provision(installation);
  return installation;
};

beforeAll(async () => {
  log = await openInstallation();
});
afterAll(() => stack.disposeAsync());

const metadata = (timeMs: number) => ({ id: randomUUID(), source: "/test", time: new Date(timeMs).toISOString() });

const registerAccount = (to: EventLog, account: string, timeMs: number) => {
  const event: AccountEvent = { type: "AccountRegistered", data: { region: "europe", zone: "Etc/GMT", by } };
  return append(to, { subject: subjects.account(account), payload: accountEvents.encode(event, metadata(timeMs)), expectedSequence: 0 });
};

const registered = (zone: string | null): ConnectorEvent => ({
  type: "ConnectorRegistered",
  data: {
    settings: { ...sampleSettings, schedule: { times: null, zone } },
    by,
  },
});

const first = (causedBy: number): RequestEvent => ({
  type: "SyncRequested",
  data: { requestId: randomUUID(), kind: "read", mode: "full", reason: "first", slot: null, causedBy, by },
});

/** Registered, and its first sync requested, as connector-service does. */
const registerConnector = async (to: EventLog, account: string, connector: string, timeMs: number, zone: string | null = null) => {
  const payload = connectorEvents.encode(registered(zone), metadata(timeMs));
  const sequence = await append(to, { subject: subjects.connector(account, connector), payload, expectedSequence: 0 });
  await append(to, {
    subject: subjects.syncRequest(account, connector),
    payload: requestEvents.encode(first(sequence), metadata(timeMs)),
    expectedSequence: 0,
  });
};

interface Clock {
  now: () => number;
}

/** `diesAfter` that many acknowledged requests, with others on their way. */
const startScheduler = (on: EventLog, clock: Clock, diesAfter = Number.POSITIVE_INFINITY) => {
  const stop = new AbortController();
  const alarms: string[] = [];
  const recorded: RequestEvent[] = [];
  const caughtUp = Promise.withResolvers<void>();
  const running = requestSyncs({
    log: on,
    agenda: newAgenda(),
    now: () => clock.now(),
    signal: stop.signal,
    onCaughtUp: caughtUp.resolve,
    onRecorded: (event) => {
      if (recorded.push(event) >= diesAfter) stop.abort();
    },
    alarm: (sentence) => alarms.push(sentence),
  });
  const end = async () => {
    stop.abort();
    await running;
  };
  return { alarms, recorded, caughtUp: caughtUp.promise, kill: () => stop.abort(), running, [Symbol.asyncDispose]: end };
};

/** What is recorded of slots, by connector, in the order of the log. */
const recordedSlots = async (on: EventLog): Promise<Map<string, string[]>> => {
  const slots = new Map<string, string[]>();
  for await (const messages of readToEnd(on, { stream: "SYNC_REQUESTS" })) {
    for (const { subject, payload } of messages) {
      const place = parseSubject(subject);
      const decoded = requestEvents.decode(payload);
      if (place?.of !== "sync-request" || decoded.kind !== "event") return expect.unreachable(`unreadable: ${subject}`);
      const { event } = decoded;
      if (event.data.slot === null) continue;
      const { date, time } = event.data.slot;
      if (event.type === "SyncRequested") expect(event.data.requestId).toBe(slotRequestId(place.account, place.connector, event.data.slot));
      const text = `${event.type === "SyncRequested" ? event.data.mode : "skipped"} ${date} ${time}`;
      slots.set(place.connector, [...(slots.get(place.connector) ?? []), text]);
    }
  }
  return slots;
};

/** First syncs are messages too. */
const untilStored = (on: EventLog, messages: number) =>
  vi.waitFor(async () => expect(await lastSequence(on, "SYNC_REQUESTS")).toBeGreaterThanOrEqual(messages), WAIT);

test("three schedulers whose clocks differ request every slot of every connector once", async () => {
  const startMs = Date.parse("2026-03-02T00:00:00Z");
  await registerAccount(log, "default", startMs);
  const connectors = Array.from({ length: 40 }, (_, index) => `c${index}`);
  for (const connector of connectors) await registerConnector(log, "default", connector, startMs);

  let nowMs = startMs;
  const errorsMs = [-700, 0, 700];
  await using schedulers = new AsyncDisposableStack();
  for (const errorMs of errorsMs) schedulers.use(startScheduler(log, { now: () => nowMs + errorMs }));

  let expected = connectors.length;
  for (const instant of ["2026-03-02T08:00:00Z", "2026-03-02T13:00:00Z", "2026-03-02T23:00:00Z", "2026-03-03T08:00:00Z"]) {
    nowMs = Date.parse(instant);
    expected += connectors.length;
    await untilStored(log, expected);
    nowMs -= HOUR_MS / 2; // a clock that is set back repeats nothing
  }
  nowMs = Date.parse("2026-03-03T13:00:00Z");
  await untilStored(log, expected + connectors.length);

  const slots = await recordedSlots(log);
  for (const connector of connectors) {
    expect(slots.get(connector), connector).toEqual([
      "incremental 2026-03-02 08:00",
      "incremental 2026-03-02 13:00",
      "full 2026-03-02 23:00",
      "incremental 2026-03-03 08:00",
      "incremental 2026-03-03 13:00",
    ]);
  }
});

describe("a scheduler that is killed", () => {
  const connectors = Array.from({ length: 20 }, (_, index) => `c${index}`);
  const DAYS_FROM = Date.parse("2026-03-02T00:00:00Z");

  /** One scheduler, killed `offsetMs` from a slot; another takes its place, and has recorded what the first did not. */
  const killAround = async (on: EventLog, slotMs: number, offsetMs: number): Promise<number> => {
    const before = await lastSequence(on, "SYNC_REQUESTS");
    const clock = { now: () => slotMs - 100 };
    const victim = startScheduler(on, clock);
    await victim.caughtUp;
    const began = performance.now();
    clock.now = () => Math.floor(slotMs - 100 + performance.now() - began);
    await vi.waitFor(() => expect(clock.now()).toBeGreaterThanOrEqual(slotMs + offsetMs), { ...WAIT, interval: 1 });
    victim.kill();
    await victim.running;
    await using _successor = startScheduler(on, clock);
    await untilStored(on, before + connectors.length);
    return victim.recorded.length;
  };

  test("at any of a hundred instants around a slot leaves exactly one request per connector", async () => {
    const installations = Array.from({ length: 10 }, async (_, installation) => {
      const on = await openInstallation();
      await registerAccount(on, "default", DAYS_FROM);
      for (const connector of connectors) await registerConnector(on, "default", connector, DAYS_FROM);
      const byVictim: number[] = [];
      for (let round = 0; round < 10; round++) {
        const slotMs = DAYS_FROM + 24 * HOUR_MS * Math.floor(round / 3) + ([8, 13, 23][round % 3] as number) * HOUR_MS;
        byVictim.push(await killAround(on, slotMs, -100 + 2 * (10 * round + installation)));
      }
      const slots = await recordedSlots(on);
      expect([...slots.keys()].sort()).toEqual([...connectors].sort());
      for (const of of slots.values()) expect(of.map((text) => text.replace(/^full|^incremental/, ""))).toEqual(TEN_SLOTS);
      return byVictim;
    });
    const byVictim = (await Promise.all(installations)).flat();
    expect(byVictim).toHaveLength(100);
    // Else they all died too early or too late, and this test would show nothing.
    expect(byVictim).toContain(0);
    expect(Math.max(...byVictim)).toBeGreaterThan(0);
  });

  test("with requests on their way leaves the others to the next, which repeats none", async () => {
    const on = await openInstallation();
    const many = Array.from({ length: 300 }, (_, index) => `c${index}`);
    await registerAccount(on, "default", DAYS_FROM);
    await Promise.all(many.map((connector) => registerConnector(on, "default", connector, DAYS_FROM)));
    const clock = { now: () => DAYS_FROM + 8 * HOUR_MS };
    for (let generation = 0; generation < 3; generation++) {
      const victim = startScheduler(on, clock, 10);
      await victim.running;
      expect(victim.recorded.length).toBeLessThan(many.length / 3);
    }
    await using _survivor = startScheduler(on, clock);
    await untilStored(on, 2 * many.length);
    clock.now = () => DAYS_FROM + 13 * HOUR_MS;
    await untilStored(on, 3 * many.length);
    const slots = await recordedSlots(on);
    expect(slots.size).toBe(many.length);
    for (const of of slots.values()) expect(of).toEqual(["incremental 2026-03-02 08:00", "incremental 2026-03-02 13:00"]);
  });
});

test("after a downtime over several slots there is one catch-up, and the older slots are recorded as skipped", async () => {
  const on = await openInstallation();
  const startMs = Date.parse("2026-03-02T00:00:00Z");
  await registerAccount(on, "default", startMs);
  await registerConnector(on, "default", "c1", startMs);
  await registerConnector(on, "default", "c2", startMs, "Australia/Sydney");

  const clock = { now: () => startMs + 30 * HOUR_MS };
  await using _one = startScheduler(on, clock);
  await using _other = startScheduler(on, clock);
  await untilStored(on, 2 + 7);
  clock.now = () => startMs + 32 * HOUR_MS;
  await untilStored(on, 2 + 8);
  const slots = await recordedSlots(on);
  expect(slots.get("c1")).toEqual([
    "full 2026-03-02 23:00",
    "skipped 2026-03-02 08:00",
    "skipped 2026-03-02 13:00",
    "incremental 2026-03-03 08:00",
  ]);
  expect(slots.get("c2")).toEqual([
    "full 2026-03-03 13:00",
    "skipped 2026-03-02 13:00",
    "skipped 2026-03-02 23:00",
    "skipped 2026-03-03 08:00",
  ]);
});

test("a first sync that was never requested is requested once, and others' requests do not disturb", async () => {
  const on = await openInstallation();
  const startMs = Date.parse("2026-03-02T00:00:00Z");
  await registerAccount(on, "default", startMs);
  const payload = connectorEvents.encode(registered(null), metadata(startMs));
  const causedBy = await append(on, { subject: subjects.connector("default", "c1"), payload, expectedSequence: 0 });

  const clock = { now: () => startMs + 4_999 };
  await using one = startScheduler(on, clock);
  await using other = startScheduler(on, clock);
  await Promise.all([one.caughtUp, other.caughtUp]);
  expect([...one.recorded, ...other.recorded]).toEqual([]);
  clock.now = () => startMs + 5_000;
  const recorded = () => [...one.recorded, ...other.recorded].map(({ data }) => data);
  await vi.waitFor(() => expect(recorded()).toHaveLength(1), WAIT);

  const manual: RequestEvent = {
    type: "SyncRequested",
    data: { requestId: randomUUID(), kind: "read", mode: "incremental", reason: "manual", slot: null, causedBy: null, by },
  };
  const revision = await vi.waitFor(() =>
    append(on, {
      subject: subjects.syncRequest("default", "c1"),
      payload: requestEvents.encode(manual, metadata(startMs)),
      expectedSequence: 1,
    }),
  );
  expect(revision).toBe(2);
  clock.now = () => startMs + 8 * HOUR_MS;
  await vi.waitFor(() => expect(recorded()).toHaveLength(2), WAIT);
  const byReason = Object.fromEntries(recorded().map((data) => [data.reason, data]));
  expect(byReason).toMatchObject({ first: { causedBy, kind: "read", mode: "full" }, schedule: { causedBy: null } });
});

test("a zone that this machine does not know raises one alarm, and the other connectors go on", async () => {
  const on = await openInstallation();
  const startMs = Date.parse("2026-03-02T00:00:00Z");
  await registerAccount(on, "default", startMs);
  await registerConnector(on, "default", "c1", startMs, "Mars/Olympus");
  await registerConnector(on, "default", "c2", startMs);

  const clock = { now: () => startMs + 8 * HOUR_MS };
  await using scheduler = startScheduler(on, clock);
  await untilStored(on, 2 + 1);
  clock.now = () => startMs + 13 * HOUR_MS;
  await untilStored(on, 2 + 2);
  expect([...(await recordedSlots(on)).keys()]).toEqual(["c2"]);
  expect(scheduler.alarms).toEqual([
    'The time zone "Mars/Olympus" of default/c1 is not known to this machine: it is not scheduled until it is given another.',
  ]);
});
