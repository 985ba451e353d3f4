import { type Change, type EntryKind, entryRef, parseSubject, subjects } from "@dirstream/contracts";
import { type EventLog, type RecordedMessage, readToEnd } from "@dirstream/event-log";
import { type HistoryItem, openHistory, type Told } from "./history.ts";
import { lastProfile } from "./images.ts";
import { emailIn, nameIn } from "./profile-names.ts";

/** Where in the log a run's record stands. */
export interface RunRecord {
  readonly account: string;
  readonly connector: string;
  readonly syncId: string;
  /** Nothing up to this sequence is read: that of SyncStarted, or where a page before has ended. */
  readonly after: number;
  /** The sequence of the run's end; undefined while it goes on. */
  readonly until: number | undefined;
}

export interface ChangeFilter {
  readonly change?: readonly Change[] | undefined;
  readonly kind?: EntryKind | undefined;
  /** Part of the name, the address or the DN. */
  readonly q?: string | undefined;
}

/** What a run changed about one entry. */
export interface RunChange extends Omit<HistoryItem, "syncId" | "host"> {
  readonly id: string | null;
  readonly entryId: string | null;
  /** Of a removed entry: as it was before. */
  readonly name: string | null;
  readonly email: string | null;
}

export interface ChangesRead {
  readonly changes: readonly RunChange[];
  /** Everything up to here is told: where reading may go on. */
  readonly position: number;
  /** How many messages were read for it. */
  readonly messages: number;
}

const READ_AT_ONCE = 100;

/** What a run changed, in the order of the log and as far as it is recorded by now: a bounded number of messages at a time. */
export const readRunChanges = async function* (
  log: EventLog,
  run: RunRecord,
  filter: ChangeFilter,
  signal: AbortSignal,
): AsyncGenerator<ChangesRead, void, undefined> {
  const { account, connector, after, until = Number.POSITIVE_INFINITY } = run;
  if (until <= after + 1) return;
  const history = openHistory();
  const fitting = async (told: readonly Told[]): Promise<RunChange[]> => {
    const candidates = told.filter(({ item }) => isOf(run, item) && isOneOf(filter, item));
    const changes = await Promise.all(candidates.map((one) => changeOf(log, connector, one, signal)));
    return changes.filter((change) => isFound(filter, change));
  };
  let position = after;
  const filters = subjectsOf(account, connector, filter.kind);
  for await (const messages of readToEnd(log, { stream: "DIRECTORY", filters, after, maxMessages: READ_AT_ONCE, signal })) {
    const own = messages.filter(({ sequence }) => sequence < until);
    const told = own.flatMap((message) => history.tell(message).map((one) => ({ ...one, entryId: one.entryId ?? entryIn(message) })));
    position = (history.waitsSince() ?? (own.at(-1)?.sequence ?? position) + 1) - 1;
    yield { changes: await fitting(told), position, messages: own.length };
    if (own.length < messages.length) break;
  }
  yield { changes: await fitting(history.end()), position, messages: 0 };
};

const subjectsOf = (account: string, connector: string, kind: EntryKind | undefined): string[] => {
  const entries = kind === undefined ? subjects.entriesOf(account, connector) : subjects.entry(account, connector, kind, "*");
  return kind === undefined || kind === "group" ? [entries, subjects.membersOf(account, connector, "*")] : [entries];
};

/** Whom a message is about that cannot be read. */
const entryIn = ({ subject }: RecordedMessage): string | null => {
  const place = parseSubject(subject);
  if (place?.of === "members") return place.groupId;
  return place?.of === "entry" ? place.entryId : null;
};

const isOf = ({ syncId }: RunRecord, item: HistoryItem): boolean => item.syncId === syncId || item.unreadable !== null;

const isOneOf = ({ change: wanted }: ChangeFilter, { changes }: HistoryItem): boolean =>
  wanted === undefined || changes.some((change) => wanted.includes(change));

const isFound = ({ q }: ChangeFilter, { name, email, dn }: RunChange): boolean => {
  if (q === undefined || q === "") return true;
  const wanted = q.toLowerCase();
  return [name, email, dn].some((text) => text?.toLowerCase().includes(wanted));
};

const changeOf = async (log: EventLog, connector: string, { item, entryId, image }: Told, signal: AbortSignal): Promise<RunChange> => {
  const { syncId: _syncId, host: _host, ...told } = item;
  const profile = image === null ? undefined : await lastProfile(log, image, signal);
  return {
    ...told,
    id: entryId === null ? null : entryRef(connector, entryId),
    entryId,
    name: nameIn(profile),
    email: emailIn(profile),
  };
};
