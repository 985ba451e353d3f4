import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Counts } from "@dirstream/contracts";
import type { BenchSystem } from "./bench-system.ts";
import { nowMs } from "./watch-processes.ts";

export interface FollowedRun {
  readonly startedMs: number;
  /** Undefined when it was not seen before the end. */
  readonly firstRowMs: number | undefined;
  readonly completedMs: number;
  readonly visibleMs: number;
  /** What the run says of itself: `append` is how long it waited for the log while it read. */
  readonly durationsMs: { readonly total: number; readonly read: number; readonly append: number };
  readonly counts: Counts;
}

interface RunRow {
  readonly started: string;
  readonly counts: Counts | null;
  readonly completed: string | null;
  readonly status: string | null;
  readonly held: boolean | null;
  readonly durations: FollowedRun["durationsMs"] | null;
  readonly message: string | null;
}

const LEAST_WAIT_MS = 2;
const MOST_WAIT_MS = 50;

/**
 * Asks Postgres until the end of the run that answers a request is folded. Everything that the run has recorded is folded before:
 * whoever sees its end sees every row. A query through the API would cost the projector and the console what they are measured for.
 */
export const followRun = async (system: BenchSystem, schema: string, requestId: string, requestedMs: number): Promise<FollowedRun> => {
  let firstRowMs: number | undefined;
  const look = { name: "bench_run", text: runQuery(system.db.escapeIdentifier(schema)), values: [requestId] };
  for (;;) {
    const { rows } = await system.db.query<RunRow>(look);
    const atMs = nowMs();
    const [row] = rows;
    if (row?.completed != null) {
      if (row.status !== "completed" || row.held === true || row.durations === null) throw await notCompleted(system, row);
      const [startedMs, completedMs] = [Date.parse(row.started), Date.parse(row.completed)];
      return { startedMs, firstRowMs, completedMs, visibleMs: atMs, durationsMs: row.durations, counts: row.counts as Counts };
    }
    if (row?.counts != null && row.counts.created + row.counts.updated > 0) firstRowMs ??= atMs;
    if (atMs - requestedMs > system.limitMs) throw new Error(`The synchronisation has not ended within ${system.limitMs / 1000} s.`);
    await delay(Math.min(MOST_WAIT_MS, Math.max(LEAST_WAIT_MS, (atMs - requestedMs) / 100)));
  }
};

const runQuery = (schema: string): string =>
  `select run.time as started, coalesce(ended.counts, progress.counts) as counts, ended.time as completed, ended.status, ended.held,
     ended.durations_ms as durations, ended.message
   from ${schema}.run left join ${schema}.run_progress as progress using (account, connector, sync_id)
     left join ${schema}.run_end as ended using (account, connector, sync_id)
   where run.request_id = $1`;

/** The log goes with everything else when the bench ends. */
const notCompleted = async ({ local }: BenchSystem, { status, message }: RunRow): Promise<Error> => {
  const lines = (await readFile(local.services["ldap-fetcher"].logFile, "utf8")).trimEnd().split("\n");
  const end = status === "completed" ? "completed with a hold" : status;
  return new Error(`The synchronisation ${end}. ${message ?? ""}\nThe end of the fetcher's log:\n${lines.slice(-5).join("\n")}`);
};
