import type { ChangesBy, EntryKind, FullBecause, StreamName } from "@dirstream/contracts";

/**
 * The read model. Every row is the image of one event, the last one on its key, and bears that event's `sequence` and `time`;
 * so no row needs the row before it, and an event seen twice writes nothing. Members are the exception: a part is replaced as a whole.
 * No table is written from two streams. Times are the envelopes' own text. JSON is `json`, not `jsonb`: it keeps text as it was written, even NUL.
 */
export interface ReadModel {
  // folded from CONNECTORS
  account: AccountRow;
  connector: ConnectorRow;
  connector_state: ConnectorStateRow;
  connector_revision: ConnectorRevisionRow;
  hold_decision: HoldDecisionRow;
  projection_resumed: ProjectionResumedRow;
  // folded from SYNC_REQUESTS
  request: RequestRow;
  skipped_slot: SkippedSlotRow;
  // folded from DIRECTORY
  run: RunRow;
  run_progress: RunProgressRow;
  run_end: RunEndRow;
  hold: HoldRow;
  held_item: HeldItemRow;
  entry: EntryRow;
  membership: MembershipRow;
  // the folding itself, a row per stream
  checkpoint: CheckpointRow;
  halted: HaltedRow;
}

/** Text on the way in, an object on the way out: the driver parses. */
// biome-ignore lint/suspicious/noExplicitAny: each query gives it the type that the contract's schema has checked before it was stored
export type Json = any;

interface Recorded {
  readonly sequence: number;
  readonly time: string;
}
interface OfAccount {
  readonly account: string;
}
interface OfConnector extends OfAccount {
  readonly connector: string;
}

export interface AccountRow extends OfAccount, Recorded {
  readonly region: string;
  readonly zone: string;
  /** Null: nowhere. */
  readonly attention: Json | null;
}

export interface ConnectorRow extends OfConnector, Recorded {
  readonly name: string;
  /** Without `passwordVersion`. */
  readonly settings: Json;
}

/** Whether it is at work: the last Registered, Enabled, Disabled or Removed. */
export interface ConnectorStateRow extends OfConnector, Recorded {
  readonly state: "enabled" | "disabled" | "removed";
}

/** The last event of any type on the connector's subject: its entity tag. */
export interface ConnectorRevisionRow extends OfConnector, Recorded {}

export interface HoldDecisionRow extends OfConnector, Recorded {
  readonly hold_id: string;
  readonly decision: "approved" | "rejected";
  readonly digest: string;
  readonly reason: string;
  readonly decided_by: string;
}

export interface ProjectionResumedRow extends OfConnector, Recorded {
  readonly stream: string;
  readonly halted_at: number;
  readonly skip: boolean;
  readonly reason: string;
  readonly resumed_by: string;
}

export interface RequestRow extends OfConnector, Recorded {
  readonly request_id: string;
  readonly kind: "read" | "apply";
  readonly mode: "full" | "incremental";
  readonly reason: string;
  readonly slot: Json | null;
  readonly caused_by: number | null;
  readonly requested_by: string | null;
}

export interface SkippedSlotRow extends OfConnector, Recorded {
  readonly slot: Json;
  readonly reason: string;
}

interface OfRun extends OfConnector, Recorded {
  readonly sync_id: string;
}

/** SyncStarted. */
export interface RunRow extends OfRun {
  readonly request_id: string;
  readonly mode: "full" | "incremental" | "apply";
  /** Greater than 1 when the same requests were tried before. */
  readonly attempt: number;
  /** It answers the connector's requests after this SYNC_REQUESTS sequence … */
  readonly covered_before: number;
  /** … up to this one. */
  readonly covers: number;
  readonly configuration: number;
  readonly host: string | null;
  readonly server: Json | null;
  readonly changes_offered: Json | null;
  /** "nothing" where the server itself said that nothing has changed; null where everything is read, or nothing could be asked. */
  readonly changes_by: ChangesBy | "nothing" | null;
  readonly removals_by: "increment" | "full" | null;
  readonly full_because: FullBecause | null;
}

/** The last SyncProgressed. */
export interface RunProgressRow extends OfRun {
  readonly stage: "reading" | "removing";
  readonly ordinal: number;
  readonly counts: Json;
}

/** SyncCompleted or SyncFailed. */
export interface RunEndRow extends OfRun {
  readonly status: "completed" | "failed";
  readonly held: boolean;
  readonly counts: Json;
  readonly durations_ms: Json | null;
  readonly left_out: Json | null;
  readonly stage: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly retryable: boolean | null;
  /** The hold that is open after the run. */
  readonly open_hold: string | null;
  readonly changed_at: string | null;
  /** How many more people are here after the run than before it; null where it does not tell them from groups. */
  readonly people_more: number | null;
  readonly groups_more: number | null;
}

export interface HoldRow extends OfConnector, Recorded {
  readonly hold_id: string;
  readonly sync_id: string;
  readonly digest: string;
  readonly reasons: Json;
  readonly held: Json;
  readonly active: number;
  readonly guard: Json;
}

export interface HeldItemRow extends OfConnector, Recorded {
  readonly hold_id: string;
  readonly entry_id: string;
  readonly kind: EntryKind;
  readonly change: string;
  readonly fingerprint: string;
}

export interface EntryRow extends OfConnector, Recorded {
  readonly entry_id: string;
  readonly kind: EntryKind;
  readonly state: "active" | "disabled" | "removed";
  readonly sync_id: string;
  readonly dn: string;
  /** What lists are sorted and searched by: the name in lower case, its first 100 characters. */
  readonly name_key: string;
  /** The primary address in lower case. */
  readonly email: string | null;
  readonly department: string | null;
  readonly profile: Json;
  readonly attributes: Json;
  readonly member_count: number | null;
  readonly evidence: string | null;
}

export interface MembershipRow extends OfConnector {
  readonly group_id: string;
  readonly part: string;
  /** `id:<entryId>`, or `dn:<SHA-256 of the DN>`: a DN may be longer than an index takes. */
  readonly member: string;
  readonly entry_id: string | null;
  readonly dn: string | null;
}

/** Written in the transaction that writes the rows. */
export interface CheckpointRow {
  readonly stream: StreamName;
  readonly identity: string;
  readonly sequence: number;
  readonly subject: string;
  /** The event's id; of a message that cannot be read, `sha256:` and its payload's hash. */
  readonly event: string;
}

/** A connector whose events on a stream are applied up to, and without, `sequence`; "" stands for the account's own events. */
export interface HaltedRow extends OfConnector {
  readonly stream: StreamName;
  readonly sequence: number;
  readonly reason: string;
  /** It has been resumed and is catching up. */
  readonly resuming: boolean;
}
