import { Counts, Slot, SyncMode } from "@dirstream/contracts";
import { type HttpApp, Problem } from "@dirstream/service";
import * as z from "zod";
import { requireConnector } from "./connector-view.ts";
import { decodeCursor, PageQuery, page, pageOf } from "./page.ts";
import { type AddQueries, CONNECTOR_PATH, ConnectorPath, listOf, problems, type Queries, viewer } from "./queries.ts";
import { Run, RunChanges, type RunColumns, RunError, RunStatus, runHasChanged, runOf, runStatus, selectRuns } from "./run-view.ts";

const Sync = z.object({
  requestId: z.string(),
  syncId: z.string().nullable().describe("The run that answers it; several requests may share one"),
  kind: z.enum(["read", "apply"]),
  mode: SyncMode,
  status: z.enum(["requested", ...RunStatus.options]),
  reason: z.string().describe("Why it was requested: schedule, manual, first, approval, connectorRemoved"),
  slot: Slot.nullable(),
  requestedAt: z.string(),
  requestedBy: z.string().nullable(),
  host: z.string().nullable(),
  ...RunChanges.shape,
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
  counts: Counts.nullable(),
  holdId: z.string().nullable(),
  error: RunError.nullable(),
});
type Sync = z.output<typeof Sync>;

const Sequence = z.tuple([z.int()]);
const noSuchSync = () => new Problem(404, "noSuchSync", "This connector has no such synchronisation.");

export const addSyncQueries: AddQueries = (app, queries) => {
  addSyncs(app, queries);
  addRuns(app, queries);
};

const addSyncs = (app: HttpApp, { db }: Queries): void => {
  const tags = ["synchronisations"];
  const list = { summary: "Every request of a connector and what became of it, newest first", tags, params: ConnectorPath };
  app.get(
    `${CONNECTOR_PATH}/syncs`,
    { config: viewer, schema: { ...list, querystring: PageQuery, response: { 200: pageOf(Sync), ...problems } } },
    async ({ params, query: { limit, cursor } }) => {
      await requireConnector(db, params);
      const before = decodeCursor(Sequence, cursor)?.[0] ?? Number.MAX_SAFE_INTEGER;
      const rows = await selectSyncs(db, params)
        .where("request.sequence", "<", before)
        .orderBy("request.sequence", "desc")
        .limit(limit + 1)
        .execute();
      return page(rows, limit, ({ sequence }) => [sequence], syncOf);
    },
  );

  const path = ConnectorPath.extend({ request: z.string().max(64) });
  const one = { summary: "One request and what became of it", tags, params: path, response: { 200: Sync, ...problems } };
  app.get(`${CONNECTOR_PATH}/syncs/:request`, { config: viewer, schema: one }, async ({ params }) => {
    const row = await selectSyncs(db, params).where("request.request_id", "=", params.request).executeTakeFirst();
    if (row === undefined) throw noSuchSync();
    return syncOf(row);
  });
};

/**
 * A request belongs to the last run that covers it: the last one that began before the request was settled, if it reaches that far.
 * A run that failed for a while, or whose fetcher died, is thus followed by the run that tries again.
 */
const selectSyncs = (db: Queries["db"], { account, connector }: z.output<typeof ConnectorPath>) =>
  db
    .selectFrom("request")
    .leftJoinLateral(
      (eb) =>
        selectRuns(eb as never)
          .whereRef("run.account", "=", "request.account" as never)
          .whereRef("run.connector", "=", "request.connector" as never)
          .whereRef("run.covered_before", "<", "request.sequence" as never)
          .whereRef("run.covers", ">=", "request.sequence" as never)
          .orderBy("run.covered_before", "desc")
          .orderBy("run.sequence", "desc")
          .limit(1)
          .as("run"),
      (join) => join.onTrue(),
    )
    .selectAll("run")
    .select([
      "request.sequence",
      "request.request_id",
      "request.kind",
      "request.mode",
      "request.reason",
      "request.slot",
      "request.time as requested_at",
      "request.requested_by",
    ])
    .where("request.account", "=", account)
    .where("request.connector", "=", connector);

type SyncRow = Awaited<ReturnType<ReturnType<typeof selectSyncs>["executeTakeFirstOrThrow"]>>;

const syncOf = (row: SyncRow): Sync => {
  const run = row.sync_id === null ? undefined : runOf(row as RunColumns);
  return {
    requestId: row.request_id,
    syncId: run?.syncId ?? null,
    kind: row.kind,
    mode: run?.mode ?? row.mode,
    status: run?.status ?? "requested",
    reason: row.reason,
    slot: row.slot,
    requestedAt: row.requested_at,
    requestedBy: row.requested_by,
    host: run?.host ?? null,
    changesBy: run?.changesBy ?? null,
    fullBecause: run?.fullBecause ?? null,
    startedAt: run?.startedAt ?? null,
    completedAt: run?.completedAt ?? null,
    counts: run?.counts ?? null,
    holdId: run?.holdId ?? null,
    error: run?.error ?? null,
  };
};

const RunQuery = PageQuery.extend({
  status: listOf(RunStatus).describe(`${RunStatus.options.join(", ")}, or several with commas between`),
  changed: z.enum(["true", "false"]).default("false").describe("true: only those that have changed something"),
});

const addRuns = (app: HttpApp, { db }: Queries): void => {
  const tags = ["synchronisations"];
  const list = { summary: "The runs of a connector, newest first", tags, params: ConnectorPath, querystring: RunQuery };
  app.get(
    `${CONNECTOR_PATH}/runs`,
    { config: viewer, schema: { ...list, response: { 200: pageOf(Run), ...problems } } },
    async ({ params, query: { limit, cursor, status, changed } }) => {
      await requireConnector(db, params);
      const before = decodeCursor(Sequence, cursor)?.[0] ?? Number.MAX_SAFE_INTEGER;
      const rows = await selectRuns(db)
        .$if(status !== undefined, (some) => some.where(runStatus, "in", status ?? []))
        .$if(changed === "true", (some) => some.where(runHasChanged))
        .where("run.account", "=", params.account)
        .where("run.connector", "=", params.connector)
        .where("run.sequence", "<", before)
        .orderBy("run.sequence", "desc")
        .limit(limit + 1)
        .execute();
      return page(rows, limit, ({ run_sequence }) => [run_sequence], runOf);
    },
  );

  const path = ConnectorPath.extend({ sync: z.string().max(64) });
  const one = { summary: "One run", tags, params: path, response: { 200: Run, ...problems } };
  app.get(`${CONNECTOR_PATH}/runs/:sync`, { config: viewer, schema: one }, async ({ params }) => {
    const row = await selectRuns(db)
      .where("run.account", "=", params.account)
      .where("run.connector", "=", params.connector)
      .where("run.sync_id", "=", params.sync)
      .executeTakeFirst();
    if (row === undefined) throw noSuchSync();
    return runOf(row);
  });
};
