import { type EntryKind, type State, subjects } from "@dirstream/contracts";
import { type EventLog, lastPerSubject, readToEnd } from "@dirstream/event-log";
import type { Place } from "../place.ts";
import { keepSnapshot, takeSnapshot } from "./known-snapshot.ts";
import { KnownTable } from "./known-table.ts";

/** What the log says of one entry, without its image. */
export interface Known {
  readonly kind: EntryKind;
  readonly entryId: string;
  /** Of the last event on the entry's subject. */
  readonly sequence: number;
  /** In hexadecimal. */
  readonly fingerprint: string;
  readonly state: State;
}

/** How an entry that a sweep meets compares with what the log says of it; "renamed" also where it is not alive there. */
export type Met = "same" | "changed" | "renamed";

/** The log's present state of entries of a connector: ids and fingerprints, no images. */
export interface KnownEntries {
  readonly get: (kind: EntryKind, entryId: string) => Known | undefined;
  /** Whether the last event of the entry has this fingerprint: what nearly every entry of nearly every read is asked. */
  readonly isRecorded: (kind: EntryKind, entryId: string, fingerprint: string) => boolean;
  /** Under whatever kind the entry is alive. */
  readonly alive: (entryId: string) => Known | undefined;
  /** Alive, or else under whatever kind it was last removed. */
  readonly lastOf: (entryId: string) => Known | undefined;
  readonly all: () => Iterable<Known>;
  /** Entries of these states. */
  readonly count: (...states: State[]) => number;
  /**
   * Marks an entry as met in this run's read, under whatever kind the log knows it: a changed kind is no absence. False at the second
   * meeting: an entry that moves while pages are read can come twice, and a run records it once.
   */
  readonly meet: (kind: EntryKind, entryId: string) => boolean;
  /** Marks an entry as met, and says whether it is alive in the log with this change mark and under this name. */
  readonly meetMarked: (entryId: string, marker: string, dnMark: string) => Met;
  /** Alive in the log, not met. */
  readonly missing: () => Known[];
  /** The last sequence of each part of a group's members that was ever sent. */
  readonly partsOf: (groupId: string) => ReadonlyMap<string, number>;
}

/** Who reads the known entries of a run may keep them for the next one. */
export interface Keeping {
  /** So many messages that no snapshot has make a new one worth its while. */
  readonly snapshotAfter: number;
  readonly onError: (error: unknown) => void;
}

/** A snapshot is made anew when so great a part of it is old: writing it costs as much as reading that. */
const OLD_SHARE = 0.05;

/**
 * The last message on each subject of the connector's entries, headers only: from the snapshot that an earlier run has kept and what came after
 * it, or else, for ten times as long, by one scan of the log.
 */
export const readKnownEntries = async (log: EventLog, place: Place, keeping?: Keeping): Promise<KnownEntries> => {
  const { account, connector } = place;
  const snapshot = await takeSnapshot(log, place);
  const known = snapshot?.known ?? new KnownTable();
  const stream = "DIRECTORY" as const;
  const [entries, members] = [subjects.entriesOf(account, connector), subjects.membersOf(account, connector, "*")];
  const newer = (filter: string) =>
    snapshot === undefined
      ? lastPerSubject(log, { stream, filter, headersOnly: true })
      : readToEnd(log, { stream, filters: [filter], after: snapshot.position, headersOnly: true });
  let news = 0;
  // The position is that of an entry: whatever came after it is met again, by whoever goes on from there.
  let last = snapshot?.last;
  for (const filter of [entries, members]) {
    for await (const messages of newer(filter)) {
      for (const message of messages) known.learn(message);
      news += messages.length;
      if (filter === entries) last = messages.at(-1) ?? last;
    }
  }
  if (keeping !== undefined && last !== undefined && news > Math.max(keeping.snapshotAfter, known.size * OLD_SHARE)) {
    void keepSnapshot(log, place, known, last, snapshot).catch(keeping.onError);
  }
  return known;
};
