import { type Kysely, sql } from "kysely";
import * as z from "zod";
import type { ReadModel } from "../tables.ts";
import { requireConnector } from "./connector-view.ts";
import { decodeCursor, PageQuery, page, pageOf } from "./page.ts";
import { type AddQueries, CONNECTOR_PATH, ConnectorPath, problems, viewer } from "./queries.ts";
import { Run, runOf, selectRuns } from "./run-view.ts";

const Total = z.int().nullable();

const Statistic = Run.pick({ syncId: true, mode: true, status: true, startedAt: true, counts: true, durationsMs: true }).extend({
  completedAt: z.string(),
  people: Total.describe(
    "Users and contacts that are here after the run, disabled ones too; null where a run so far has not told them from groups",
  ),
  groups: Total.describe("Groups that are here after the run; null likewise"),
  changedAt: Run.shape.latency.shape.changedAt,
  visibleAt: Run.shape.latency.shape.visibleAt,
});
type Statistic = z.output<typeof Statistic>;

const Instant = z.iso.datetime({ offset: true });
const Period = PageQuery.extend({
  limit: PageQuery.shape.limit.unwrap().default(1000).describe("How many runs at most"),
  from: Instant.optional().describe("Runs that have ended then or later, to the second"),
  to: Instant.optional().describe("Runs that have ended before, to the second"),
});

const Sequence = z.tuple([z.int()]);

export const addStatisticsQueries: AddQueries = (app, { db }) => {
  const schema = {
    summary: "Figures over time: the runs of a connector that have ended, oldest first, and how many were here after each",
    tags: ["synchronisations"],
    params: ConnectorPath,
    querystring: Period,
    response: { 200: pageOf(Statistic), ...problems },
  };
  app.get(`${CONNECTOR_PATH}/statistics`, { config: viewer, schema }, async ({ params, query: { limit, cursor, from, to } }) => {
    await requireConnector(db, params);
    const after = decodeCursor(Sequence, cursor)?.[0] ?? 0;
    const rows = await selectEnded(db, params)
      .where("ended.sequence", ">", after)
      .$if(from !== undefined, (ended) => ended.where("ended.time", ">=", secondOf(from)))
      .$if(to !== undefined, (ended) => ended.where("ended.time", "<", secondOf(to)))
      .orderBy("ended.sequence")
      .limit(limit + 1)
      .execute();
    const totals = await totalsUpTo(db, params, rows.at(-1)?.ended_sequence ?? 0);
    return page(
      rows,
      limit,
      ({ ended_sequence }) => [ended_sequence],
      (row) => statisticOf(row, totals.get(row.ended_sequence)),
    );
  });
};

/** Times are text, in UTC: what every time of that second and of none before begins with. */
const secondOf = (instant = ""): string => new Date(instant).toISOString().slice(0, "2026-03-01T08:00:00".length);

type Which = z.output<typeof ConnectorPath>;

const selectEnded = (db: Kysely<ReadModel>, { account, connector }: Which) =>
  selectRuns(db)
    .where("run.account", "=", account)
    .where("run.connector", "=", connector)
    .where("ended.account", "=", account)
    .where("ended.connector", "=", connector)
    .select(sql<number>`ended.sequence`.as("ended_sequence"));

interface Totals {
  readonly people: number | null;
  readonly groups: number | null;
}

/**
 * After every run that has ended, by its end's sequence. What a run has changed before it failed, or was abandoned, stays.
 * Added up here: of ten thousand runs these are three numbers each, which an index holds.
 */
const totalsUpTo = async (db: Kysely<ReadModel>, { account, connector }: Which, last: number): Promise<Map<number, Totals>> => {
  const rows = await db
    .selectFrom("run_end")
    .select(["sequence", "people_more", "groups_more"])
    .where("account", "=", account)
    .where("connector", "=", connector)
    .where("sequence", "<=", last)
    .orderBy("sequence")
    .execute();
  const plus = (sum: number | null, more: number | null) => (sum === null || more === null ? null : sum + more);
  let [people, groups]: [number | null, number | null] = [0, 0];
  return new Map(
    rows.map(({ sequence, people_more, groups_more }) => {
      [people, groups] = [plus(people, people_more), plus(groups, groups_more)];
      return [sequence, { people, groups }];
    }),
  );
};

type Row = Awaited<ReturnType<ReturnType<typeof selectEnded>["executeTakeFirstOrThrow"]>>;

const statisticOf = (row: Row, { people, groups }: Totals = { people: null, groups: null }): Statistic => {
  const { syncId, mode, status, startedAt, completedAt, counts, durationsMs, latency } = runOf(row);
  const { changedAt, visibleAt } = latency;
  return { syncId, mode, status, startedAt, completedAt: completedAt ?? "", people, groups, counts, durationsMs, changedAt, visibleAt };
};
