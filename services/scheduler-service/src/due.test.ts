import type { ConnectorEvent, ConnectorSettings, RequestEvent } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { COMMAND_GRACE_MS, due, LOOK_BACK_MS, nextDueMs, type Recorded, slotRequestId, unknownZoneOf } from "./due.ts";
import { foldAccount, foldConnector, nothingOwed, type Owed } from "./owed.ts";
import { DATES_REMEMBERED, isRecorded, noSlots, recordSlot } from "./recorded-slots.ts";
import { sampleSettings as settings } from "./sample-connector.fixture.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONDAY = "2026-03-02T00:00:00Z";

const by = "ada";
const registered = (schedule = settings.schedule): ConnectorEvent => ({
  type: "ConnectorRegistered",
  data: { settings: { ...settings, schedule }, by },
});
const rescheduled = (schedule: ConnectorSettings["schedule"]): ConnectorEvent => ({
  type: "ConnectorReconfigured",
  data: { settings: { ...settings, schedule }, by },
});
const disabled: ConnectorEvent = { type: "ConnectorDisabled", data: { by } };
const enabled: ConnectorEvent = { type: "ConnectorEnabled", data: { by } };
const removed = (entries: "keep" | "remove"): ConnectorEvent => ({ type: "ConnectorRemoved", data: { entries, by } });
const approved: ConnectorEvent = { type: "HoldApproved", data: { holdId: "h1", digest: "0".repeat(64), reason: "checked", by } };

/** A connector of an account in Europe, what was recorded of it, and a log that grows with every decision. */
const history = (...events: (readonly [at: string, event: ConnectorEvent])[]) => {
  const owed: Owed = nothingOwed();
  const recorded = { slots: noSlots(), commands: new Set<number>() } satisfies Recorded;
  let sequence = 1;
  foldAccount(owed, "default", { type: "AccountRegistered", data: { region: "europe", zone: "Etc/GMT", by } }, at(MONDAY, sequence));
  const add = (time: string, event: ConnectorEvent) => foldConnector(owed, "default", "c1", event, at(time, ++sequence));
  for (const [time, event] of events) add(time, event);
  const connector = () => owed.connectors.get("default/c1") ?? expect.unreachable("no such connector");
  const record = (event: RequestEvent) => {
    if (event.data.slot !== null) recordSlot(recorded.slots, event.data.slot);
    if (event.type === "SyncRequested" && event.data.causedBy !== null) recorded.commands.add(event.data.causedBy);
  };
  const decide = (time: string | number) => due(connector(), recorded, new Date(time).getTime(), () => "random");
  return {
    owed,
    recorded,
    add,
    connector,
    record,
    decide,
    /** Everything that is due, recorded, in words. */
    tick: (time: string | number): string[] => {
      const recordedNow: string[] = [];
      for (let events = decide(time); events.length > 0; events = decide(time)) {
        for (const event of events) record(event);
        recordedNow.push(...events.map(show));
        if (recordedNow.length > 1_000) expect.unreachable("what is due never ends");
      }
      return recordedNow;
    },
    firstSyncDone: () => recorded.commands.add(2),
  };
};

const at = (time: string, sequence: number) => ({ sequence, timeMs: Date.parse(time) });

const show = (event: RequestEvent): string =>
  event.type === "SlotSkipped"
    ? `skipped ${event.data.slot.date} ${event.data.slot.time}`
    : `${event.data.mode} ${event.data.slot === null ? `${event.data.reason} of ${event.data.causedBy}` : `${event.data.slot.date} ${event.data.slot.time}`}`;

const running = (schedule = settings.schedule) => {
  const it = history([MONDAY, registered(schedule)]);
  it.firstSyncDone();
  return it;
};

describe("a slot", () => {
  test("is requested when it fires, once, and the last of the day in full", () => {
    const it = running();
    expect(it.tick("2026-03-02T07:59:59.999Z")).toEqual([]);
    expect(it.tick("2026-03-02T08:00:00Z")).toEqual(["incremental 2026-03-02 08:00"]);
    expect(it.tick("2026-03-02T08:00:00Z")).toEqual([]);
    expect(it.tick("2026-03-02T13:00:59Z")).toEqual(["incremental 2026-03-02 13:00"]);
    expect(it.tick("2026-03-02T23:00:00.001Z")).toEqual(["full 2026-03-02 23:00"]);
  });

  test("bears an id that says which slot of which connector it is", () => {
    const [event] = running().decide("2026-03-02T08:00:00Z");
    // echo -n 'default/c1|2026-03-02|08:00' | sha256sum
    const sha256 = "161c5c0eccc12deca2c83df292d5e3b7c40846b926c7d961508446395b761537";
    expect(event).toEqual({
      type: "SyncRequested",
      data: {
        requestId: sha256,
        kind: "read",
        mode: "incremental",
        reason: "schedule",
        slot: { date: "2026-03-02", time: "08:00", zone: "Etc/GMT" },
        causedBy: null,
        by: null,
      },
    });
    expect(slotRequestId("default", "c1", { date: "2026-03-02", time: "08:00" })).toBe(sha256);
  });

  test("is not requested again when the clock goes back, nor when it happens twice", () => {
    const it = running({ times: ["23:00"], zone: "Africa/Cairo" });
    const seen: string[] = [];
    for (let ms = Date.parse("2026-10-29T18:00:00Z"); ms < Date.parse("2026-10-30T00:00:00Z"); ms += HOUR_MS / 4) seen.push(...it.tick(ms));
    expect(seen.filter((text) => text.includes("2026-10-29"))).toHaveLength(1);
    for (let ms = Date.parse("2026-10-30T00:00:00Z"); ms > Date.parse("2026-10-29T12:00:00Z"); ms -= HOUR_MS / 4)
      expect(it.tick(ms)).toEqual([]);
  });

  test("is requested with the others that fire at the end of the same gap", () => {
    const it = running({ times: ["02:15", "02:45", "12:00"], zone: "Europe/Berlin" });
    it.tick("2026-03-28T12:00:00Z");
    expect(it.tick("2026-03-29T01:00:00Z")).toEqual(["incremental 2026-03-29 02:15", "incremental 2026-03-29 02:45"]);
  });

  test("that fired before the connector was registered is not owed", () => {
    const it = history(["2026-03-02T12:00:00Z", registered()]);
    it.firstSyncDone();
    expect(it.tick("2026-03-02T12:00:00Z")).toEqual([]);
    expect(it.tick("2026-03-02T13:00:00Z")).toEqual(["incremental 2026-03-02 13:00"]);
  });
});

describe("missed slots", () => {
  test("are caught up with once, by the newest; the older ones are recorded as skipped, after it", () => {
    const it = running();
    expect(it.tick("2026-03-03T00:30:00Z")).toEqual(["full 2026-03-02 23:00", "skipped 2026-03-02 08:00", "skipped 2026-03-02 13:00"]);
    expect(it.tick("2026-03-03T00:30:01Z")).toEqual([]);
  });

  test("are skipped, every one, when the next slot is due just now", () => {
    const it = running();
    expect(it.tick("2026-03-02T13:00:30Z")).toEqual(["incremental 2026-03-02 13:00", "skipped 2026-03-02 08:00"]);
  });

  test("make the catch-up read everything when one of them was the last of its day", () => {
    const it = running();
    expect(it.tick("2026-03-02T13:00:30Z")).toHaveLength(2);
    expect(it.tick("2026-03-03T10:00:00Z")).toEqual(["full 2026-03-03 08:00", "skipped 2026-03-02 23:00"]);
  });

  test("are not caught up with a second time by a scheduler that goes on where another died", () => {
    const it = running();
    const [request] = it.decide("2026-03-03T00:30:00Z");
    it.record(request ?? expect.unreachable("nothing is due"));
    expect(it.tick("2026-03-03T00:30:05Z")).toEqual(["skipped 2026-03-02 08:00", "skipped 2026-03-02 13:00"]);
  });

  test("are looked back on for a month", () => {
    const it = running();
    const nowMs = Date.parse(MONDAY) + 365 * DAY_MS;
    expect(it.tick(nowMs)).toHaveLength((3 * LOOK_BACK_MS) / DAY_MS);
    expect(it.tick(nowMs + 1)).toEqual([]);
  });
});

describe("a disabled connector", () => {
  const it = history([MONDAY, registered()], ["2026-03-02T12:00:00Z", disabled]);
  it.firstSyncDone();
  it.record({ type: "SlotSkipped", data: { slot: { date: "2026-03-02", time: "08:00", zone: "Etc/GMT" }, reason: "missed" } });

  test("has no due slots", () => {
    expect(it.tick("2026-03-02T13:00:00Z")).toEqual([]);
    expect(nextDueMs(it.connector(), it.recorded, Date.parse("2026-03-02T13:00:00Z"))).toBe(Number.POSITIVE_INFINITY);
  });

  test("is not owed, once enabled again, what fired meanwhile", () => {
    it.add("2026-03-04T12:00:00Z", enabled);
    expect(it.tick("2026-03-04T12:30:00Z")).toEqual([]);
    expect(it.tick("2026-03-04T13:00:00Z")).toEqual(["incremental 2026-03-04 13:00"]);
  });

  test("has what it missed while it was enabled recorded as skipped, and never caught up with", () => {
    const missed = history([MONDAY, registered()], ["2026-03-02T09:00:00Z", disabled], ["2026-03-02T10:00:00Z", enabled]);
    missed.firstSyncDone();
    expect(missed.tick("2026-03-02T11:00:00Z")).toEqual(["skipped 2026-03-02 08:00"]);
  });
});

describe("a changed schedule", () => {
  test("does not fire a slot again that fired in another zone", () => {
    const it = running();
    expect(it.tick("2026-03-02T13:00:00Z")).toContain("incremental 2026-03-02 13:00");
    it.add("2026-03-02T15:00:00Z", rescheduled({ times: null, zone: "America/New_York" }));
    expect(it.tick("2026-03-02T18:00:00Z")).toEqual([]);
    expect(it.tick("2026-03-03T04:00:00Z")).toEqual(["full 2026-03-02 23:00"]);
  });

  test("does not owe the times that had passed when it was changed, and still owes what the old one did", () => {
    const it = running({ times: ["09:00"], zone: null });
    it.add("2026-03-02T10:00:00Z", rescheduled({ times: ["07:00", "12:00"], zone: null }));
    expect(it.tick("2026-03-02T11:00:00Z")).toEqual(["full 2026-03-02 09:00"]);
    expect(it.tick("2026-03-02T12:00:00Z")).toEqual(["full 2026-03-02 12:00"]);
  });

  test("of the account is followed by connectors without a zone of their own", () => {
    const it = running();
    const data = { region: "australia", zone: "Australia/Sydney", by } as const;
    foldAccount(it.owed, "default", { type: "AccountReconfigured", data }, at("2026-03-02T01:00:00Z", 9));
    expect(it.tick("2026-03-02T02:00:00Z")).toEqual(["incremental 2026-03-02 13:00"]);
  });

  test("that is the same as before changes nothing", () => {
    const it = running();
    it.add("2026-03-02T08:00:30Z", rescheduled(settings.schedule));
    expect(it.connector().periods).toHaveLength(1);
  });
});

describe("a zone that this machine does not know", () => {
  const it = running({ times: null, zone: "Mars/Olympus" });

  test("is named, and fires nothing", () => {
    expect(unknownZoneOf(it.connector())).toBe("Mars/Olympus");
    expect(it.tick("2026-03-02T23:30:00Z")).toEqual([]);
    expect(nextDueMs(it.connector(), it.recorded, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test("is over as soon as the connector is given another", () => {
    it.add("2026-03-03T00:00:00Z", rescheduled({ times: null, zone: "Etc/GMT" }));
    expect(unknownZoneOf(it.connector())).toBeUndefined();
    expect(it.tick("2026-03-03T08:00:00Z")).toEqual(["incremental 2026-03-03 08:00"]);
  });
});

describe("a recorded command", () => {
  test("is requested by the scheduler when nobody else has done so after five seconds", () => {
    const it = history([MONDAY, registered()]);
    const recordedMs = Date.parse(MONDAY);
    expect(it.tick(recordedMs + COMMAND_GRACE_MS - 1)).toEqual([]);
    expect(nextDueMs(it.connector(), it.recorded, recordedMs)).toBe(recordedMs + COMMAND_GRACE_MS);
    expect(it.tick(recordedMs + COMMAND_GRACE_MS)).toEqual(["full first of 2"]);
    expect(it.tick(recordedMs + COMMAND_GRACE_MS)).toEqual([]);
  });

  test("is carried out by a run that applies it", () => {
    const it = running();
    it.add("2026-03-02T01:00:00Z", approved);
    expect(it.decide("2026-03-02T01:00:05Z").map(({ data }) => data)).toEqual([
      { requestId: "random", kind: "apply", mode: "full", reason: "approval", slot: null, causedBy: 3, by },
    ]);
  });

  test("of a removed connector is only its removal, if entries go with it", () => {
    const it = history([MONDAY, registered()], ["2026-03-02T00:00:01Z", approved], ["2026-03-02T00:00:02Z", removed("remove")]);
    expect(it.tick("2026-03-02T08:00:00Z")).toEqual(["full connectorRemoved of 4"]);
    const kept = history([MONDAY, registered()], ["2026-03-02T00:00:02Z", removed("keep")]);
    expect(kept.tick("2026-03-02T08:00:00Z")).toEqual([]);
  });
});

describe("recorded slots", () => {
  test("let the earliest dates go, and count those as recorded", () => {
    const slots = noSlots();
    for (let day = 0; day <= DATES_REMEMBERED; day++) {
      recordSlot(slots, { date: new Date(day * DAY_MS).toISOString().slice(0, 10), time: "08:00" });
    }
    expect(slots.byDate.size).toBe(DATES_REMEMBERED);
    expect(isRecorded(slots, { date: "1970-01-01", time: "13:00" })).toBe(true);
    expect(isRecorded(slots, { date: "1970-01-02", time: "08:00" })).toBe(true);
    expect(isRecorded(slots, { date: "1970-01-02", time: "13:00" })).toBe(false);
  });

  test("of a clock that ran ahead do not keep the real ones from firing", () => {
    const it = running();
    it.tick("2030-01-01T00:00:00Z");
    const seen: string[] = [];
    for (let day = 0; day < 100; day++) seen.push(...it.tick(Date.parse("2026-03-02T23:00:00Z") + day * DAY_MS));
    expect(seen.filter((text) => text.startsWith("full"))).toHaveLength(100);
  });
});
