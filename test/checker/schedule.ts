import { createHash } from "node:crypto";
import { DEFAULT_TIMES, type Slot } from "@dirstream/contracts";
import { localDate, slotInstantMs } from "./slot-instant.ts";
import { connectorOf, isA, type LogEvent, type Violation } from "./stored-message.ts";

/** What was asked for when, from the log: a connector's schedule from one configuration event to the next. */
interface Period {
  readonly connector: string;
  readonly zone: string;
  readonly times: readonly string[];
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Beside a change of the schedule, and now, it is open whether a slot still counts. */
const OPEN_MS = 120_000;

/**
 * T1: every slot of an enabled connector is requested once or skipped once, never both, under the id that its date and time give it.
 * `nowMs` bounds what is due; with a scheduler that was just started, give the time at which it must have caught up.
 */
export const checkSchedule = (log: readonly LogEvent[], nowMs: number): Violation[] => {
  const violations: Violation[] = [];
  const recorded = new Map<string, number>();
  for (const it of log) {
    if (!isA(it, "SyncRequested", "SlotSkipped") || it.event.data.slot === null) continue;
    const { date, time } = it.event.data.slot;
    const report = (what: string) =>
      violations.push({ invariant: "T1", sequence: it.sequence, what: `${connectorOf(it)} ${date} ${time}: ${what}` });
    const key = keyOf(connectorOf(it), it.event.data.slot);
    const other = recorded.get(key);
    if (other !== undefined) report(`the slot is recorded a second time, after ${other}`);
    else recorded.set(key, it.sequence);
    if (isA(it, "SyncRequested") && it.event.data.requestId !== createHash("sha256").update(key).digest("hex")) {
      report("the request's id is not that of its slot");
    }
    if (Date.parse(it.time) < slotInstantMs(date, time, it.event.data.slot.zone)) report("the slot is recorded before its time has come");
  }
  for (const period of periodsOf(log, nowMs)) {
    for (const slot of slotsOf(period)) {
      if (recorded.has(keyOf(period.connector, slot))) continue;
      violations.push({
        invariant: "T1",
        what: `${period.connector} ${slot.date} ${slot.time}: the slot is neither requested nor skipped`,
      });
    }
  }
  return violations;
};

const keyOf = (connector: string, { date, time }: Pick<Slot, "date" | "time">): string => `${connector}|${date}|${time}`;

/** Configuration events cut a connector's life into periods; those in which it is enabled have slots. */
const periodsOf = (log: readonly LogEvent[], nowMs: number): Period[] => {
  const zones = new Map<string, string>();
  const open = new Map<string, Period>();
  const periods: Period[] = [];
  const close = (connector: string, untilMs: number) => {
    const period = open.get(connector);
    if (period !== undefined) periods.push({ ...period, untilMs: untilMs - OPEN_MS });
    open.delete(connector);
    return period;
  };
  const last = new Map<string, { times: readonly string[] | null; zone: string | null }>();
  const begin = (connector: string, fromMs: number) => {
    const { times, zone } = last.get(connector) ?? { times: null, zone: null };
    const account = connector.slice(0, connector.indexOf("/"));
    open.set(connector, {
      connector,
      zone: zone ?? zones.get(account) ?? "Etc/GMT",
      times: times ?? DEFAULT_TIMES,
      fromMs: fromMs + OPEN_MS,
      untilMs: Number.NaN,
    });
  };
  for (const it of log) {
    const [name, atMs] = [connectorOf(it), Date.parse(it.time)];
    if (isA(it, "AccountRegistered", "AccountReconfigured")) {
      zones.set(name, it.event.data.zone);
      for (const connector of [...open.keys()].filter((key) => key.startsWith(`${name}/`))) {
        close(connector, atMs);
        begin(connector, atMs);
      }
    }
    if (isA(it, "ConnectorRegistered", "ConnectorReconfigured")) {
      last.set(name, it.event.data.settings.schedule);
      const wasOpen = close(name, atMs) !== undefined;
      if (wasOpen || it.event.type === "ConnectorRegistered") begin(name, atMs);
    }
    if (isA(it, "ConnectorEnabled") && !open.has(name)) begin(name, atMs);
    if (isA(it, "ConnectorDisabled", "ConnectorRemoved")) close(name, atMs);
  }
  for (const connector of [...open.keys()]) close(connector, nowMs);
  return periods;
};

const DAY_MS = 86_400_000;

const slotsOf = ({ zone, times, fromMs, untilMs }: Period): Slot[] => {
  const slots: Slot[] = [];
  // From the day before: clocks can step over a slot into the next date.
  for (let dayMs = Date.parse(localDate(fromMs, zone)) - DAY_MS; dayMs <= Date.parse(localDate(untilMs, zone)); dayMs += DAY_MS) {
    const date = new Date(dayMs).toISOString().slice(0, 10);
    for (const time of new Set(times)) {
      const instantMs = slotInstantMs(date, time, zone);
      if (instantMs > fromMs && instantMs <= untilMs) slots.push({ date, time, zone });
    }
  }
  return slots;
};
