import type { Connector } from "../../../api/queries.ts";
import { schedule as text } from "../../../text/en/schedule.ts";
import type { Sent } from "../form/changed-fields.ts";
import { USUAL_TIMES } from "./upcoming.ts";

export interface ScheduleValues {
  readonly hasOwnTimes: boolean;
  /** Kept while the usual ones are chosen, so that nothing typed is lost by a second look at them. */
  readonly times: readonly string[];
  readonly hasOwnZone: boolean;
  readonly zone: string;
}

export const scheduleValuesOf = ({ schedule: { times, zone } }: Pick<Connector, "schedule">): ScheduleValues => ({
  hasOwnTimes: times !== null,
  times: times ?? USUAL_TIMES,
  hasOwnZone: zone !== null,
  zone: zone ?? "",
});

export const scheduleSentOf = ({ hasOwnTimes, times, hasOwnZone, zone }: ScheduleValues): Sent => ({
  "schedule.times": hasOwnTimes ? timesIn(times) : null,
  "schedule.zone": hasOwnZone ? zone : null,
});

/** Those that are whole, in the order of the day. */
export const timesIn = (times: readonly string[]): readonly string[] => [...new Set(times.filter(isTime))].sort();

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

const MOST_TIMES = 48;

export const checkSchedule = ({ hasOwnTimes, times, hasOwnZone, zone }: ScheduleValues): Record<string, string> => ({
  ...(hasOwnTimes ? problemOf(times) : {}),
  ...(hasOwnZone && zone === "" ? { "schedule.zone": text.zone.missing } : {}),
});

const problemOf = (times: readonly string[]): Record<string, string> => {
  if (times.length === 0) return { "schedule.times": text.times.missing };
  if (times.length > MOST_TIMES) return { "schedule.times": text.times.most };
  return times.every(isTime) ? {} : { "schedule.times": text.times.broken };
};
