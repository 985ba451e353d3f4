import { STREAM_NAMES, type StreamName } from "@dirstream/contracts";
import { type Kysely, sql } from "kysely";
import type { ReadModel } from "../tables.ts";
import type { Activity, RunActivity } from "./activity.ts";

/** How far each stream was folded, and which connectors had halted, at a look. */
export interface Positions {
  readonly folded: Readonly<Record<StreamName, number>>;
  readonly halted: ReadonlySet<string>;
}

/** How far everything is folded now. */
export const positionsOf = async (db: Kysely<ReadModel>): Promise<Positions> => {
  const { rows } = await sql<{ stream: StreamName | null; sequence: number; halted: string[] }>`
    select c.stream, c.sequence, array(select concat_ws('/', account, connector, stream, sequence, resuming) from halted) as halted
    from (select 1) as always left join checkpoint c on true`.execute(db);
  const sequenceOf = (stream: StreamName) => rows.find((row) => row.stream === stream)?.sequence ?? 0;
  const folded = Object.fromEntries(STREAM_NAMES.map((stream) => [stream, sequenceOf(stream)])) as Positions["folded"];
  return { folded, halted: new Set(rows[0]?.halted) };
};

type OfAccount = readonly [account: string, activity: Activity];

/** What has been folded of these accounts between a look and this one, in the order of the log, and up to where. */
export const foldedSince = async (
  db: Kysely<ReadModel>,
  accounts: readonly string[],
  since: Positions,
): Promise<{ activities: OfAccount[]; upTo: Positions }> => {
  const upTo = await positionsOf(db);
  const hasMoved = STREAM_NAMES.some((stream) => upTo.folded[stream] > since.folded[stream]);
  const rows = hasMoved ? await select(db, accounts, since, upTo) : [];
  return { activities: [...rows.flatMap(activitiesOf), ...haltsOf(accounts, since, upTo)], upTo };
};

interface Moved {
  readonly what: "connector" | "decision" | "request" | "started" | "entries" | "hold" | "ended";
  readonly account: string;
  readonly connector: string;
  readonly id: string | null;
  readonly status: string | null;
  readonly counts: RunActivity["counts"];
}

/**
 * Connector by connector through the indexes. Of the runs' progress only the last run's is looked for: the others have ended.
 * A row that is newer than `upTo` already is found the next time.
 */
const select = async (db: Kysely<ReadModel>, accounts: readonly string[], since: Positions, upTo: Positions): Promise<Moved[]> => {
  const isNew = (table: string, stream: StreamName) =>
    sql`${sql.ref(`${table}.account`)} = k.account and ${sql.ref(`${table}.connector`)} = k.connector
      and ${sql.ref(`${table}.sequence`)} > ${since.folded[stream]} and ${sql.ref(`${table}.sequence`)} <= ${upTo.folded[stream]}`;
  const { rows } = await sql<Moved>`
    select moved.what, k.account, k.connector, moved.id, moved.status, moved.counts
    from connector k cross join lateral (
      select 'connector' as what, 1 as stream, t.sequence, null as id, null as status, null::json as counts
      from connector_revision t where ${isNew("t", "CONNECTORS")}
      union all
      select 'decision', 1, t.sequence, t.hold_id, t.decision, null from hold_decision t where ${isNew("t", "CONNECTORS")}
      union all
      select 'request', 2, t.sequence, t.request_id, 'requested', null from request t where ${isNew("t", "SYNC_REQUESTS")}
      union all
      select 'started', 3, t.sequence, t.sync_id, 'running', null from run t where ${isNew("t", "DIRECTORY")}
      union all
      select 'entries', 3, t.sequence, null, null, null
      from (select r.sync_id from run r where r.account = k.account and r.connector = k.connector order by r.sequence desc limit 1) as last
      join run_progress t on t.sync_id = last.sync_id and ${isNew("t", "DIRECTORY")}
      union all
      select 'hold', 3, t.sequence, t.hold_id, 'open', null from hold t where ${isNew("t", "DIRECTORY")}
      union all
      select 'ended', 3, t.sequence, t.sync_id, case when t.status = 'completed' and t.held then 'held' else t.status end, t.counts
      from run_end t where ${isNew("t", "DIRECTORY")}
    ) as moved
    where k.account = any(${[...accounts]}::text[])
    order by moved.stream, moved.sequence`.execute(db);
  return rows;
};

const activitiesOf = ({ what, account, connector, id, status, counts }: Moved): OfAccount[] => {
  const run = (data: Partial<RunActivity> & Pick<RunActivity, "event" | "status">): Activity => {
    const nothing = { requestId: null, syncId: null, stage: null, read: counts?.read ?? null, expected: null, counts };
    return { name: "run", connector, data: { ...nothing, ...data } };
  };
  const hint = (name: "connector" | "entries" | "attention"): Activity => ({ name, connector, data: {} });
  const told = (): Activity[] => {
    switch (what) {
      case "connector":
        return [hint("connector"), hint("attention")];
      case "decision":
      case "hold":
        return [{ name: "hold", connector, data: { holdId: id ?? "", status: status ?? "" } }, hint("attention")];
      case "request":
        return [run({ event: "requested", requestId: id, status: "requested" })];
      case "started":
        return [run({ event: "started", syncId: id, status: "running" })];
      case "entries":
        return [hint("entries")];
      case "ended":
        return [run({ event: "ended", syncId: id, status: status as RunActivity["status"] }), hint("entries"), hint("attention")];
      default:
        return what satisfies never;
    }
  };
  return told().map((activity) => [account, activity]);
};

/** Whoever halts, is resumed or has caught up: rows from before the last look may have come. */
const haltsOf = (accounts: readonly string[], since: Positions, upTo: Positions): OfAccount[] => {
  const changed = [...since.halted.symmetricDifference(upTo.halted)].map((one) => one.split("/"));
  return changed.flatMap(([account = "", connector = ""]) =>
    accounts.includes(account)
      ? (["connector", "entries", "attention"] as const).map((name): OfAccount => [account, { name, connector, data: {} }])
      : [],
  );
};
