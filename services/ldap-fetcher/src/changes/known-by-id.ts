import { type EntryKind, entryEvents, subjects } from "@dirstream/contracts";
import { type EventLog, lastMessages, type RecordedMessage } from "@dirstream/event-log";
import type { Place } from "../place.ts";
import { type KnownEntries, readKnownEntries } from "../read/known-entries.ts";
import { KnownTable } from "../read/known-table.ts";

/** What the log says of those entries that were asked for. */
export interface KnownById extends KnownEntries {
  /** Must come before anything is asked of these ids. */
  readonly fetch: (ids: Iterable<string>) => Promise<void>;
  /** The members of these groups, whether the log has the group itself or not. */
  readonly fetchMembers: (groupIds: readonly string[]) => Promise<void>;
  readonly isFetched: (entryId: string) => boolean;
  /** Whether the log has, or had, such an entry, be it only that a group's recorded members name it by its id. */
  readonly hasEver: (entryId: string) => boolean;
  /** Everything after all. */
  readonly whole: () => Promise<KnownEntries>;
}

const KINDS: readonly EntryKind[] = ["user", "group", "contact"];
/** Beyond so many, one scan of everything costs less. */
const MOST_IDS = 4_000;
const PARTS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Looks up the last message of each subject, and nothing else: what an incremental run costs must not depend on the directory's size. */
export const openKnownById = (log: EventLog, place: Place): KnownById => {
  const { account, connector } = place;
  const table = new KnownTable();
  const fetched = new Set<string>();
  const fetchedGroups = new Set<string>();
  const namedByGroups = new Set<string>();
  let everything: KnownEntries | undefined;
  const known = (): KnownEntries => everything ?? table;

  const lookUp = async (wanted: readonly string[]): Promise<(RecordedMessage | undefined)[]> => {
    const messages = await lastMessages(log, { stream: "DIRECTORY", subjects: wanted });
    for (const message of messages) if (message !== undefined) table.learn(message);
    return messages;
  };
  const learnMembers = (message: RecordedMessage | undefined): boolean => {
    const decoded = message === undefined ? undefined : entryEvents.decode(message.payload);
    if (decoded?.kind !== "event" || decoded.event.type !== "GroupMembersChanged") return false;
    for (const { entryId, dn } of decoded.event.data.members) if (entryId !== undefined && dn === undefined) namedByGroups.add(entryId);
    return decoded.event.data.retired !== true;
  };
  const fetchMembers = async (groupIds: readonly string[]): Promise<void> => {
    if (everything !== undefined) return;
    const news = groupIds.filter((groupId) => fetchedGroups.size < fetchedGroups.add(groupId).size);
    const whole = await lookUp(news.map((groupId) => subjects.members(account, connector, groupId, "all")));
    // A group stands in one message, or in parts, and then the one is retired or was never sent.
    const inParts = news.filter((_, at) => !learnMembers(whole[at]));
    for (const groupId of inParts) {
      const parts = await lookUp(PARTS.map((part) => subjects.members(account, connector, groupId, part)));
      for (const part of parts) learnMembers(part);
    }
  };
  const fetch = async (ids: Iterable<string>): Promise<void> => {
    const news = [...ids].filter((entryId) => fetched.size < fetched.add(entryId).size);
    if (everything !== undefined || news.length === 0) return;
    if (fetched.size > MOST_IDS) {
      everything = await readKnownEntries(log, place);
      return;
    }
    await lookUp(news.flatMap((entryId) => KINDS.map((kind) => subjects.entry(account, connector, kind, entryId))));
    await fetchMembers(news.filter((entryId) => table.get("group", entryId) !== undefined));
  };
  return {
    ...{ fetch, fetchMembers },
    isFetched: (entryId) => everything !== undefined || fetched.has(entryId) || namedByGroups.has(entryId),
    hasEver: (entryId) => namedByGroups.has(entryId) || known().lastOf(entryId) !== undefined,
    get: (kind, entryId) => known().get(kind, entryId),
    isRecorded: (kind, entryId, fingerprint) => known().isRecorded(kind, entryId, fingerprint),
    alive: (entryId) => known().alive(entryId),
    lastOf: (entryId) => known().lastOf(entryId),
    all: () => known().all(),
    count: (...states) => known().count(...states),
    meet: (kind, entryId) => known().meet(kind, entryId),
    meetMarked: (entryId, marker, dnMark) => known().meetMarked(entryId, marker, dnMark),
    missing: () => known().missing(),
    partsOf: (groupId) => known().partsOf(groupId),
    whole: async () => {
      everything ??= await readKnownEntries(log, place);
      return everything;
    },
  };
};
