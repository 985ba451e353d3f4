/**
 * When a local time of a zone comes: the first instant at which a clock there shows it; where the clocks step over it, the instant after the step.
 * By Intl alone, and written apart from the scheduler's own.
 */
export const slotInstantMs = (date: string, time: string, zone: string): number => {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  const offsets = [offsetMs(wanted - DAY_MS, zone), offsetMs(wanted + DAY_MS, zone)];
  const candidates = offsets.map((offset) => wanted - offset).sort((one, other) => one - other);
  const shown = candidates.find((instant) => instant + offsetMs(instant, zone) === wanted);
  return shown ?? stepBetween(candidates[0] as number, candidates.at(-1) as number, zone);
};

/** The local date of an instant, as YYYY-MM-DD. */
export const localDate = (instantMs: number, zone: string): string =>
  new Date(instantMs + offsetMs(instantMs, zone)).toISOString().slice(0, 10);

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const stepBetween = (fromMs: number, toMs: number, zone: string): number => {
  const after = offsetMs(toMs, zone);
  let [before, at] = [fromMs, toMs];
  while (at - before > MINUTE_MS) {
    const middle = before + Math.floor((at - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetMs(middle, zone) === after) at = middle;
    else before = middle;
  }
  return at;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock in the zone shows, less what a clock in Greenwich does. */
const offsetMs = (instantMs: number, zone: string): number => {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-GB", {
      ...{ timeZone: zone, calendar: "iso8601", hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" },
      ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(parts.year ?? 0, (parts.month ?? 1) - 1, parts.day, parts.hour, parts.minute, parts.second);
  return shown - Math.floor(instantMs / 1000) * 1000;
};
