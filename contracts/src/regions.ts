import * as z from "zod";

/** Where an account is held, and the clock its schedule follows. An account may choose any other IANA zone instead. */
export interface Region {
  readonly id: string;
  readonly label: string;
  /** IANA time zone. POSIX signs: `Etc/GMT+5` is five hours behind Greenwich, which is EST all year. */
  readonly zone: string;
}

export const regions = [
  { id: "europe", label: "Europe", zone: "Etc/GMT" },
  { id: "north-america", label: "North America", zone: "Etc/GMT+5" },
  { id: "south-africa", label: "South Africa", zone: "Africa/Johannesburg" },
  { id: "australia", label: "Australia", zone: "Australia/Sydney" },
] as const satisfies readonly Region[];

export const RegionId = z.enum(regions.map(({ id }) => id));

export const regionOf = (id: z.output<typeof RegionId>): Region => regions.find((region) => region.id === id) as Region;

/** A time zone that this runtime knows, by its IANA name. */
export const Zone = z.string().refine((zone) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}, "must be a time zone of the IANA database, such as Europe/London");

/** Local times at which every connector is synchronised unless it has its own. */
export const DEFAULT_TIMES = ["08:00", "13:00", "23:00"] as const;

export const LocalTime = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, "must be a time of day such as 08:00");
export const LocalDate = z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "must be a date such as 2026-03-29");

/** One turn of a schedule: a local date and time. The key of a slot is date + time, whatever the zone does to its instant. */
export const Slot = z.looseObject({ date: LocalDate, time: LocalTime, zone: z.string() });
export type Slot = z.output<typeof Slot>;
