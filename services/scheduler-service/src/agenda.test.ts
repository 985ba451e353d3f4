import { accountEvents, type ConnectorEvent, connectorEvents, type RequestEvent, requestEvents, subjects } from "@dirstream/contracts";
import type { RecordedMessage } from "@dirstream/event-log";
import { slotsBetween } from "@dirstream/schedule";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Agenda, decideFor, dueConnectors, foldMessage, lookAtAll, newAgenda, recordRequest, requestedOf } from "./agenda.ts";
import { sampleSettings as settings } from "./sample-connector.fixture.ts";

const KEY = "default/c1";
const START_MS = Date.parse("2025-10-29T00:00:00Z");
const HOUR_MS = 3_600_000;
const zone = "Africa/Cairo"; // shows 23:00 twice on 2025-10-30

const metadata = (timeMs: number) => ({ id: "id", source: "/test", time: new Date(timeMs).toISOString() });
const message = (subject: string, sequence: number, payload: Uint8Array): RecordedMessage => ({
  subject,
  sequence,
  payload,
  time: new Date(START_MS).toISOString(),
  header: () => undefined,
});

const by = "ada";
const account = message(
  subjects.account("default"),
  1,
  accountEvents.encode({ type: "AccountRegistered", data: { region: "europe", zone, by } }, metadata(START_MS)),
);
const onConnector = (sequence: number, event: ConnectorEvent, timeMs = START_MS) =>
  message(subjects.connector("default", "c1"), sequence, connectorEvents.encode(event, metadata(timeMs)));
const registered = onConnector(2, { type: "ConnectorRegistered", data: { settings, by } });
const CONNECTORS = [account, registered];

/** SYNC_REQUESTS, as several schedulers see it: an append is refused unless it expects what is there. */
const openRequests = () => {
  const stored: { message: RecordedMessage; event: RequestEvent }[] = [];
  const append = (event: RequestEvent, expected: number): number | undefined => {
    if (expected !== stored.length) return undefined;
    const payload = requestEvents.encode(event, metadata(START_MS));
    stored.push({ event, message: message(subjects.syncRequest("default", "c1"), stored.length + 1, payload) });
    return stored.length;
  };
  return { stored, append };
};

const startScheduler = () => {
  const agenda = newAgenda();
  for (const it of CONNECTORS) foldMessage(agenda, it);
  return { agenda, position: 0, lastMs: Number.NEGATIVE_INFINITY };
};
type Scheduler = ReturnType<typeof startScheduler>;
type Requests = ReturnType<typeof openRequests>;

const follow = (scheduler: Scheduler, { stored }: Requests, messages = Number.POSITIVE_INFINITY) => {
  for (const { message } of stored.slice(scheduler.position, scheduler.position + messages)) {
    foldMessage(scheduler.agenda, message);
    scheduler.position = message.sequence;
  }
};

/** One look at the clock; dies after `appends` of them, before it learns that the last was stored. */
const look = (scheduler: Scheduler, requests: Requests, nowMs: number, appends = Number.POSITIVE_INFINITY): void => {
  if (nowMs < scheduler.lastMs) lookAtAll(scheduler.agenda);
  scheduler.lastMs = nowMs;
  for (const key of dueConnectors(scheduler.agenda, nowMs)) {
    for (const event of decideFor(scheduler.agenda, key, nowMs, () => "random")) {
      if (appends-- <= 0) return;
      const sequence = requests.append(event, requestedOf(scheduler.agenda, key).revision);
      if (sequence === undefined || appends <= 0) return;
      recordRequest(scheduler.agenda, key, event, sequence);
    }
  }
};

const slotsOf = ({ stored }: Requests): string[] =>
  stored.flatMap(({ event: { data } }) => (data.slot === null ? [] : [`${data.slot.date} ${data.slot.time}`])).sort();

describe("three schedulers", () => {
  const turn = fc.record({
    scheduler: fc.nat(2),
    passedMs: fc.oneof(fc.nat(120_000), fc.nat(40 * HOUR_MS)),
    clockErrorMs: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: -30 * HOUR_MS, max: 30 * HOUR_MS })),
    follows: fc.nat(4),
    appends: fc.oneof({ weight: 4, arbitrary: fc.constant(99) }, fc.nat(3)),
    dies: fc.boolean(),
  });

  test("record every slot exactly once, and the first sync once, whoever dies, lags, or has a clock that jumps", () => {
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 40 }), (turns) => {
        const requests = openRequests();
        const schedulers = [startScheduler(), startScheduler(), startScheduler()];
        let nowMs = START_MS;
        for (const { scheduler, passedMs, clockErrorMs, follows, appends, dies } of turns) {
          nowMs += passedMs;
          const it = schedulers[scheduler] as Scheduler;
          follow(it, requests, follows);
          look(it, requests, nowMs + clockErrorMs, appends);
          if (dies) schedulers[scheduler] = startScheduler();
        }

        nowMs += 48 * HOUR_MS; // past the fastest of the clocks
        const survivor = startScheduler();
        follow(survivor, requests);
        for (let before = -1; before !== requests.stored.length; ) {
          before = requests.stored.length;
          look(survivor, requests, nowMs);
          if (before > 10_000) expect.unreachable("what is due never ends");
        }

        const owed = slotsBetween({ zone, times: ["08:00", "13:00", "23:00"] }, Math.max(START_MS, nowMs - 31 * 24 * HOUR_MS), nowMs);
        const recorded = slotsOf(requests);
        expect(new Set(recorded).size).toBe(recorded.length);
        expect(recorded).toEqual(expect.arrayContaining(owed.map(({ date, time }) => `${date} ${time}`)));
        expect(requests.stored.filter(({ event }) => event.data.reason === "first")).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });
});

test("a clock that ran ahead and was set back does not keep the next slot waiting", () => {
  const requests = openRequests();
  const it = startScheduler();
  for (let turn = 0; turn < 10; turn++) look(it, requests, START_MS + 365 * 24 * HOUR_MS);
  expect(dueConnectors(it.agenda, START_MS + 365 * 24 * HOUR_MS)).toEqual([]);
  look(it, requests, START_MS);
  const nextMs = Date.parse("2025-10-29T05:00:00Z");
  look(it, requests, nextMs - 1);
  expect(slotsOf(requests)).not.toContain("2025-10-29 08:00");
  look(it, requests, nextMs);
  expect(slotsOf(requests)).toContain("2025-10-29 08:00");
});

test("what a scheduler appended itself does not set it back when it comes by", () => {
  const requests = openRequests();
  const it = startScheduler();
  look(it, requests, START_MS + 20 * HOUR_MS);
  expect(requests.stored.length).toBeGreaterThan(2);
  follow(it, requests, 1);
  expect(requestedOf(it.agenda, KEY).revision).toBe(requests.stored.length);
});

describe("an event that cannot be read", () => {
  const newer = JSON.stringify({ specversion: "1.0", ...metadata(START_MS), type: "dirstream.ConnectorReconfigured.v99", data: {} });
  const other = newer.replace("ConnectorReconfigured.v99", "ConnectorPainted.v1");
  const bytes = (text: string) => new TextEncoder().encode(text);
  const decide = (agenda: Agenda) => decideFor(agenda, KEY, START_MS + 9 * HOUR_MS, () => "random");

  test("because it is newer than the scheduler stops that connector, and is named", () => {
    const { agenda } = startScheduler();
    expect(foldMessage(agenda, message(subjects.connector("default", "c1"), 7, bytes(newer)))).toMatch(
      /^Message 7 on connector\.v1\.default\.c1 cannot be read: ConnectorReconfigured version 99 is newer/,
    );
    expect(decide(agenda)).toEqual([]);
    foldMessage(agenda, onConnector(8, { type: "ConnectorDisabled", data: { by } }, START_MS + HOUR_MS));
    expect(decide(agenda)).toEqual([]);
  });

  test("because it is broken stops the connector, also among its requests", () => {
    const { agenda } = startScheduler();
    expect(foldMessage(agenda, message(subjects.syncRequest("default", "c1"), 1, bytes("{")))).toMatch(/not JSON/);
    expect(decide(agenda)).toEqual([]);
  });

  test("in the account stops the account's connectors", () => {
    const { agenda } = startScheduler();
    expect(foldMessage(agenda, message(subjects.account("default"), 3, bytes("{")))).toMatch(/Nothing is scheduled for default/);
    expect(decide(agenda)).toEqual([]);
  });

  test("because nobody here has heard of its type is none of the schedule's business", () => {
    const { agenda } = startScheduler();
    expect(foldMessage(agenda, message(subjects.connector("default", "c1"), 7, bytes(other)))).toBeUndefined();
    expect(decide(agenda)).not.toEqual([]);
  });
});
