const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** `2026-03-02 09:20:09 (3 minutes ago)`, in the clock of whoever reads it. */
export const showTime = (instant: string | null | undefined, now: number, timeZone?: string): string => {
  if (instant === null || instant === undefined) return "–";
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) return instant;
  const exact = new Date(milliseconds).toLocaleString("sv-SE", { timeZone });
  const away = milliseconds - now;
  const [unit, length] = UNITS.find(([, length]) => Math.abs(away) >= length) ?? ["second", 1000];
  return `${exact} (${relative.format(Math.trunc(away / length), unit)})`;
};

/** `3 May`, and with its year where that is another. */
export const showDay = (instant: string, now: number, timeZone?: string): string => {
  const year = (at: string | number) => new Date(at).toLocaleDateString("en-GB", { year: "numeric", timeZone });
  const day = new Date(instant).toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone });
  return year(instant) === year(now) ? day : `${day} ${year(instant)}`;
};

/** `310 ms`, `1.3 s`, `2 min 5 s` */
export const showDuration = (milliseconds: number): string => {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.floor(seconds / 60).toLocaleString("en")} min ${seconds % 60} s`;
};
