import { exactTime, secondOfDay, shortDate, timeOfDay } from "../../../text/times.ts";

const DAY_MS = 24 * 60 * 60_000;
const MINUTES_MS = 10 * 60_000;

/** Under an axis: the second where all happened within minutes, the minute within two days, else the day. */
export const dayOf = (at: string, spanMs: number): string => {
  if (spanMs < MINUTES_MS) return secondOfDay(at);
  return spanMs < 2 * DAY_MS ? (timeOfDay(at).split(" ")[0] ?? "") : shortDate(at);
};

/** What a picture's own label says of a moment, which may be anything. */
export const momentOf = (at: unknown): string => (typeof at === "string" ? exactTime(at) : "");
