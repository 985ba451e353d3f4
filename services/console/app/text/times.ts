import { dateLocale, LANGUAGE, ownZone } from "./locale.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["week", 7 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
];

/** Ours and the server's: what has just happened there must not lie in the future here. */
const CLOCKS_DIFFER_BY = 10;

const relatively = new Intl.RelativeTimeFormat(LANGUAGE, { style: "short", numeric: "always" });

/** `12 min. ago`, `in 3 hr.`: in the largest unit of which a whole one has passed. Under a minute nothing is counted. */
export const relativeTime = (instant: string, nowMs: number): string => {
  const seconds = (Date.parse(instant) - nowMs) / 1_000;
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? [];
  if (unit === undefined || size === undefined) return seconds > CLOCKS_DIFFER_BY ? "in under a minute" : "just now";
  return relatively.format(Math.trunc(seconds / size), unit).replaceAll(".", "");
};

/** How long until `relativeTime` says something else, at most. */
export const ticksEveryMs = (instant: string, nowMs: number): number => {
  const seconds = Math.abs(Date.parse(instant) - nowMs) / 1_000;
  return seconds < HOUR ? 20_000 : seconds < DAY ? 5 * MINUTE * 1_000 : HOUR * 1_000;
};

/** `Etc/GMT+5` is a name for programs, with the sign the wrong way round (POSIX); people read `GMT-5`. */
export const zoneName = (zone: string, instant: string): string => {
  if (zone === "Etc/GMT" || zone === "Etc/UTC" || zone === "UTC") return zone === "Etc/GMT" ? "GMT" : "UTC";
  const parts = new Intl.DateTimeFormat(dateLocale(), { timeZone: zone, timeZoneName: "short" }).formatToParts(new Date(instant));
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? zone;
};

const inZone = (instant: string, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(dateLocale(), { timeZone: zone, ...options }).format(new Date(instant));

/** `13:00 GMT` */
export const timeOfDay = (instant: string, zone: string = ownZone()): string =>
  `${inZone(instant, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })} ${zoneName(zone, instant)}`;

/** `13:00:07`, for what all happened within minutes. */
export const secondOfDay = (instant: string, zone: string = ownZone()): string =>
  inZone(instant, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** `Sunday 22 November 2026 at 18:12:04 GMT` */
export const exactTime = (instant: string, zone: string = ownZone()): string =>
  `${inZone(instant, zone, { dateStyle: "full", timeStyle: "medium", hourCycle: "h23" })} ${zoneName(zone, instant)}`;

export const shortDate = (instant: string, zone: string = ownZone()): string =>
  inZone(instant, zone, { day: "numeric", month: "short", year: "numeric" });

/** The calendar day in a zone, for comparing: 2026-11-22. */
const dayIn = (instant: string | number, zone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(new Date(instant));

/** `today`, `tomorrow`, `yesterday`, `Friday`, `3 May`: the day in that zone, seen from now. */
export const dayWord = (instant: string, nowMs: number, zone: string): string => {
  const days = Math.round((Date.parse(dayIn(instant, zone)) - Date.parse(dayIn(nowMs, zone))) / (DAY * 1_000));
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  if (days > 1 && days < 7) return inZone(instant, zone, { weekday: "long" });
  return inZone(instant, zone, { day: "numeric", month: "short" });
};

export interface InZones {
  /** In the zone that the schedule follows. */
  readonly there: string;
  /** In the reader's own; undefined where both clocks show the same. */
  readonly here: string | undefined;
}

/** `today 13:00 GMT`, and for a reader elsewhere `14:00 CET` with its day where that is another. */
export const inBothZones = (instant: string, { nowMs, zone, own = ownZone() }: { nowMs: number; zone: string; own?: string }): InZones => {
  const there = `${dayWord(instant, nowMs, zone)} ${timeOfDay(instant, zone)}`;
  const clock = (of: string) => inZone(instant, of, { dateStyle: "short", timeStyle: "short", hourCycle: "h23" });
  if (clock(zone) === clock(own)) return { there, here: undefined };
  const day = dayIn(instant, zone) === dayIn(instant, own) ? "" : `${dayWord(instant, nowMs, own)} `;
  return { there, here: `${day}${timeOfDay(instant, own)}` };
};

/** `19:15 CET`, `yesterday 19:15 CET`, and of earlier days the day alone: `3 May`. */
export const clockTime = (instant: string, nowMs: number, zone: string = ownZone()): string => {
  const day = dayWord(instant, nowMs, zone);
  if (day === "today") return timeOfDay(instant, zone);
  return day === "yesterday" ? `${day} ${timeOfDay(instant, zone)}` : day;
};
