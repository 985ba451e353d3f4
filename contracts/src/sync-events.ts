import * as z from "zod";
import { Guard } from "./connector-events.ts";
import { type EventOf, eventType } from "./event-type.ts";
import { Digest, Sequence } from "./ids.ts";
import { registryOf } from "./registry.ts";

/** Which directory server answered; a cursor is worth something only to the same one. */
export const ServerIdentity = z.looseObject({ vendor: z.string(), id: z.string() });
export type ServerIdentity = z.output<typeof ServerIdentity>;

/** How many entries a run read, and how many events say each change. One event may say two (moved and disabled). */
export const Counts = z.looseObject({
  read: z.int().min(0),
  created: z.int().min(0),
  updated: z.int().min(0),
  moved: z.int().min(0),
  disabled: z.int().min(0),
  enabled: z.int().min(0),
  removed: z.int().min(0),
  restored: z.int().min(0),
  /** Of these, groups; the others are people. Left out by who has not told them apart. */
  groups: z.looseObject({ created: z.int().min(0), removed: z.int().min(0), restored: z.int().min(0) }).optional(),
});
export type Counts = z.output<typeof Counts>;

/**
 * The end of a server's history, as the account saw it: the entries that changed last, newest first, and nothing else bore a number from `from`
 * to `upTo`. A database that was put back under its old identity shows another end, whatever number it has come to.
 */
export const Witness = z.looseObject({
  from: z.string(),
  upTo: z.string(),
  /** Each with the number of the change and, where the server says it, the time (both as the server writes them). */
  changes: z.array(z.looseObject({ entryId: z.string(), number: z.string(), at: z.string().optional() })),
});
export type Witness = z.output<typeof Witness>;

/** Where an incremental run may begin: what the server said of its own state before the run read anything. */
export const Cursor = z.looseObject({
  server: ServerIdentity,
  /** modifyTimestamp: the latest (RFC 3339) that any entry bore before the run read the first; it does not say that nothing has changed. */
  kind: z.enum(["contextCSN", "highestCommittedUSN", "modifyTimestamp"]),
  value: z.string(),
  /** From then on (RFC 3339) an entry is in another state without any change in the directory: an account expires. */
  until: z.iso.datetime().optional(),
  /** When the server said so (RFC 3339): a directory forgets what it has deleted. */
  at: z.iso.datetime().optional(),
  /** Active Directory's DirSync cookie (base64) of that moment, with a checksum of ours: the server takes a damaged one without a word. */
  dirSync: z.looseObject({ cookie: z.string(), checksum: Digest }).optional(),
  /** Of Active Directory, once the run had read. */
  witness: Witness.optional(),
});
export type Cursor = z.output<typeof Cursor>;

/**
 * How a run learns which entries may have changed since the cursor: from Active Directory's DirSync control; from its uSNChanged and
 * its deleted objects; from a sweep of every entry's name and change mark.
 */
export const ChangesBy = z.enum(["dirSync", "usnChanged", "sweep"]);
export type ChangesBy = z.output<typeof ChangesBy>;

/** Why a run that was asked for what has changed reads everything. */
export const FullBecause = z.enum([
  "noCursor",
  "holdOpen",
  "failedBefore",
  "configurationChanged",
  "mappingChanged",
  "anotherServer",
  "noMark",
  "timePassed",
  "usnRolledBack",
  "cursorDamaged",
  "cursorTooOld",
  "cursorRefused",
  "nothingOffered",
  "tooManyChanges",
]);
export type FullBecause = z.output<typeof FullBecause>;

/** A set of destructive changes that waits for a person, or that a person has refused. */
export const HoldRef = z.looseObject({ holdId: z.string(), digest: Digest });
export type HoldRef = z.output<typeof HoldRef>;

export const SyncMode = z.enum(["full", "incremental", "apply"]);
export type SyncMode = z.output<typeof SyncMode>;

/**
 * On every lifecycle message of a connector, so that the last one tells everything:
 * a fetcher that takes over needs nothing else to close the run and to begin the next.
 */
const lifecycle = {
  syncId: z.uuid(),
  mode: SyncMode,
  /** The first request that this run answers. */
  requestId: z.string(),
  /** 1 for the first try at these requests; a retryable failure of the same request adds one. */
  attempt: z.int().min(1),
  /** The run answers the connector's requests up to this SYNC_REQUESTS sequence. */
  covers: Sequence,
  /** SHA-256 of the lifecycle message before it (its payload as stored); null on a connector's first. */
  chain: Digest.nullable(),
  /** Leaves of this run so far, and the RFC 9162 Merkle root over them; a leaf is SHA-256(0x00, subject, payload as stored). */
  ordinal: z.int().min(0),
  digest: Digest,
  counts: Counts,
  /** What stays true after a run, whatever becomes of it: from the terminal before, or, in a terminal, from this run. */
  standing: z.looseObject({
    /** The connector's requests up to this sequence are settled: completed, or failed for good. */
    covered: Sequence,
    /** The digest of the connector's run before this one. */
    previousDigest: Digest.nullable(),
    cursor: Cursor.nullable(),
    /** The configuration and the mapping of the last completed read: another one makes the cursor worthless. */
    readWith: z.looseObject({ configuration: Sequence, mapping: z.string() }).nullable(),
    /** The open hold. */
    hold: HoldRef.nullable(),
    /** Holds that a person refused and of whose items some are still gone from the directory. */
    rejected: z.array(HoldRef),
    /** The last run that ended has failed; one whose fetcher merely went away does not count. */
    failing: z.boolean(),
  }),
};

export const SyncStarted = eventType(
  "SyncStarted",
  z.looseObject({
    ...lifecycle,
    /** The sequence of the connector's last event of CONFIGURATION_EVENTS. */
    configuration: Sequence,
    /** null where no host answered; then SyncFailed says why. */
    host: z.string().nullable(),
    server: ServerIdentity.nullable(),
    /** What this server offers, best first. */
    changesOffered: z.array(ChangesBy).optional(),
    /** Of an incremental run; null where the server itself said that nothing has changed. */
    changesBy: ChangesBy.nullable().optional(),
    /** Whether an incremental run sees what was deleted, or only a full one does: not every account may read deleted objects. */
    removalsBy: z.enum(["increment", "full"]).optional(),
    fullBecause: FullBecause.optional(),
  }),
);

/** Opens every batch; `ordinal`, `digest` and `counts` include the batch that it opens. */
export const SyncProgressed = eventType("SyncProgressed", z.looseObject({ ...lifecycle, stage: z.enum(["reading", "removing"]) }));

export const HoldReason = z.enum(["removals", "nobodyLeft", "membersLost", "sourceInError"]);

/** A guard stopped the run's destructive changes; what waits stands in SyncItemsHeld. */
export const SyncHeld = eventType(
  "SyncHeld",
  z.looseObject({
    ...lifecycle,
    holdId: z.string(),
    /** SHA-256 over the items, sorted: the set that is approved or refused. */
    holdDigest: Digest,
    reasons: z.array(HoldReason),
    held: z.looseObject({ removed: z.int().min(0), disabled: z.int().min(0), groups: z.int().min(0), membersLost: z.int().min(0) }),
    /** Active entries of the connector before the run. */
    active: z.int().min(0),
    guard: Guard,
  }),
);

export const SyncCompleted = eventType(
  "SyncCompleted",
  z.looseObject({
    ...lifecycle,
    durationsMs: z.looseObject({ total: z.int().min(0), read: z.int().min(0), append: z.int().min(0) }),
    /** Something waits because of this run: it has no cursor, and the next run is full. */
    held: z.boolean(),
    /** Approved items that no longer held when they were read again, by entry id. */
    leftOut: z.array(z.string()),
    /** Continuation references that the server gave (RFC 4511 section 4.5.3). They are never followed. */
    references: z.array(z.string()),
    /** The latest of what the directory says of when the recorded entries changed (RFC 3339); left out where it says nothing. */
    changedAt: z.string().optional(),
  }),
);

export const SyncStage = z.enum(["configuration", "resolve", "connect", "tls", "bind", "base", "read", "compare", "append", "abandoned"]);

export const SyncFailed = eventType(
  "SyncFailed",
  z.looseObject({
    ...lifecycle,
    stage: SyncStage,
    /** A word for programs, such as invalidCredentials. */
    code: z.string(),
    /** A sentence for people: what happened and what to do. */
    message: z.string(),
    retryable: z.boolean(),
  }),
);

export const syncEvents = registryOf(SyncStarted, SyncProgressed, SyncHeld, SyncCompleted, SyncFailed);
const Lifecycle = z.looseObject(lifecycle);
export type Lifecycle = z.output<typeof Lifecycle>;
export type Standing = Lifecycle["standing"];
export type SyncEvent = EventOf<typeof SyncStarted | typeof SyncProgressed | typeof SyncHeld | typeof SyncCompleted | typeof SyncFailed>;

export const TERMINALS: readonly SyncEvent["type"][] = ["SyncCompleted", "SyncFailed"];
