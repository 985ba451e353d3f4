const FIRST_MS = 60_000;
const LONGEST_MS = 60 * 60_000;
const DAY_MS = 24 * LONGEST_MS;

/**
 * How long a destination that has failed is left alone: growing from a minute to an hour. Who has failed for a day is tried once a day,
 * because what is still so must be told when it is back.
 */
export const waitMs = (attempts: number, failingForMs: number): number =>
  failingForMs >= DAY_MS ? DAY_MS : Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 10), LONGEST_MS);
