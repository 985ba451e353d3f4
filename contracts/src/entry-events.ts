import * as z from "zod";
import { type EventOf, eventType } from "./event-type.ts";
import { Digest, EntryId, Sequence } from "./ids.ts";
import { Profile, Reference } from "./profile.ts";
import { registryOf } from "./registry.ts";
import { AttributeName } from "./scope.ts";

export const Kind = z.enum(["user", "group", "contact"]);
export const State = z.enum(["active", "disabled", "removed"]);
export type State = z.output<typeof State>;

export const Change = z.enum(["created", "updated", "moved", "disabled", "enabled", "removed", "restored", "reclassified"]);
export type Change = z.output<typeof Change>;

/** Text; bytes where the schema says so or the text is not UTF-8; a fingerprint of what is larger than 64 KiB; another entry. */
export const AttributeValue = z.union([
  z.string(),
  z.looseObject({ binary: z.base64() }),
  z.looseObject({ sha256: Digest, bytes: z.int().min(0) }),
  Reference,
]);
export type AttributeValue = z.output<typeof AttributeValue>;

export const Attributes = z.record(AttributeName, z.array(AttributeValue));
export type Attributes = z.output<typeof Attributes>;

/** Why an entry is believed to be gone. Never a failed or partial read. */
export const Evidence = z.enum(["tombstone", "absentFromCompleteRead", "movedOutOfScope", "connectorRemoved", "reclassified"]);
export type Evidence = z.output<typeof Evidence>;

const Delta = z.looseObject({ before: z.array(AttributeValue).nullable(), after: z.array(AttributeValue).nullable() });

/**
 * An entry is new to us, or differs from what was last recorded. It carries the whole recorded image,
 * so the last message on a subject is the entry's state. At most one per subject and run.
 */
export const EntryChanged = eventType(
  "EntryChanged",
  z.looseObject({
    syncId: z.uuid(),
    ordinal: z.int().min(1),
    entryId: EntryId,
    kind: Kind,
    state: State,
    /** Sorted. */
    changes: z.array(Change).min(1),
    /** As the directory spells it. */
    dn: z.string(),
    /** Empty for a removed entry, as are the attributes. */
    profile: Profile,
    attributes: Attributes,
    /** What differs from the event before, by attribute; `dn` stands among them when the entry moved. Empty when created or removed. */
    changed: z.record(AttributeName, Delta),
    /** The event before on this subject; null when there is none. */
    previous: z.looseObject({ sequence: Sequence, fingerprint: Digest }).nullable(),
    /** Of a group: its members are in GroupMembersChanged; this is how many, and SHA-256 over their sorted keys joined by line feeds. */
    members: z.looseObject({ count: z.int().min(0), digest: Digest }).optional(),
    /** Of a removal. */
    evidence: Evidence.optional(),
    /** Who answered, and when the directory says that the entry last changed (RFC 3339). */
    observed: z.looseObject({ host: z.string().nullable(), whenChanged: z.string().optional() }),
    /** Whether the directory changed, or the way it is read. */
    cause: z.enum(["directory", "configuration"]),
  }),
);

/** `all` up to 1,000 members or 256 KiB; above that `00` to `ff`, the first byte of SHA-256(reference key). */
export const MembersPart = z.string().regex(/^(all|[0-9a-f]{2})$/);

/** One part of a group's members, whole. The group's own EntryChanged follows its parts. */
export const GroupMembersChanged = eventType(
  "GroupMembersChanged",
  z.looseObject({
    syncId: z.uuid(),
    ordinal: z.int().min(1),
    groupId: EntryId,
    part: MembersPart,
    /** Sorted by referenceKey. */
    members: z.array(Reference),
    /** Against the whole group before; left out for a part of a new group. */
    added: z.array(Reference).optional(),
    removed: z.array(Reference).optional(),
    /** On `all`, when the group has outgrown it. */
    retired: z.boolean().optional(),
  }),
);

export const HeldItem = z.looseObject({
  entryId: EntryId,
  kind: Kind,
  change: z.enum(["removed", "disabled", "membersLost"]),
  /** Of the image that would be recorded. */
  fingerprint: Digest,
});
export type HeldItem = z.output<typeof HeldItem>;

/** Part of what a hold keeps back: 1,000 items at most. */
export const SyncItemsHeld = eventType(
  "SyncItemsHeld",
  z.looseObject({
    syncId: z.uuid(),
    ordinal: z.int().min(1),
    holdId: z.string(),
    part: z.int().min(0),
    items: z.array(HeldItem).max(1000),
  }),
);

export const entryEvents = registryOf(EntryChanged, GroupMembersChanged, SyncItemsHeld);
export type EntryEvent = EventOf<typeof EntryChanged | typeof GroupMembersChanged | typeof SyncItemsHeld>;
export type EntryChangedData = EventOf<typeof EntryChanged>["data"];
export type GroupMembersChangedData = EventOf<typeof GroupMembersChanged>["data"];
