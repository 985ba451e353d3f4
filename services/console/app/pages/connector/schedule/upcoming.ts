import type { Account } from "../../../api/queries.ts";

export type Region = Account["region"];

/** Where an account can be held, and the clock that its schedules follow unless it has chosen another. */
export const REGION_ZONES = {
  europe: "Etc/GMT",
  "north-america": "Etc/GMT+5",
  "south-africa": "Africa/Johannesburg",
  australia: "Australia/Sydney",
} as const satisfies Record<Region, string>;

/** When a connector without times of its own is synchronised. */
export const USUAL_TIMES = ["08:00", "13:00", "23:00"] as const;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The next instants at which local clocks in a zone reach these times of day. A time that the clocks leave out counts when they have
 * stepped past it, a time that they show twice counts once: nothing is lost and nothing is doubled when clocks change.
 */
export const upcoming = (times: readonly string[], zone: string, nowMs: number, most: number): readonly number[] => {
  const found: number[] = [];
  const today = Date.parse(localTime(nowMs, zone).slice(0, 10));
  // Two days more than the times need: a zone may have left out a whole day.
  for (let day = 0; day <= most + 2; day += 1) {
    const date = new Date(today + day * DAY_MS).toISOString().slice(0, 10);
    for (const time of times) found.push(firstInstantAt(`${date}T${time}`, zone));
  }
  return [...new Set(found)]
    .filter((atMs) => atMs > nowMs)
    .sort((one, other) => one - other)
    .slice(0, most);
};

/** No zone is further from UTC than this. */
const FURTHEST_MS = 16 * 60 * MINUTE_MS;

/** The first instant at which the local clock shows this time or a later one; before it, the clock only ever went towards it. */
const firstInstantAt = (wanted: string, zone: string): number => {
  let [before, after] = [Date.parse(`${wanted}Z`) - FURTHEST_MS, Date.parse(`${wanted}Z`) + FURTHEST_MS];
  const guesses = [before, after].map((atMs) => Date.parse(`${wanted}Z`) - offsetAt(atMs, zone));
  // Where the clocks go back, two instants show the same time, and the first counts.
  const fitting = guesses.filter((atMs) => localTime(atMs, zone) === wanted);
  if (fitting.length > 0) return Math.min(...fitting);
  // In a gap: the instant of the step, found by halving.
  [before, after] = [Math.min(...guesses), Math.max(...guesses)];
  while (after - before > MINUTE_MS) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (localTime(middle, zone) >= wanted) after = middle;
    else before = middle;
  }
  return after;
};

const offsetAt = (atMs: number, zone: string): number => Date.parse(`${localTime(atMs, zone)}Z`) - Math.floor(atMs / MINUTE_MS) * MINUTE_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-03-29T01:30` */
const localTime = (atMs: number, zone: string): string => {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short", timeStyle: "short", hourCycle: "h23", numberingSystem: "latn" });
  formats.set(zone, format);
  const [date = "", time = ""] = format.format(atMs).split(", ");
  return `${date}T${time}`;
};
