import { Counts, SyncMode, SyncStage } from "@dirstream/contracts";
import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import * as z from "zod";
import type { ReadModel } from "../tables.ts";

export const RunStatus = z.enum(["running", "held", "completed", "failed"]);

export const RunError = z.object({
  code: z.string().describe("A word for programs"),
  message: z.string().describe("What happened and what to do"),
  stage: SyncStage,
  retryable: z.boolean(),
});

export const Run = z.object({
  syncId: z.string(),
  requestId: z.string(),
  mode: SyncMode,
  attempt: z.int(),
  status: RunStatus,
  host: z.string().nullable().describe("Which of the connector's hosts answered"),
  stage: z.enum(["reading", "removing"]).nullable().describe("Of a running one"),
  startedAt: z.string(),
  completedAt: z.string().nullable(),
  counts: Counts,
  durationsMs: z.looseObject({ total: z.int(), read: z.int(), append: z.int() }).nullable(),
  holdId: z.string().nullable().describe("The hold that is open since this run, or still"),
  leftOut: z.array(z.string()).describe("Approved changes that no longer held when they were to be made"),
  error: RunError.nullable(),
});
export type Run = z.output<typeof Run>;

/** Runs with what is known of them; the aliases are what `runOf` reads. */
export const selectRuns = (db: Kysely<ReadModel> | ExpressionBuilder<ReadModel, never>) =>
  db
    .selectFrom("run")
    .leftJoin("run_end as ended", (join) =>
      join
        .onRef("ended.account", "=", "run.account")
        .onRef("ended.connector", "=", "run.connector")
        .onRef("ended.sync_id", "=", "run.sync_id"),
    )
    .leftJoin("run_progress as progress", (join) =>
      join
        .onRef("progress.account", "=", "run.account")
        .onRef("progress.connector", "=", "run.connector")
        .onRef("progress.sync_id", "=", "run.sync_id"),
    )
    .select([
      "run.sequence as run_sequence",
      "run.sync_id",
      "run.request_id as run_request_id",
      "run.mode as run_mode",
      "run.attempt",
      "run.host",
      "run.time as started_at",
      "ended.time as completed_at",
      "ended.status as ended_status",
      "ended.held",
      "ended.durations_ms",
      "ended.left_out",
      "ended.open_hold",
      "ended.stage as failed_stage",
      "ended.code",
      "ended.message",
      "ended.retryable",
      "progress.stage as progress_stage",
      sql<RunCounts | null>`coalesce(ended.counts, progress.counts)`.as("counts"),
    ]);

type RunCounts = z.output<typeof Counts>;
export type RunColumns = Awaited<ReturnType<ReturnType<typeof selectRuns>["executeTakeFirstOrThrow"]>>;

const NOTHING_YET: RunCounts = { read: 0, created: 0, updated: 0, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };

export const runOf = (row: RunColumns): Run => ({
  syncId: row.sync_id,
  requestId: row.run_request_id,
  mode: row.run_mode,
  attempt: row.attempt,
  status: statusOf(row),
  host: row.host,
  stage: row.ended_status === null ? row.progress_stage : null,
  startedAt: row.started_at,
  completedAt: row.completed_at,
  counts: row.counts ?? NOTHING_YET,
  durationsMs: row.durations_ms,
  holdId: row.open_hold,
  leftOut: row.left_out ?? [],
  error:
    row.code === null
      ? null
      : {
          code: row.code,
          message: row.message ?? "",
          stage: row.failed_stage as z.output<typeof SyncStage>,
          retryable: row.retryable === true,
        },
});

const statusOf = ({ ended_status, held }: RunColumns): Run["status"] => {
  if (ended_status === null) return "running";
  return ended_status === "completed" && held === true ? "held" : ended_status;
};
