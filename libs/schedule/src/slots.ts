import { type Schedule as ConnectorSchedule, DEFAULT_TIMES } from "@dirstream/contracts";
import { Temporal } from "temporal-polyfill";

/** When a connector synchronises: local times (`HH:MM`) of an IANA zone, every day. */
export interface Schedule {
  readonly zone: string;
  readonly times: readonly string[];
}

/** The schedule that a connector follows: its own times and zone, the account's where it has none. */
export const scheduleOf = (own: Pick<ConnectorSchedule, "times" | "zone">, accountZone: string): Schedule => ({
  zone: own.zone ?? accountZone,
  times: own.times ?? DEFAULT_TIMES,
});

/** One local date and time of a schedule. Date and time are its identity: it fires once, whatever the clocks do. */
export interface Slot {
  readonly date: string;
  readonly time: string;
  readonly zone: string;
}

export interface SlotAt extends Slot {
  readonly atMs: number;
}

/** The time zone data of this machine do not know the zone. Never read as UTC: the times would be silently wrong. */
export class UnknownZone extends Error {
  override readonly name = "UnknownZone";
  readonly zone: string;

  constructor(zone: string) {
    super(`The time zone "${zone}" is not known to this machine (time zone data ${process.versions.tz ?? "unknown"}).`);
    this.zone = zone;
  }
}

/**
 * The instant at which a slot fires: the first at which the local clock shows its date and time, or has stepped past them.
 * So a doubled local time fires at its first occurrence, and a missing one at the first valid instant after the gap.
 */
export const instantOf = ({ date, time, zone }: Slot): number => {
  const key = `${zone}|${date}|${time}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  if (instants.size >= INSTANTS_REMEMBERED) instants.clear();
  const atMs = computeInstant(`${date}T${time}`, zone);
  instants.set(key, atMs);
  return atMs;
};

/** The slots that fire after `afterMs` and not after `untilMs`, in the order in which they fire. */
export const slotsBetween = ({ zone, times }: Schedule, afterMs: number, untilMs: number): SlotAt[] => {
  if (afterMs >= untilMs) return [];
  const ascending = [...new Set(times)].sort();
  // A day earlier: a slot in a gap fires on the local date after its own.
  const first = Date.parse(localDate(afterMs, zone)) - DAY_MS;
  const last = Date.parse(localDate(untilMs, zone));
  const slots: SlotAt[] = [];
  for (let dayMs = first; dayMs <= last; dayMs += DAY_MS) {
    const date = new Date(dayMs).toISOString().slice(0, 10);
    for (const time of ascending) {
      const slot = { date, time, zone };
      const atMs = instantOf(slot);
      if (atMs > afterMs && atMs <= untilMs) slots.push({ ...slot, atMs });
    }
  }
  return slots;
};

/** The first slot that fires after `nowMs`; none for a schedule without times. */
export const nextSlot = (schedule: Schedule, nowMs: number): SlotAt | undefined => {
  // Two days suffice on any ordinary date; three where a zone leaves out a whole day.
  for (const days of [1, 2, 3]) {
    const [next] = slotsBetween(schedule, nowMs, nowMs + days * DAY_MS);
    if (next !== undefined) return next;
  }
  return undefined;
};

/** The last slot of a day reads everything again; the others read what changed. */
export const isLastOfDay = ({ times }: Schedule, { time }: Pick<Slot, "time">): boolean => times.every((other) => other <= time);

export const isKnownZone = (zone: string): boolean => {
  if (knownZones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    return false;
  }
  knownZones.add(zone);
  return true;
};

const knownZones = new Set<string>();
const DAY_MS = 86_400_000;

/** Thousands of connectors share a few schedules, and each asks again and again: 400 zones × 3 times × 80 days. */
const INSTANTS_REMEMBERED = 100_000;
const instants = new Map<string, number>();

const computeInstant = (local: string, zone: string): number => {
  const wanted = Temporal.PlainDateTime.from(local);
  const earlier = inZone(zone, () => wanted.toZonedDateTime(zone, { disambiguation: "earlier" }));
  if (earlier.toPlainDateTime().equals(wanted)) return earlier.epochMilliseconds;
  // In a gap, "earlier" lies before it by up to its length: the next transition is its end.
  const gapEnd = earlier.getTimeZoneTransition("next");
  if (gapEnd === null) throw new Error(`${local} does not exist in ${zone}, and no change of clocks follows`);
  return gapEnd.epochMilliseconds;
};

const localDate = (atMs: number, zone: string): string =>
  inZone(zone, () => Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate().toString());

const inZone = <Result>(zone: string, compute: () => Result): Result => {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError && !isKnownZone(zone)) throw new UnknownZone(zone);
    throw error;
  }
};
