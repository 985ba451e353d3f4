import type { Slot } from "@dirstream/contracts";

/** Which slots of one connector stand in the log, requested or skipped: by local date and time, for that is their identity. */
export interface RecordedSlots {
  /** The times of a date, with blanks between: thousands of connectors have 64 dates each. */
  readonly byDate: Map<string, string>;
  /** Dates up to here were let go, to bound memory. Their slots count as recorded: none of them is ever decided again. */
  settledUntil: string;
}

/** Twice what is looked back on, so that no clock that is wrong by less than a month meets a date already let go. */
export const DATES_REMEMBERED = 64;

export const noSlots = (): RecordedSlots => ({ byDate: new Map(), settledUntil: "" });

export const isRecorded = ({ byDate, settledUntil }: RecordedSlots, { date, time }: Pick<Slot, "date" | "time">): boolean =>
  date <= settledUntil || byDate.get(date)?.includes(time) === true;

/** The earliest date goes first, so dates recorded by a clock that ran ahead stay until they come. */
export const recordSlot = (slots: RecordedSlots, { date, time }: Pick<Slot, "date" | "time">): void => {
  const times = slots.byDate.get(date);
  if (times !== undefined) {
    if (!times.includes(time)) slots.byDate.set(date, `${times} ${time}`);
    return;
  }
  slots.byDate.set(date, time);
  if (slots.byDate.size <= DATES_REMEMBERED) return;
  let earliest = date;
  for (const other of slots.byDate.keys()) if (other < earliest) earliest = other;
  slots.byDate.delete(earliest);
  if (earliest > slots.settledUntil) slots.settledUntil = earliest;
};
