import { instantOfGeneralizedTime } from "@dirstream/ldap";

/** The latest of change marks that are times. */
export interface MarkTimes {
  readonly note: (marker: string) => void;
  /** As RFC 3339 has it; undefined where no entry showed a time. */
  readonly latest: () => string | undefined;
}

/**
 * To be noted before the first entry is read: the server's clock cannot have been earlier than the latest time that it had given by then. A time
 * that has not come yet, by our clock, is left out: one entry stamped by a clock that went wrong would make all others look settled. Where our
 * clock is wrong itself, an earlier time is the latest, and more is read again than need be.
 */
export const openMarkTimes = (nowMs: number): MarkTimes => {
  let latestMs = Number.NEGATIVE_INFINITY;
  return {
    note: (marker) => {
      const ms = msOf(marker);
      if (ms !== undefined && ms <= nowMs && ms > latestMs) latestMs = ms;
    },
    latest: () => (latestMs === Number.NEGATIVE_INFINITY ? undefined : new Date(latestMs).toISOString()),
  };
};

/** A change is seen a moment after it was given its time, and after others that were given later ones. */
const SETTLED_AFTER_MS = 2_000;

/**
 * Whether an entry that bears the mark with which it was recorded may have changed under it since: it was as new as the newest when it was read.
 * Who knows no time of it cannot tell.
 */
export const isUnsettled = (marker: string, latest: string): boolean => {
  const ms = msOf(marker);
  return ms === undefined || ms >= Date.parse(latest) - SETTLED_AFTER_MS;
};

const msOf = (marker: string): number | undefined => {
  const instant = instantOfGeneralizedTime(marker);
  return instant === null ? undefined : Date.parse(instant);
};
