import { Change, Evidence, entryEvents, Kind, type Reference as MemberReference, State, subjects } from "@dirstream/contracts";
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
    .object({ added: z.array(Reference), removed: z.array(Reference) })
    .nullable()
    .describe("Who came into the group and who left it with this change"),
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
  const history = openHistory();
  const signal = AbortSignal.timeout(READ_MS);
  try {
    for await (const messages of readToEnd(log, { stream: "DIRECTORY", filters, after, maxMessages: READ_AT_ONCE, signal })) {
      items.push(...messages.flatMap(history.tell));
      if (items.length >= limit) return items.slice(0, limit);
    }
  } catch (error) {
    throw signal.aborted ? unreachable() : error;
  }
  return [...items, ...history.end()];
};

const NOTHING = { syncId: null, changes: [], changed: {}, kind: null, state: null, dn: null, cause: null, evidence: null, host: null };

type Recorded = Pick<RecordedMessage, "sequence" | "time" | "payload">;

/** What is told of one entry's messages, in their order. */
export interface History {
  readonly tell: (message: Recorded) => HistoryItem[];
  /** What is left to tell when no message follows. */
  readonly end: () => HistoryItem[];
}

interface Parts {
  readonly syncId: string;
  readonly added: MemberReference[];
  readonly removed: MemberReference[];
  readonly last: { readonly sequence: number; readonly time: string };
}

/**
 * A run records the parts of a group's members before the group's own event: together they are one item.
 * A run that ended between them leaves parts that stand for themselves. Parts whose members only moved to others tell nothing.
 */
export const openHistory = (): History => {
  let waiting: Parts | undefined;

  const end = (): HistoryItem[] => {
    const alone = waiting;
    waiting = undefined;
    if (alone === undefined || membersOf(alone) === null) return [];
    return [
      { ...NOTHING, ...alone.last, syncId: alone.syncId, changes: ["updated"], kind: "group", members: membersOf(alone), unreadable: null },
    ];
  };

  const tell = ({ sequence, time, payload }: Recorded): HistoryItem[] => {
    const decoded = entryEvents.decode(payload);
    if (decoded.kind !== "event") {
      const why = decoded.kind === "unknown" ? `${decoded.type} version ${decoded.version} is not known here` : decoded.reason;
      return [...end(), { ...NOTHING, sequence, time, members: null, unreadable: why }];
    }
    const { event, metadata } = decoded;
    const { syncId } = event.data;
    switch (event.type) {
      case "EntryChanged": {
        const { changes, changed, kind, state, dn, cause, evidence = null, observed } = event.data;
        const own = kind === "group" && waiting?.syncId === syncId ? waiting : undefined;
        if (own !== undefined) waiting = undefined;
        const told = { sequence, time: metadata.time, syncId, changes, changed, kind, state, dn, cause, evidence, host: observed.host };
        return [...end(), { ...told, members: own === undefined ? null : membersOf(own), unreadable: null }];
      }
      case "GroupMembersChanged": {
        const before = waiting?.syncId === syncId ? [] : end();
        const { members, retired } = event.data;
        const { added = retired === true ? [] : members, removed = [] } = event.data; // of a new group everybody is new
        waiting = {
          syncId,
          added: [...(waiting?.added ?? []), ...added],
          removed: [...(waiting?.removed ?? []), ...removed],
          last: { sequence, time: metadata.time },
        };
        return before;
      }
      case "SyncItemsHeld":
        return [];
      default:
        event satisfies never;
        return [];
    }
  };
  return { tell, end };
};

const membersOf = ({ added, removed }: Parts): HistoryItem["members"] => (added.length + removed.length === 0 ? null : { added, removed });
