const two = (value: number): string => String(value).padStart(2, "0");

/** What a field for date and time shows of an instant: the reader's own clock, to the second. */
export const localOf = (instant: string): string => {
  const at = new Date(instant);
  const day = `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
};

/** The end of the second that the field shows: what happened in it has happened. undefined for an empty field. */
export const instantOf = (local: string): string | undefined => {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? undefined : new Date(ms - (ms % 1_000) + 999).toISOString();
};
