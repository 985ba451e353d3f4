import { hash } from "node:crypto";
import { type Reference, referenceKey } from "@dirstream/contracts";

/** Up to here a group's members stand in one message. */
export const WHOLE = { members: 1000, bytes: 256 * 1024 } as const;

/** The part of a large group that a member stands in: the first byte of SHA-256 of its key, in hexadecimal. */
export const partOf = (reference: Reference): string => hash("sha256", referenceKey(reference)).slice(0, 2);

/** What the log says of a group's members before the run. */
export interface RecordedMembers {
  /** The last message of every part that was ever sent. */
  readonly parts: ReadonlyMap<string, { readonly sequence: number; readonly members: readonly Reference[] }>;
}

export interface PartChange {
  readonly part: string;
  readonly expectedSequence: number;
  readonly members: readonly Reference[];
  readonly added: readonly Reference[];
  readonly removed: readonly Reference[];
  readonly retired: boolean;
}

export interface MembersChange {
  readonly parts: readonly PartChange[];
  readonly added: readonly Reference[];
  /** Those who are lost: not those whose reference merely took another form. */
  readonly removed: readonly Reference[];
}

const keysOf = (references: readonly Reference[]) => new Map(references.map((reference) => [referenceKey(reference), reference]));

export const allMembers = ({ parts }: RecordedMembers): Reference[] => [...parts.values()].flatMap(({ members }) => members);

/** Once split, a group never goes back: its `all` stays retired. */
const isSplit = ({ parts }: RecordedMembers): boolean => [...parts.keys()].some((part) => part !== "all");

/** References that only one of the two sides has, whatever their form. */
export const goneAndCome = (before: RecordedMembers, members: readonly Reference[]): { gone: Reference[]; come: Reference[] } => {
  const was = keysOf(allMembers(before));
  const is = keysOf(members);
  return {
    gone: [...was.values()].filter((reference) => !is.has(referenceKey(reference))),
    come: [...is.values()].filter((reference) => !was.has(referenceKey(reference))),
  };
};

/**
 * Which parts must be sent so that the log says `members` (sorted, each once), and who has come and gone by that.
 *
 * A reference is the id of an entry where the run can tell whose name it is, and else the name. So one member can stand in the log as a name and
 * later as an id, or the other way round, and has neither come nor gone by that. `identityOf` gives one word for all forms of a member:
 * - A name is the same however it is spelt.
 * - A name and an id are one where the entry bears that name, or has borne it, as far as the log says or the run itself has seen.
 * - Two names are two members, whoever bore them: a directory without referential integrity lists a name that was left until somebody takes
 *   it out. Nor can anybody say whose name it is that no run has seen on an entry: where it goes, that name is lost.
 * - Only a reference that is gone can have taken another form: who comes by id beside a name that he has left, and that stays, has come.
 */
export const membersChange = (
  before: RecordedMembers,
  members: readonly Reference[],
  identityOf: (reference: Reference) => string = referenceKey,
): MembersChange => {
  if (before.parts.size === 0) return newMembers(members);
  const { gone, come } = goneAndCome(before, members);
  const goneIdentities = new Set(gone.map(identityOf));
  const comeIdentities = new Set(come.map(identityOf));
  const added = come.filter((reference) => !goneIdentities.has(identityOf(reference)));
  const removed = gone.filter((reference) => !comeIdentities.has(identityOf(reference)));

  const wanted = layout(before, members);
  const addedKeys = keysOf(added);
  const removedKeys = keysOf(removed);
  const parts: PartChange[] = [];
  for (const part of [...new Set([...wanted.keys(), ...before.parts.keys()])].sort()) {
    const recorded = before.parts.get(part);
    const then = recorded?.members ?? [];
    const now = wanted.get(part) ?? [];
    if (sameKeys(then, now)) continue;
    parts.push({
      part,
      expectedSequence: recorded?.sequence ?? 0,
      members: now,
      added: now.filter((reference) => addedKeys.has(referenceKey(reference))),
      removed: then.filter((reference) => removedKeys.has(referenceKey(reference))),
      retired: part === "all" && wanted.has("00"),
    });
  }
  return { parts, added, removed };
};

/** Of a group that the log has no members of: there is nobody to compare with. */
const newMembers = (members: readonly Reference[]): MembersChange => {
  const filled = [...layout({ parts: new Map() }, members)].filter(([, inPart]) => inPart.length > 0);
  const parts = filled.map(([part, inPart]) => ({
    ...{ part, expectedSequence: 0, members: inPart, added: inPart, removed: [] },
    retired: false,
  }));
  return { parts, added: members, removed: [] };
};

/** Members by part: everything in `all`, or 256 parts and an empty `all` when there are too many or the group was split before. */
const layout = (before: RecordedMembers, members: readonly Reference[]): Map<string, readonly Reference[]> => {
  const bytes = members.reduce((sum, reference) => sum + referenceKey(reference).length + 16, 0);
  if (!isSplit(before) && members.length <= WHOLE.members && bytes <= WHOLE.bytes) return new Map([["all", members]]);
  const parts = new Map<string, Reference[]>();
  for (let byte = 0; byte < 256; byte++) parts.set(byte.toString(16).padStart(2, "0"), []);
  for (const reference of members) parts.get(partOf(reference))?.push(reference);
  return parts;
};

const sameKeys = (one: readonly Reference[], other: readonly Reference[]): boolean =>
  one.length === other.length && one.every((reference, at) => referenceKey(reference) === referenceKey(other[at] as Reference));
