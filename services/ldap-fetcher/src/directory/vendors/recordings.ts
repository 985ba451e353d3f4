import type { Recording } from "./vendor.ts";

/** These attributes, recorded in this way. */
export const recorded = (as: Recording, names: string): (readonly [string, Recording])[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, as]);
