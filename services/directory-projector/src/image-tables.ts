import type { ReadModel } from "./tables.ts";

export type ColumnType = "text" | "bigint" | "boolean" | "json";

export interface TableShape<Row> {
  readonly key: readonly (keyof Row & string)[];
  readonly columns: { readonly [Column in keyof Row]-?: ColumnType };
}

/** The tables whose rows are the image of one event. */
export type ImageTable = Exclude<keyof ReadModel, "membership" | "checkpoint" | "halted">;

const ofConnector = { account: "text", connector: "text" } as const;
const recorded = { sequence: "bigint", time: "text" } as const;
const ofRun = { ...ofConnector, sync_id: "text", ...recorded } as const;

export const IMAGE_TABLES: { readonly [Table in ImageTable]: TableShape<ReadModel[Table]> } = {
  account: { key: ["account"], columns: { account: "text", ...recorded, region: "text", zone: "text", attention: "json" } },
  connector: { key: ["account", "connector"], columns: { ...ofConnector, ...recorded, name: "text", settings: "json" } },
  connector_state: { key: ["account", "connector"], columns: { ...ofConnector, ...recorded, state: "text" } },
  connector_revision: { key: ["account", "connector"], columns: { ...ofConnector, ...recorded } },
  hold_decision: {
    key: ["account", "connector", "hold_id"],
    columns: { ...ofConnector, ...recorded, hold_id: "text", decision: "text", digest: "text", reason: "text", decided_by: "text" },
  },
  projection_resumed: {
    key: ["account", "stream", "halted_at"],
    columns: { ...ofConnector, ...recorded, stream: "text", halted_at: "bigint", skip: "boolean", reason: "text", resumed_by: "text" },
  },
  request: {
    key: ["account", "connector", "sequence"],
    columns: {
      ...ofConnector,
      ...recorded,
      request_id: "text",
      kind: "text",
      mode: "text",
      reason: "text",
      slot: "json",
      caused_by: "bigint",
      requested_by: "text",
    },
  },
  skipped_slot: {
    key: ["account", "connector", "sequence"],
    columns: { ...ofConnector, ...recorded, slot: "json", reason: "text" },
  },
  run: {
    key: ["account", "connector", "sync_id"],
    columns: {
      ...ofRun,
      request_id: "text",
      mode: "text",
      attempt: "bigint",
      covered_before: "bigint",
      covers: "bigint",
      configuration: "bigint",
      host: "text",
      server: "json",
      changes_offered: "json",
      changes_by: "text",
      removals_by: "text",
      full_because: "text",
    },
  },
  run_progress: {
    key: ["account", "connector", "sync_id"],
    columns: { ...ofRun, stage: "text", ordinal: "bigint", counts: "json" },
  },
  run_end: {
    key: ["account", "connector", "sync_id"],
    columns: {
      ...ofRun,
      status: "text",
      held: "boolean",
      counts: "json",
      durations_ms: "json",
      left_out: "json",
      stage: "text",
      code: "text",
      message: "text",
      retryable: "boolean",
      open_hold: "text",
      changed_at: "text",
      people_more: "bigint",
      groups_more: "bigint",
    },
  },
  hold: {
    key: ["account", "connector", "hold_id"],
    columns: {
      ...ofConnector,
      ...recorded,
      hold_id: "text",
      sync_id: "text",
      digest: "text",
      reasons: "json",
      held: "json",
      active: "bigint",
      guard: "json",
    },
  },
  held_item: {
    key: ["account", "connector", "hold_id", "entry_id", "kind", "change"],
    columns: { ...ofConnector, ...recorded, hold_id: "text", entry_id: "text", kind: "text", change: "text", fingerprint: "text" },
  },
  entry: {
    key: ["account", "connector", "entry_id", "kind"],
    columns: {
      ...ofConnector,
      ...recorded,
      entry_id: "text",
      kind: "text",
      state: "text",
      sync_id: "text",
      dn: "text",
      name_key: "text",
      email: "text",
      department: "text",
      profile: "json",
      attributes: "json",
      member_count: "bigint",
      evidence: "text",
    },
  },
};

/** Every table of the read model. */
export const TABLES: readonly (keyof ReadModel)[] = [...(Object.keys(IMAGE_TABLES) as ImageTable[]), "membership", "checkpoint", "halted"];
