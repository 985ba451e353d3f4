import * as z from "zod";
import { Counts } from "./sync-events.ts";

/** What `sync-run.v1.<syncId>` answers while the run's owner lives. */
export const SyncRunAlive = z.looseObject({ syncId: z.uuid() });

/** Published on `progress.v1.<account>.<connector>` while a run goes on; not stored. */
export const Progress = z.looseObject({
  syncId: z.uuid(),
  stage: z.enum(["connecting", "reading", "comparing", "removing", "completed", "held", "failed"]),
  /** Entries read, of about `expected` (what was known before; null at the first run). */
  read: z.int().min(0),
  expected: z.int().min(0).nullable(),
  counts: Counts,
  /** RFC 3339. */
  time: z.iso.datetime(),
});
export type Progress = z.output<typeof Progress>;

/** What `readmodel.v1.rebuild` and `readmodel.v1.verify` are asked with. */
export const ReadModelWork = z.looseObject({ by: z.string() });

/** The answer to both: whether the work has begun, or other work of that kind has to end first. */
export const ReadModelWorkAnswer = z.looseObject({ status: z.enum(["started", "busy"]), workId: z.uuid() });
