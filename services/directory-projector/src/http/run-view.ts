import { ChangesBy, Counts, FullBecause, ServerIdentity, SyncMode, SyncStage } from "@dirstream/contracts";
import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import * as z from "zod";
import { OBSERVED_SCHEMA } from "../database.ts";
import type { ReadModel } from "../tables.ts";

export const RunStatus = z.enum(["running", "held", "completed", "failed"]);

const DurationsMs = z.looseObject({ total: z.int(), read: z.int(), append: z.int() });

export const RunError = z.object({
  code: z.string().describe("A word for programs"),
  message: z.string().describe("What happened and what to do"),
  stage: SyncStage,
  retryable: z.boolean(),
});

/** How a run learnt what it has to read. */
export const RunChanges = z.object({
  changesBy: z
    .enum([...ChangesBy.options, "nothing"])
    .nullable()
    .describe(
      "Of an incremental run, how it learnt what may have changed: from Active Directory's DirSync, from its uSNChanged, from a sweep of all names and change marks; nothing: the server itself said that nothing has changed. Null where everything was read",
    ),
  fullBecause: FullBecause.nullable().describe("Why everything was read though only changes were asked for"),
});

const Latency = z
  .object({
    changedAt: z.string().nullable().describe("When the last of the recorded entries changed, as the directory says"),
    requestedAt: z.string().nullable().describe("When the first of the requests that it answers was made"),
    startedAt: z.string().describe("When its reading began"),
    readMs: z.int().nullable().describe("How long it read"),
    completedAt: z.string().nullable().describe("When its end was recorded"),
    visibleAt: z
      .string()
      .nullable()
      .describe("When everything of it could first be asked for here; null also where that is not known any more"),
  })
  .describe("From the change in the directory to what is shown here; each null until it is so");

export const Run = z.object({
  syncId: z.string(),
  requestId: z.string().describe("The first request that it answers"),
  mode: SyncMode,
  attempt: z.int(),
  status: RunStatus,
  host: z.string().nullable().describe("Which of the connector's hosts answered"),
  server: ServerIdentity.nullable().describe("Which directory server that was: what one says of changes is worth something only to itself"),
  changesOffered: z.array(ChangesBy).describe("The ways in which this server tells what has changed, best first"),
  ...RunChanges.shape,
  removalsBy: z
    .enum(["increment", "full"])
    .nullable()
    .describe(
      "Of an incremental run: full where it does not see what was deleted, so that only a full run removes; null where it does not matter",
    ),
  stage: z.enum(["reading", "removing"]).nullable().describe("Of a running one"),
  startedAt: z.string(),
  completedAt: z.string().nullable(),
  counts: Counts,
  durationsMs: DurationsMs.nullable(),
  holdId: z.string().nullable().describe("The hold that is open since this run, or still"),
  leftOut: z.array(z.string()).describe("Approved changes that no longer held when they were to be made"),
  error: RunError.nullable(),
  latency: Latency,
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
      "run.server",
      "run.changes_offered",
      "run.changes_by",
      "run.removals_by",
      "run.full_because",
      "run.time as started_at",
      "ended.time as completed_at",
      "ended.status as ended_status",
      "ended.held",
      "ended.durations_ms",
      "ended.left_out",
      "ended.open_hold",
      "ended.changed_at",
      "ended.stage as failed_stage",
      "ended.code",
      "ended.message",
      "ended.retryable",
      "progress.stage as progress_stage",
      sql<RunCounts | null>`coalesce(ended.counts, progress.counts)`.as("counts"),
      sql<string | null>`(
        select asked.time from request as asked
        where (asked.account, asked.connector, asked.request_id) = (run.account, run.connector, run.request_id)
        order by asked.sequence limit 1
      )`.as("first_requested_at"),
      visibleAt.as("visible_at"),
    ]);

/** Of a row that is called `run`. */
const visibleAt = sql<string | null>`(
  select seen.visible_at from ${sql.id(OBSERVED_SCHEMA, "run_visible")} as seen
  where (seen.account, seen.connector, seen.sync_id) = (run.account, run.connector, run.sync_id)
)`;

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
  server: row.server,
  changesOffered: row.changes_offered ?? [],
  changesBy: row.changes_by,
  fullBecause: row.full_because,
  removalsBy: row.removals_by,
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
  latency: {
    changedAt: row.changed_at,
    requestedAt: row.first_requested_at,
    startedAt: row.started_at,
    readMs: row.durations_ms?.read ?? null,
    completedAt: row.completed_at,
    visibleAt: row.visible_at,
  },
});

const statusOf = ({ ended_status, held }: RunColumns): Run["status"] => {
  if (ended_status === null) return "running";
  return ended_status === "completed" && held === true ? "held" : ended_status;
};

/** The same of a row of `selectRuns`, for finding runs by it. */
export const runStatus = sql<Run["status"]>`case
  when ended.status is null then 'running'
  when ended.status = 'completed' and ended.held then 'held'
  else ended.status
end`;

/** Whether a row of `selectRuns` counts anything but what was read; what came in groups is counted with the rest. */
export const runHasChanged = sql<boolean>`exists (
  select from json_each_text(coalesce(ended.counts, progress.counts)) as counted
  where counted.key in ('created', 'updated', 'moved', 'disabled', 'enabled', 'removed', 'restored') and counted.value <> '0'
)`;
