import { numberLocale } from "./locale.ts";

const formatted = new Map<string, Intl.NumberFormat>();

/** Making a format costs far more than using it, and a long table has thousands of numbers. */
const format = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
  const key = JSON.stringify(options);
  const known = formatted.get(key) ?? new Intl.NumberFormat(numberLocale(), options);
  formatted.set(key, known);
  return known;
};

export const count = (value: number): string => format({ maximumFractionDigits: 0 }).format(value);

/** Of a fraction: 0.296 → 30 %. Something is never shown as nothing, and not all as all. */
export const percent = (fraction: number): string => {
  const rounded = Math.round(fraction * 100);
  const honest = fraction > 0 && rounded === 0 ? 1 : fraction < 1 && rounded === 100 ? 99 : rounded;
  return format({ style: "percent", maximumFractionDigits: 0 }).format(honest / 100);
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long something took, as exact as somebody wants to know it: 84 ms, 2.4 s, 3 min 20 s, 2 h 5 min. */
export const duration = (ms: number): string => {
  if (ms < SECOND_MS) return `${count(Math.max(0, ms))} ms`;
  if (ms < 10 * SECOND_MS) return `${format({ maximumFractionDigits: 1 }).format(ms / SECOND_MS)} s`;
  if (ms < MINUTE_MS) return `${count(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return pair(ms, MINUTE_MS, "min", SECOND_MS, "s");
  return pair(ms, HOUR_MS, "h", MINUTE_MS, "min");
};

const pair = (ms: number, large: number, largeName: string, small: number, smallName: string): string => {
  const whole = Math.round(ms / small) * small;
  const rest = Math.round((whole % large) / small);
  const first = `${count(Math.floor(whole / large))} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
};

/** `1 person`, `12,480 people`. */
export const plural = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`;
