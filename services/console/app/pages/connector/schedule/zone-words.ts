import { zoneName } from "../../../text/times.ts";

/** `GMT-5`, and of a zone that people know by its place that too: `Europe/London, GMT`. */
export const zoneWords = (zone: string): string => {
  const name = zoneName(zone, new Date().toISOString());
  return zone.startsWith("Etc/") ? name : `${zone.replaceAll("_", " ")}, ${name}`;
};
