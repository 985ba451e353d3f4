import type { Migration } from "kysely/migration";
import { up as readModel } from "./001-read-model.ts";

/** In the order of their numbers. A released one is never edited. */
export const migrations: Readonly<Record<string, Migration>> = { "001-read-model": { up: readModel } };
