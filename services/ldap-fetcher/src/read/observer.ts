import type { EntryKind } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import type { Directory } from "../directory/directory.ts";
import type { Entry } from "../directory/entry.ts";
import { allMembers } from "../run/members.ts";
import { type Observed, openImages } from "./entry-image.ts";
import { areMembersNamedByUid, kindsOf, scopeOf } from "./in-scope.ts";
import type { Known, KnownEntries } from "./known-entries.ts";
import { recordedEntry, recordedMembers } from "./recorded.ts";
import { type Names, openReferences, type References } from "./references.ts";
import { learnRenamed } from "./renamed-members.ts";
import { openUnlisted } from "./unlisted-members.ts";

/** Turns what the server sends into what we record, with references as ids wherever an id is known. */
export interface Observer {
  /** To be asked once everybody's name is known. */
  readonly observe: (entries: readonly Entry[], kind: EntryKind) => Promise<readonly Observed[]>;
  readonly names: Names;
  /** Before something is read again: what other entries say of it may have changed as well. */
  readonly refresh: () => Promise<void>;
  /** When the first of the entries observed will be in another state without any change in the directory. */
  readonly untilMs: () => number | undefined;
}

/** An observer that learns names while entries are read. */
export interface LearningObserver extends Observer {
  /** Learns the names of entries that are being read. */
  readonly learn: (entries: readonly Entry[]) => void;
  /** Learns the names of everybody of these kinds, and tells their change marks; no paged reading may be under way. */
  readonly learnNames: (kinds: readonly EntryKind[], noteMarker?: (marker: string) => void) => Promise<void>;
  /** As `observe`, with the names that are known so far; undefined where they refer to somebody else. */
  readonly tryObserve: (entries: readonly Entry[], kind: EntryKind) => readonly Observed[] | undefined;
}

interface Opening {
  readonly directory: Directory;
  readonly log: EventLog;
  readonly known: KnownEntries;
  readonly signal: AbortSignal;
}

/** Begins with everybody's name, so that a reference to whoever is not read is an id already. */
export const openObserver = async (opening: Opening): Promise<Observer> => {
  const observer = await openLearningObserver(opening);
  await observer.learnNames(kindsOf(opening.directory));
  return observer;
};

export const openLearningObserver = async (opening: Opening): Promise<LearningObserver> => {
  const { directory, log, known, signal } = opening;
  const { vendor } = directory;
  const nowMs = Date.now();
  const references = openReferences((entryId) => known.lastOf(entryId) !== undefined);
  const isByUid = await areMembersNamedByUid(directory);
  const unlisted = await openUnlisted(directory, references.resolve);
  const observe = openImages({ vendor, references, unlisted: unlisted.of, nowMs });
  const remember = rememberGone(opening, references);
  const membersBefore = async (groupId: string) => allMembers(await recordedMembers(log, known.partsOf(groupId)));
  const learn = (entries: readonly Entry[]): void => {
    for (const { dn, id, attributes } of entries) {
      references.learn(dn, id);
      const uid = isByUid ? attributes.find(({ type }) => type.toLowerCase() === "uid")?.values[0] : undefined;
      if (uid !== undefined) references.learnUid(uid.toString("utf8"), id);
    }
  };
  let untilMs: number | undefined;
  const noteUntil = (observed: readonly Observed[]): void => {
    for (const one of observed) if (one.untilMs !== undefined) untilMs = Math.min(untilMs ?? one.untilMs, one.untilMs);
  };
  return {
    names: { resolve: (dn) => references.resolve({ dn }), learn: references.learn },
    refresh: unlisted.refresh,
    untilMs: () => untilMs,
    learn,
    learnNames: async (kinds, noteMarker) => {
      for await (const page of directory.readNames(scopeOf(directory, kinds), isByUid ? ["uid"] : [])) {
        signal.throwIfAborted();
        learn(page);
        if (noteMarker !== undefined) for (const { marker } of page) noteMarker(marker);
      }
    },
    tryObserve: (entries, kind) => {
      const observed = entries.map((entry) => observe(entry, kind));
      if (observed.some(({ hasUnknown }) => hasUnknown)) return undefined;
      noteUntil(observed);
      return observed;
    },
    observe: async (entries, kind) => {
      const observed = entries.map((entry) => observe(entry, kind));
      noteUntil(observed);
      const again = (): Observed[] => observed.map((one, at) => (one.hasNameOnly ? observe(entries[at] as Entry, kind) : one));
      // A DN that belongs to nobody in scope may belong to somebody who was: then, and only then, look through those.
      if (!observed.some(({ hasNameOnly }) => hasNameOnly)) return observed;
      const remembered = (await remember()) ? again() : observed;
      return (await learnRenamed({ directory, known, membersBefore }, references, remembered)) ? again() : remembered;
    },
  };
};

/** Learns, once, the last known DNs of entries that the log has and the directory does not show; false when there are none. */
const rememberGone = ({ log, known }: Opening, references: References): (() => Promise<boolean>) => {
  const rememberAll = async (): Promise<boolean> => {
    const gone: Known[] = [];
    for (const entry of known.all()) if (!references.knows(entry.entryId)) gone.push(entry);
    const last = await Promise.all(gone.map(({ sequence }) => recordedEntry(log, sequence)));
    const recorded = last.filter((entry) => entry !== undefined);
    for (const { dn, entryId } of recorded) {
      // A DN that lives again belongs to whoever bears it now.
      if (references.resolve({ dn }).dn !== undefined) references.learn(dn, entryId);
    }
    return gone.length > 0;
  };
  let remembered: Promise<boolean> | undefined;
  return () => {
    remembered ??= rememberAll();
    return remembered;
  };
};
