import { Change, Evidence, entryEvents, Kind, MembersPart, State, subjects } from "@dirstream/contracts";
import { type EventLog, type RecordedMessage, readToEnd } from "@dirstream/event-log";
import { unavailable } from "@dirstream/service";
import * as z from "zod";
import { findEntry, Reference, Value } from "./entry-view.ts";
import { decodeCursor, PageQuery, page, pageOf } from "./page.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, viewer } from "./queries.ts";

const Values = z.array(Value).nullable();

const HistoryItem = z.object({
  sequence: z.int().describe("In the log"),
  time: z.string().describe("When the change was observed"),
  syncId: z.string().nullable().describe("The run that observed it"),
  changes: z.array(Change),
  changed: z.record(z.string(), z.object({ before: Values, after: Values })).describe("By attribute; empty when created or removed"),
  kind: Kind.nullable(),
  state: State.nullable().describe("After the change; null when only members changed"),
  dn: z.string().nullable(),
  cause: z.enum(["directory", "configuration"]).nullable().describe("Whether the directory changed, or the way it is read"),
  evidence: Evidence.nullable().describe("Of a removal"),
  host: z.string().nullable(),
  members: z
    .object({ part: MembersPart, added: z.array(Reference), removed: z.array(Reference) })
    .nullable()
    .describe("When members of the group changed"),
  unreadable: z.string().nullable().describe("Why this event cannot be shown"),
});
type HistoryItem = z.output<typeof HistoryItem>;

const READ_MS = 5_000;
const READ_AT_ONCE = 200;

export const addHistoryQueries: AddQueries = (app, { db, eventLog }) => {
  const schema = {
    summary: "Everything that was observed of an entry, oldest first; from the log itself",
    tags: ["entries"],
    params: AccountPath.extend({ entry: z.string() }),
    querystring: PageQuery,
    response: { 200: pageOf(HistoryItem), ...problems },
  };
  app.get(`${ACCOUNT_PATH}/entries/:entry/history`, { config: viewer, schema }, async ({ params, query: { limit, cursor } }) => {
    const after = decodeCursor(z.tuple([z.int().min(0)]), cursor)?.[0] ?? 0;
    const { account, connector, entry_id } = await findEntry(db, params.account, params.entry);
    const log = eventLog();
    if (log === undefined || !log.connected()) throw unreachable();
    const items = await readHistory(log, subjects.entryHistory(account, connector, entry_id), after, limit + 1);
    return page(
      items,
      limit,
      ({ sequence }) => [sequence],
      (item) => item,
    );
  });
};

const unreachable = () => unavailable("Histories are read from the event log, which does not answer now. Try again shortly.");

const readHistory = async (log: EventLog, filters: readonly string[], after: number, limit: number): Promise<HistoryItem[]> => {
  const items: HistoryItem[] = [];
  const signal = AbortSignal.timeout(READ_MS);
  try {
    for await (const messages of readToEnd(log, { stream: "DIRECTORY", filters, after, maxMessages: READ_AT_ONCE, signal })) {
      items.push(...messages.flatMap(historyItems));
      if (items.length >= limit) break;
    }
  } catch (error) {
    throw signal.aborted ? unreachable() : error;
  }
  return items.slice(0, limit);
};

const NOTHING = { syncId: null, changes: [], changed: {}, kind: null, state: null, dn: null, cause: null, evidence: null, host: null };

/** A part of a group that only moved members to another part tells nothing. */
export const historyItems = ({ sequence, time, payload }: Pick<RecordedMessage, "sequence" | "time" | "payload">): HistoryItem[] => {
  const decoded = entryEvents.decode(payload);
  if (decoded.kind !== "event") {
    const why = decoded.kind === "unknown" ? `${decoded.type} version ${decoded.version} is not known here` : decoded.reason;
    return [{ ...NOTHING, sequence, time, members: null, unreadable: why }];
  }
  const { event, metadata } = decoded;
  const common = { ...NOTHING, sequence, time: metadata.time, syncId: event.data.syncId, unreadable: null };
  switch (event.type) {
    case "EntryChanged": {
      const { changes, changed, kind, state, dn, cause, evidence = null, observed } = event.data;
      return [{ ...common, changes, changed, kind, state, dn, cause, evidence, host: observed.host, members: null }];
    }
    case "GroupMembersChanged": {
      const { part, members, retired } = event.data;
      const { added = retired === true ? [] : members, removed = [] } = event.data; // of a new group everybody is new
      if (added.length === 0 && removed.length === 0) return [];
      return [{ ...common, changes: ["updated"], kind: "group", members: { part, added, removed } }];
    }
    case "SyncItemsHeld":
      return [];
    default:
      event satisfies never;
      return [];
  }
};
