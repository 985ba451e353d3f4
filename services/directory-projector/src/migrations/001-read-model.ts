import { type Kysely, sql } from "kysely";

/** Every text compares by its bytes: a locale's order differs between versions of its library, and with it what an index finds. */
const text = sql`text collate "C"`;

/** Columns by name; a type that ends in `?` may be null. */
const columns = (description: string) =>
  sql.join(
    description
      .trim()
      .split(/\s*,\s*/)
      .map((column) => {
        const [, name = "", type = "", optional] = /^(\w+) (\w+)(\?)?$/.exec(column) ?? [];
        if (name === "") throw new TypeError(`not a column: ${column}`);
        return sql`${sql.ref(name)} ${type === "text" ? text : sql.raw(type)} ${sql.raw(optional === "?" ? "" : "not null")}`;
      }),
  );

const OF_CONNECTOR = "account text, connector text, sequence bigint, time text";

const TABLES: Readonly<Record<string, readonly [columns: string, key: string]>> = {
  account: ["account text, sequence bigint, time text, region text, zone text, attention json?", "account"],
  connector: [`${OF_CONNECTOR}, name text, settings json`, "account, connector"],
  connector_state: [`${OF_CONNECTOR}, state text`, "account, connector"],
  connector_revision: [OF_CONNECTOR, "account, connector"],
  hold_decision: [`${OF_CONNECTOR}, hold_id text, decision text, digest text, reason text, decided_by text`, "account, connector, hold_id"],
  projection_resumed: [
    `${OF_CONNECTOR}, stream text, halted_at bigint, skip boolean, reason text, resumed_by text`,
    "account, stream, halted_at",
  ],
  request: [
    `${OF_CONNECTOR}, request_id text, kind text, mode text, reason text, slot json?, caused_by bigint?, requested_by text?`,
    "account, connector, sequence",
  ],
  skipped_slot: [`${OF_CONNECTOR}, slot json, reason text`, "account, connector, sequence"],
  run: [
    `${OF_CONNECTOR}, sync_id text, request_id text, mode text, attempt bigint, covered_before bigint, covers bigint, configuration bigint,
     host text?, server json?, changes_offered json?, changes_by text?, removals_by text?, full_because text?`,
    "account, connector, sync_id",
  ],
  run_progress: [`${OF_CONNECTOR}, sync_id text, stage text, ordinal bigint, counts json`, "account, connector, sync_id"],
  run_end: [
    `${OF_CONNECTOR}, sync_id text, status text, held boolean, counts json, durations_ms json?, left_out json?,
     stage text?, code text?, message text?, retryable boolean?, open_hold text?,
     changed_at text?, people_more bigint?, groups_more bigint?`,
    "account, connector, sync_id",
  ],
  hold: [
    `${OF_CONNECTOR}, hold_id text, sync_id text, digest text, reasons json, held json, active bigint, guard json`,
    "account, connector, hold_id",
  ],
  held_item: [
    `${OF_CONNECTOR}, hold_id text, entry_id text, kind text, change text, fingerprint text`,
    "account, connector, hold_id, entry_id, kind, change",
  ],
  entry: [
    `${OF_CONNECTOR}, entry_id text, kind text, state text, sync_id text, dn text, name_key text, email text?, department text?, profile json,
     attributes json,
     member_count bigint?, evidence text?`,
    "account, connector, entry_id, kind",
  ],
  membership: [
    "account text, connector text, group_id text, part text, member text, entry_id text?, dn text?",
    "account, connector, group_id, part, member",
  ],
  checkpoint: ["stream text, identity text, sequence bigint, subject text, event text", "stream"],
  halted: ["stream text, account text, connector text, sequence bigint, reason text, resuming boolean", "stream, account, connector"],
};

/** No unique index but the keys: directories hold two people with one address, and the model must too. */
const INDEXES = [
  "request_by_id on request (account, connector, request_id)",
  "run_by_covered on run (account, connector, covered_before, sequence)",
  "run_by_sequence on run (account, connector, sequence)",
  "run_end_by_sequence on run_end (account, connector, sequence) include (people_more, groups_more)",
  "entry_by_name on entry (account, (kind = 'group'), name_key, connector, entry_id, kind)",
  "entry_by_email on entry (account, email) where email is not null",
  // Looked up and never sorted by; an entry of two connectors is in the groups of both.
  "membership_by_member on membership using hash (entry_id) where entry_id is not null",
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const [name, [described, key]] of Object.entries(TABLES)) {
    await sql`create table ${sql.table(name)} (${columns(described)}, primary key (${sql.raw(key)}))`.execute(db);
  }
  for (const index of INDEXES) await sql`create index ${sql.raw(index)}`.execute(db);
};
