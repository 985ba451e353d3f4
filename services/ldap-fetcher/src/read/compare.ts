import {
  type EntryChangedData,
  type EntryKind,
  type Evidence,
  type Image,
  type Reference,
  referenceKey,
  subjects,
} from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import type { Place } from "../place.ts";
import { type Difference, difference, isDestructive } from "../run/diff.ts";
import type { Destructive } from "../run/guard.ts";
import { fingerprintOf, removedImage } from "../run/image.ts";
import { allMembers, goneAndCome, type MembersChange, membersChange } from "../run/members.ts";
import { entryHeaders, type Leaf } from "../run/writer.ts";
import type { Details, Observed } from "./entry-image.ts";
import type { Known, KnownEntries } from "./known-entries.ts";
import { imageOf, recordedEntry, recordedMembers } from "./recorded.ts";
import { comparableDn, type Names } from "./references.ts";

/** What comparing needs to know of the run. */
export interface Comparison extends Place {
  readonly log: EventLog;
  readonly known: KnownEntries;
  readonly host: string | null;
  readonly cause: "directory" | "configuration";
  readonly names: Names;
}

/** What differs: the messages that would record it, and whether it has to pass the guard first. */
export interface Found {
  readonly leaves: readonly Leaf[];
  readonly destructive: Destructive | undefined;
}

interface Recording {
  readonly entryId: string;
  readonly image: Image;
  readonly fingerprint: string;
  readonly known: Known | undefined;
  /** The last event on the subject, where it can be read. */
  readonly before: EntryChangedData | undefined;
  readonly difference: Difference;
  readonly details?: Details;
  readonly marker?: string | undefined;
  readonly evidence?: Evidence;
}

/** Compares entries with what the log has of them; gives what differs. Most entries are the same, and cost no more than their fingerprint. */
export const compareEntries = async (run: Comparison, observed: readonly Observed[]): Promise<Found[]> => {
  const differing = observed.flatMap((entry) => {
    const fingerprint = fingerprintOf(entry.image);
    if (run.known.isRecorded(entry.image.kind, entry.entryId, fingerprint)) return [];
    return [describe(run, entry, fingerprint)];
  });
  return Promise.all(differing);
};

const describe = async (run: Comparison, observed: Observed, fingerprint: string): Promise<Found> => {
  const { entryId, image, marker } = observed;
  const details = observed.details();
  const known = run.known.get(image.kind, entryId);
  const before = known === undefined ? undefined : await recordedEntry(run.log, known.sequence);
  if (before !== undefined && before.dn !== image.dn) run.names.learn(image.dn, entryId);
  const differs = difference(before && imageOf(before), image);
  const members = image.kind === "group" ? await changedMembers(run, entryId, observed.members) : undefined;
  const entry = entryLeaf(run, { entryId, image, fingerprint, known, before, difference: differs, details, marker });
  const leaves = [...memberLeaves(run, entryId, members?.change, known === undefined), entry];

  const former = reclassifiedFrom(run, image.kind, entryId);
  const farewell = former === undefined ? [] : await removalLeaves(run, former, "reclassified");
  const lost = members?.change.removed ?? [];
  const destructive: Destructive | undefined =
    isDestructive(differs) || lost.length > 0
      ? {
          entryId,
          kind: image.kind,
          change: isDestructive(differs) ? "disabled" : "membersLost",
          fingerprint,
          membersLost: lost.length,
          membersBefore: members?.before ?? 0,
          lostIds: lost.flatMap(({ entryId }) => (entryId === undefined ? [] : [entryId])),
        }
      : undefined;
  return { leaves: [...farewell, ...leaves], destructive };
};

/** The messages that record a removal. A removed group's members go with it. */
export const removalLeaves = async (run: Comparison, known: Known, evidence: Evidence, dn?: string): Promise<Leaf[]> => {
  const { kind, entryId } = known;
  const before = await recordedEntry(run.log, known.sequence);
  if (dn !== undefined) run.names.learn(dn, entryId);
  const image = removedImage({ kind, dn: dn ?? before?.dn ?? "" });
  const members = kind === "group" ? (await changedMembers(run, entryId, [])).change : undefined;
  const fingerprint = fingerprintOf(image);
  const entry = entryLeaf(run, {
    entryId,
    image,
    fingerprint,
    known,
    before,
    difference: difference(before && imageOf(before), image),
    evidence,
  });
  return [...memberLeaves(run, entryId, members, false), entry];
};

/** The removal as the guard and a person see it. */
export const removalItem = ({ entryId, kind }: Known): Destructive => ({
  entryId,
  kind,
  change: "removed",
  fingerprint: fingerprintOf(removedImage({ kind, dn: "" })),
  membersLost: 0,
  membersBefore: 0,
  lostIds: [],
});

/** The same entry, alive under another kind: that subject ends where this one begins. */
const reclassifiedFrom = ({ known }: Comparison, kind: EntryKind, entryId: string): Known | undefined => {
  const former = known.alive(entryId);
  return former === undefined || former.kind === kind ? undefined : former;
};

const changedMembers = async (
  run: Comparison,
  groupId: string,
  members: readonly Reference[],
): Promise<{ change: MembersChange; before: number }> => {
  const recorded = await recordedMembers(run.log, run.known.partsOf(groupId));
  if (recorded.parts.size === 0) return { change: membersChange(recorded, members), before: 0 };
  const formerIds = await bearersOf(run, goneAndCome(recorded, members));
  // A member is the same in three forms: its id, its DN recorded before its entry was, and the DN that it has left behind by moving.
  const identityOf = (reference: Reference): string => {
    if (reference.dn === undefined) return referenceKey(reference);
    const entryId = reference.entryId ?? formerIds.get(comparableDn(reference.dn));
    return entryId === undefined ? `dn:${comparableDn(reference.dn)}` : referenceKey({ entryId });
  };
  return { change: membersChange(recorded, members, identityOf), before: allMembers(recorded).length };
};

/**
 * Of the names on one side, those that belong to who stands on the other by id: a server without referential integrity keeps listing
 * the DN that a member has left by moving, and a member's DN may have been recorded before its entry was.
 */
const bearersOf = async (run: Comparison, { gone, come }: { gone: Reference[]; come: Reference[] }): Promise<Map<string, string>> => {
  const [namesGone, namesCome] = [namesIn(gone), namesIn(come)];
  const idsCome = idsIn(come);
  const bearers = new Map<string, string>();
  for (const [name, dn] of namesGone) {
    const { entryId } = run.names.resolve(dn);
    if (entryId !== undefined && idsCome.includes(entryId)) bearers.set(name, entryId);
  }
  const follow = async (entryId: string, names: ReadonlyMap<string, string>): Promise<void> => {
    for (const name of await formerNames(run, entryId)) if (names.has(name)) bearers.set(name, entryId);
  };
  if (namesCome.size > 0) await Promise.all(idsIn(gone).map((entryId) => follow(entryId, namesCome)));
  if (namesGone.size > 0) await Promise.all(idsCome.map((entryId) => follow(entryId, namesGone)));
  return bearers;
};

const idsIn = (references: readonly Reference[]): string[] => references.flatMap(({ entryId }) => entryId ?? []);

const namesIn = (references: readonly Reference[]): Map<string, string> =>
  new Map(references.flatMap(({ dn, entryId }) => (dn === undefined || entryId !== undefined ? [] : [[comparableDn(dn), dn]])));

/** Every DN that the log has of an entry: a group may keep listing one that was left long ago. */
const formerNames = async ({ log, known }: Comparison, entryId: string): Promise<string[]> => {
  const names: string[] = [];
  let sequence = known.lastOf(entryId)?.sequence;
  while (sequence !== undefined) {
    const entry: EntryChangedData | undefined = await recordedEntry(log, sequence);
    if (entry !== undefined) names.push(comparableDn(entry.dn));
    sequence = entry?.previous?.sequence;
  }
  return names;
};

const memberLeaves = ({ account, connector }: Place, groupId: string, change: MembersChange | undefined, isNew: boolean): Leaf[] =>
  (change?.parts ?? []).map(({ part, expectedSequence, members, added, removed, retired }) => ({
    subject: subjects.members(account, connector, groupId, part),
    expectedSequence,
    event: ({ syncId, ordinal }) => ({
      type: "GroupMembersChanged",
      data: {
        ...{ syncId, ordinal, groupId, part, members: [...members] },
        ...(isNew ? {} : { added: [...added], removed: [...removed] }),
        ...(retired ? { retired } : {}),
      },
    }),
  }));

const entryLeaf = (run: Comparison, recording: Recording): Leaf => {
  const { entryId, image, fingerprint, known, before, difference, details, marker, evidence } = recording;
  const { profile = {}, whenChanged } = details ?? {};
  const { kind, state, dn, attributes, members } = image;
  const changes =
    difference.changes[0] === "created" && reclassifiedFrom(run, kind, entryId) !== undefined
      ? ["created" as const, "reclassified" as const]
      : difference.changes;
  return {
    subject: subjects.entry(run.account, run.connector, kind, entryId),
    expectedSequence: known?.sequence ?? 0,
    headers: entryHeaders(fingerprint, state, marker, dn),
    event: ({ syncId, ordinal }) => ({
      type: "EntryChanged",
      data: {
        syncId,
        ordinal,
        entryId,
        kind,
        state,
        changes,
        dn,
        profile,
        attributes,
        changed: difference.changed,
        previous: known === undefined || before === undefined ? null : { sequence: known.sequence, fingerprint: known.fingerprint },
        members,
        evidence,
        observed: { host: run.host, whenChanged },
        cause: run.cause,
      },
    }),
  };
};
