import { createHash } from "node:crypto";
import type { Counts, Reference } from "@dirstream/contracts";
import { isA, type LogEvent, type LogEventOf } from "./stored-message.ts";

export type Row = Readonly<Record<string, unknown>>;

/** What tells the rows of each table apart. */
export const KEYS: Readonly<Record<string, readonly string[]>> = {
  account: ["account"],
  connector: ["account", "connector"],
  connector_state: ["account", "connector"],
  connector_revision: ["account", "connector"],
  hold_decision: ["account", "connector", "hold_id"],
  projection_resumed: ["account", "stream", "halted_at"],
  request: ["account", "connector", "sequence"],
  skipped_slot: ["account", "connector", "sequence"],
  run: ["account", "connector", "sync_id"],
  run_progress: ["account", "connector", "sync_id"],
  run_end: ["account", "connector", "sync_id"],
  hold: ["account", "connector", "hold_id"],
  held_item: ["account", "connector", "hold_id", "entry_id", "kind", "change"],
  entry: ["account", "connector", "entry_id", "kind"],
  membership: ["account", "connector", "group_id", "part", "member"],
};

export type Tables = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/**
 * The read model as the log alone has it: the last event of each key, event by event, in the simplest way there is.
 * Columns that only serve searching (name_key, email, department) are not derived here.
 */
export const expectedTables = (log: readonly LogEvent[]): Tables => {
  const tables = new Map(Object.keys(KEYS).map((table) => [table, new Map<string, Row>()]));
  const parts = new Map<string, string[]>();
  const put = (table: string, row: Row) => tables.get(table)?.set(keyOf(table, row), row);
  for (const it of log) {
    if (isA(it, "GroupMembersChanged")) replacePart(tables.get("membership") as Map<string, Row>, parts, it);
    for (const [table, row] of [...connectorRows(it), ...requestRows(it), ...runRows(it), ...entryRows(it)]) put(table, row);
  }
  return tables;
};

export const keyOf = (table: string, row: Row): string => (KEYS[table] ?? []).map((column) => String(row[column])).join(" ");

type Rows = readonly (readonly [table: string, row: Row])[];

const placeOf = ({ place, sequence, eventTime }: LogEvent): Row => ({
  account: place.account,
  ...(place.of === "account" ? {} : { connector: place.connector }),
  sequence,
  time: eventTime,
});

const connectorRows = (it: LogEvent): Rows => {
  const at = placeOf(it);
  if (isA(it, "AccountRegistered", "AccountReconfigured"))
    return [
      ["account", { ...at, region: it.event.data.region, zone: text(it.event.data.zone), attention: it.event.data.attention ?? null }],
    ];
  if (it.place.of !== "connector") return [];
  const rows: (readonly [string, Row])[] = [["connector_revision", at]];
  if (isA(it, "ConnectorRegistered", "ConnectorReconfigured")) {
    const { passwordVersion: _, ...settings } = it.event.data.settings;
    rows.push(["connector", { ...at, name: text(settings.name), settings }]);
  }
  const states = {
    ConnectorRegistered: "enabled",
    ConnectorEnabled: "enabled",
    ConnectorDisabled: "disabled",
    ConnectorRemoved: "removed",
  };
  const state = (states as Record<string, string>)[it.event.type];
  if (state !== undefined) rows.push(["connector_state", { ...at, state }]);
  if (isA(it, "HoldApproved", "HoldRejected")) {
    const { holdId, digest, reason, by } = it.event.data;
    const decision = it.event.type === "HoldApproved" ? "approved" : "rejected";
    rows.push(["hold_decision", { ...at, hold_id: holdId, decision, digest, reason: text(reason), decided_by: text(by) }]);
  }
  if (isA(it, "ProjectionResumed")) {
    const { stream, sequence, skip, reason, by } = it.event.data;
    rows.push(["projection_resumed", { ...at, stream, halted_at: sequence, skip, reason: text(reason), resumed_by: text(by) }]);
  }
  return rows;
};

const requestRows = (it: LogEvent): Rows => {
  const at = placeOf(it);
  if (isA(it, "SlotSkipped")) return [["skipped_slot", { ...at, slot: it.event.data.slot, reason: it.event.data.reason }]];
  if (!isA(it, "SyncRequested")) return [];
  const { requestId, kind, mode, reason, slot, causedBy, by } = it.event.data;
  return [["request", { ...at, request_id: text(requestId), kind, mode, reason, slot, caused_by: causedBy, requested_by: text(by) }]];
};

const runRows = (it: LogEvent): Rows => {
  if (it.event.type === "EntryChanged" || !("counts" in it.event.data)) return [];
  const at = { ...placeOf(it), sync_id: it.event.data.syncId };
  if (isA(it, "SyncStarted")) {
    const { requestId, mode, attempt, covers, standing, configuration, host } = it.event.data;
    const run = { request_id: text(requestId), mode, attempt, covered_before: standing.covered, covers, configuration, host: text(host) };
    const { server, changesOffered, changesBy, removalsBy, fullBecause } = it.event.data;
    const changes = { changes_offered: changesOffered, changes_by: changesBy === null ? "nothing" : changesBy };
    return [["run", { ...at, ...run, server, ...changes, removals_by: removalsBy, full_because: fullBecause }]];
  }
  const { counts } = it.event.data;
  if (isA(it, "SyncProgressed")) return [["run_progress", { ...at, stage: it.event.data.stage, ordinal: it.event.data.ordinal, counts }]];
  if (isA(it, "SyncHeld")) {
    const { holdId, holdDigest, reasons, held, active, guard } = it.event.data;
    return [["hold", { ...at, hold_id: holdId, digest: holdDigest, reasons, held, active, guard }]];
  }
  if (!isA(it, "SyncCompleted", "SyncFailed")) return [];
  const { event } = it;
  const none = { held: false, durations_ms: null, left_out: null, stage: null, code: null, message: null, retryable: null };
  const end = {
    ...at,
    ...none,
    ...moreAfter(counts as Counts),
    changed_at: null,
    counts,
    open_hold: event.data.standing.hold?.holdId ?? null,
  };
  if (event.type === "SyncCompleted") {
    const { held, durationsMs, leftOut, changedAt } = event.data;
    return [
      ["run_end", { ...end, status: "completed", held, durations_ms: durationsMs, left_out: leftOut, changed_at: changedAt ?? null }],
    ];
  }
  const { stage, code, message, retryable } = event.data;
  return [["run_end", { ...end, status: "failed", stage, code: text(code), message: text(message), retryable }]];
};

/** Who came and came back, without who went; nobody knows of which kind where a run that changed something does not say. */
const moreAfter = ({ created, restored, removed, groups }: Counts): Row => {
  if (groups === undefined && (created > 0 || restored > 0 || removed > 0)) return { people_more: null, groups_more: null };
  const groupsMore = groups === undefined ? 0 : groups.created + groups.restored - groups.removed;
  return { people_more: created + restored - removed - groupsMore, groups_more: groupsMore };
};

const entryRows = (it: LogEvent): Rows => {
  const at = placeOf(it);
  if (isA(it, "SyncItemsHeld")) {
    const { holdId, items } = it.event.data;
    return items.map(({ entryId, kind, change, fingerprint }) => [
      "held_item",
      { ...at, hold_id: holdId, entry_id: entryId, kind, change, fingerprint },
    ]);
  }
  if (!isA(it, "EntryChanged")) return [];
  const { entryId, kind, state, syncId, dn, profile, attributes, members, evidence } = it.event.data;
  const entry = { entry_id: entryId, kind, state, sync_id: syncId, dn: text(dn), profile, attributes };
  return [["entry", { ...at, ...entry, member_count: members?.count ?? null, evidence: evidence ?? null }]];
};

/** `parts`: the keys of each part's rows. To look for them among all memberships would take most of a check's time. */
const replacePart = (memberships: Map<string, Row>, parts: Map<string, string[]>, it: LogEventOf<"GroupMembersChanged">): void => {
  const { account, connector } = placeOf(it);
  const { groupId, part, members } = it.event.data;
  const ofPart = { account, connector, group_id: groupId, part };
  const nameOfPart = Object.values(ofPart).join(" ");
  for (const key of parts.get(nameOfPart) ?? []) memberships.delete(key);
  const rows = members.map((reference): [key: string, Row] => {
    const row = { ...ofPart, member: memberOf(reference), entry_id: reference.entryId ?? null, dn: text(reference.dn ?? null) };
    return [keyOf("membership", row), row];
  });
  for (const [key, row] of rows) memberships.set(key, row);
  parts.set(
    nameOfPart,
    rows.map(([key]) => key),
  );
};

const memberOf = ({ entryId, dn }: Reference): string =>
  dn === undefined ? `id:${entryId}` : `dn:${createHash("sha256").update(dn).digest("hex")}`;

/** A column of text holds no NUL; it is written as RFC 4514 escapes it. */
const text = (value: string | null): string | null => value?.replaceAll("\0", "\\00").toWellFormed() ?? null;
