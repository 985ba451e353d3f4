import { Readable } from "node:stream";
import { Change, EntryId, Evidence, Kind, State } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { Problem } from "@dirstream/service";
import * as z from "zod";
import { csvHead, csvOf } from "./changes-csv.ts";
import { entryNames, idsIn, Names } from "./entry-names.ts";
import { Reference } from "./entry-view.ts";
import { HistoryItem } from "./history.ts";
import { reachable, unreachable } from "./history-queries.ts";
import { decodeCursor, encodeCursor, PageQuery, pageOf } from "./page.ts";
import { type AddQueries, CONNECTOR_PATH, ConnectorPath, listOf, problems, type Queries, viewer } from "./queries.ts";
import { type ChangeFilter, type RunChange, type RunRecord, readRunChanges } from "./run-changes.ts";

const References = z.array(Reference);

const ChangeItem = z.object({
  id: z.string().nullable().describe("<connector>.<entryId>"),
  entryId: EntryId.nullable(),
  kind: Kind.nullable(),
  name: z.string().nullable().describe("Of a removed entry the one that it had"),
  email: z.string().nullable(),
  dn: z.string().nullable(),
  state: State.nullable().describe("After the change; null when only members changed"),
  changes: z.array(Change),
  changed: HistoryItem.shape.changed,
  members: z
    .object({ added: References, removed: References, addedCount: z.int(), removedCount: z.int() })
    .nullable()
    .describe("Who came into the group and who left it: the first 100 of each, and how many in all"),
  cause: HistoryItem.shape.cause,
  evidence: Evidence.nullable().describe("Of a removal"),
  sequence: z.int().describe("In the log"),
  time: z.string().describe("When the change was observed"),
  unreadable: z.string().nullable().describe("Why this event cannot be shown"),
});

const Query = PageQuery.extend({
  change: listOf(Change).describe(`${Change.options.join(", ")}, or several with commas between`),
  kind: Kind.optional(),
  q: z.string().max(200).optional().describe("Part of the name, the address or the DN"),
  format: z.enum(["json", "ndjson", "csv"]).optional().describe("Instead of Accept: ndjson and csv bring everything, as a file"),
});

const Changes = pageOf(ChangeItem).extend({
  next: z.string().nullable().describe("Also with fewer items than asked for, where little fits a filter: go on with it"),
  names: Names.describe("Whom the entry ids in changed and members stand for"),
  ended: z.boolean().describe("Whether the run has ended; until then there may be more after the last page"),
});

const READ_MS = 5_000;
const MOST_MESSAGES = 3_000;
const MOST_MEMBERS = 100;

export const addRunChangeQueries: AddQueries = (app, queries) => {
  const schema = {
    summary: "What a run changed, entry by entry with before and after, in the order of the log; or all of it as NDJSON or CSV",
    tags: ["synchronisations"],
    params: ConnectorPath.extend({ sync: z.string().max(64) }),
    querystring: Query,
    produces: ["application/json", "application/x-ndjson", "text/csv"],
    response: { 200: Changes, ...problems },
  };
  app.get(`${CONNECTOR_PATH}/runs/:sync/changes`, { config: viewer, schema }, async ({ params, query, headers }, reply) => {
    const run = await findRun(queries, params);
    const log = reachable(queries.eventLog());
    const format = query.format ?? formatIn(headers.accept);
    if (format === "json") return readPage(queries, log, run, query);

    const stopping = new AbortController();
    reply.raw.once("close", () => stopping.abort(new Error("whoever asked has gone")));
    reply.header(
      "content-disposition",
      `attachment; filename="${run.connector}-changes-${run.startedAt.slice(0, 10)}-${run.syncId}.${format}"`,
    );
    reply.type(format === "csv" ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson");
    const lines = format === "csv" ? csvLines : jsonLines;
    return reply.send(Readable.from(lines(queries, log, run, query, stopping.signal)) as never);
  });
};

const formatIn = (accept = ""): "json" | "ndjson" | "csv" => {
  if (accept.includes("application/json")) return "json";
  if (accept.includes("text/csv")) return "csv";
  return accept.includes("application/x-ndjson") ? "ndjson" : "json";
};

interface Run extends RunRecord {
  readonly startedAt: string;
}

const findRun = async (
  { db }: Queries,
  { account, connector, sync }: { account: string; connector: string; sync: string },
): Promise<Run> => {
  const row = await db
    .selectFrom("run")
    .leftJoin("run_end as ended", (join) =>
      join
        .onRef("ended.account", "=", "run.account")
        .onRef("ended.connector", "=", "run.connector")
        .onRef("ended.sync_id", "=", "run.sync_id"),
    )
    .select(["run.sequence as after", "run.time", "ended.sequence as until"])
    .where("run.account", "=", account)
    .where("run.connector", "=", connector)
    .where("run.sync_id", "=", sync)
    .executeTakeFirst();
  if (row === undefined) throw new Problem(404, "noSuchRun", "This connector has no such run.");
  return { account, connector, syncId: sync, startedAt: row.time, after: row.after, until: row.until ?? undefined };
};

const readPage = async ({ db }: Queries, log: EventLog, run: Run, { limit, cursor, ...filter }: z.output<typeof Query>) => {
  const after = decodeCursor(z.tuple([z.int().min(0)]), cursor)?.[0] ?? 0;
  const from = { ...run, after: Math.max(run.after, after) };
  const { shown, next } = await collect(log, from, filter, limit);
  const items = shown.map(withFirstMembers);
  const names = await entryNames({ db, log }, run, items.flatMap(idsIn));
  return { items, next: next === undefined ? null : encodeCursor([next]), names, ended: run.until !== undefined };
};

/** A page; where little fits, what was found in a bounded number of messages. */
const collect = async (
  log: EventLog,
  run: RunRecord,
  filter: ChangeFilter,
  limit: number,
): Promise<{ shown: RunChange[]; next: number | undefined }> => {
  const found: RunChange[] = [];
  const signal = AbortSignal.timeout(READ_MS);
  let messages = 0;
  try {
    for await (const read of readRunChanges(log, run, filter, signal)) {
      found.push(...read.changes);
      messages += read.messages;
      if (found.length > limit) break;
      if (messages >= MOST_MESSAGES) return { shown: found, next: read.position };
    }
  } catch (error) {
    throw signal.aborted ? unreachable() : error;
  }
  const shown = found.slice(0, limit);
  return { shown, next: found.length > limit ? shown.at(-1)?.sequence : undefined };
};

const withFirstMembers = ({ members, ...change }: RunChange): z.output<typeof ChangeItem> => ({
  ...change,
  members:
    members === null
      ? null
      : {
          added: members.added.slice(0, MOST_MEMBERS),
          removed: members.removed.slice(0, MOST_MEMBERS),
          addedCount: members.added.length,
          removedCount: members.removed.length,
        },
});

type Lines = (queries: Queries, log: EventLog, run: RunRecord, filter: ChangeFilter, signal: AbortSignal) => AsyncGenerator<string>;

const jsonLines: Lines = async function* (_queries, log, run, filter, signal) {
  for await (const { changes } of readRunChanges(log, run, filter, signal)) {
    for (const change of changes) yield `${JSON.stringify(change)}\n`;
  }
};

const csvLines: Lines = async function* ({ db }, log, run, filter, signal) {
  yield csvHead();
  for await (const { changes } of readRunChanges(log, run, filter, signal)) {
    const names = await entryNames({ db, log }, run, changes.flatMap(idsIn));
    for (const change of changes) yield csvOf(change, (entryId) => names[entryId]?.dn);
  }
};
