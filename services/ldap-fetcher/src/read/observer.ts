import type { EntryKind, Reference } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import type { Directory, Entry } from "../directory/directory.ts";
import { allMembers } from "../run/members.ts";
import { type Observed, openImages } from "./entry-image.ts";
import { areMembersNamedByUid, wholeScope } from "./in-scope.ts";
import type { Known, KnownEntries } from "./known-entries.ts";
import { recordedEntry, recordedMembers } from "./recorded.ts";
import { openReferences, type References } from "./references.ts";
import { learnRenamed } from "./renamed-members.ts";
import { openUnlisted } from "./unlisted-members.ts";

/** Turns what the server sends into what we record, with references as ids wherever an id is known. */
export interface Observer {
  readonly observe: (entries: readonly Entry[], kind: EntryKind) => Promise<readonly Observed[]>;
  readonly resolve: (dn: string) => Reference;
  /** Before something is read again: what other entries say of it may have changed as well. */
  readonly refresh: () => Promise<void>;
  /** When the first of the entries observed will be in another state without any change in the directory. */
  readonly untilMs: () => number | undefined;
}

interface Opening {
  readonly directory: Directory;
  readonly log: EventLog;
  readonly known: KnownEntries;
  readonly signal: AbortSignal;
  /** Of `sweepNames`, where that has begun already. */
  readonly names?: Promise<References> | undefined;
}

/** Begins with a sweep of everyone's DN and id, so that a reference to an entry further down is an id already. */
export const openObserver = async (opening: Opening): Promise<Observer> => {
  const { directory, log, known, signal } = opening;
  const { vendor } = directory;
  const nowMs = Date.now();
  const references = await (opening.names ?? sweepNames(directory, signal, (entryId) => known.lastOf(entryId) !== undefined));
  const unlisted = await openUnlisted(directory, references.resolve);
  const observe = openImages({ vendor, references, unlisted: unlisted.of, nowMs });
  const remember = rememberGone(opening, references);
  const membersBefore = async (groupId: string) => allMembers(await recordedMembers(log, known.partsOf(groupId)));
  let untilMs: number | undefined;
  return {
    resolve: (dn) => references.resolve({ dn }),
    refresh: unlisted.refresh,
    untilMs: () => untilMs,
    observe: async (entries, kind) => {
      const observed = entries.map((entry) => observe(entry, kind));
      for (const one of observed) if (one.untilMs !== undefined) untilMs = Math.min(untilMs ?? one.untilMs, one.untilMs);
      const again = (): Observed[] => observed.map((one, at) => (one.hasNameOnly ? observe(entries[at] as Entry, kind) : one));
      // A DN that belongs to nobody in scope may belong to somebody who was: then, and only then, look through those.
      if (!observed.some(({ hasNameOnly }) => hasNameOnly)) return observed;
      const remembered = (await remember()) ? again() : observed;
      return (await learnRenamed({ directory, known, membersBefore }, references, remembered)) ? again() : remembered;
    },
  };
};

/** Learns the name of everybody in scope. `isRecorded` is not asked before something is resolved. */
export const sweepNames = async (
  directory: Directory,
  signal: AbortSignal,
  isRecorded: (entryId: string) => boolean,
): Promise<References> => {
  const references = openReferences(isRecorded);
  const isByUid = await areMembersNamedByUid(directory);
  for await (const page of directory.read(wholeScope(directory), isByUid ? ["uid"] : [])) {
    signal.throwIfAborted();
    for (const { dn, id, attributes } of page) {
      references.learn(dn, id);
      const uid = attributes.find(({ type }) => type.toLowerCase() === "uid")?.values[0];
      if (uid !== undefined) references.learnUid(uid.toString("utf8"), id);
    }
  }
  return references;
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
