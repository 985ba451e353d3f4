import { EntryId, Evidence, entryRef, Id, Kind, Profile, parseEntryRef, State } from "@dirstream/contracts";
import { Problem } from "@dirstream/service";
import type { Kysely } from "kysely";
import * as z from "zod";
import type { ReadModel } from "../tables.ts";
import { LastKnown } from "./last-known.ts";

/** Another entry: by its id once that was ever recorded, else by its DN. */
export const Reference = z.looseObject({ entryId: EntryId.optional(), dn: z.string().optional() });

/** Text; or bytes, what stands for a value over 64 KiB, or another entry. */
export const Value = z.union([
  z.string(),
  z.looseObject({
    binary: z.string().optional().describe("Base64"),
    sha256: z.string().optional(),
    bytes: z.int().optional(),
    entryId: EntryId.optional(),
    dn: z.string().optional(),
  }),
]);

export const Entry = z.object({
  id: z.string().describe("<connector>.<entryId>"),
  entryId: EntryId.describe("The directory's own immutable id"),
  connectorId: Id,
  dn: z.string(),
  kind: Kind,
  state: State,
  profile: Profile.extend({ manager: Reference.optional() }).describe("SCIM 2.0 core names; empty once removed"),
  attributes: z.record(z.string(), z.array(Value)).describe("As the directory has them; empty once removed"),
  memberCount: z.int().nullable().describe("Of a group: its direct members"),
  evidence: Evidence.nullable().describe("Of a removed one: why it is believed to be gone"),
  lastKnown: LastKnown.nullable().describe("Of a removed one: what it was called; null also while the log does not answer"),
  changedAt: z.string().describe("When its last change was observed"),
  sequence: z.int().describe("Of that change in the log"),
  syncId: z.string().describe("The run that observed it"),
});
export type Entry = z.output<typeof Entry>;

export const ENTRY_COLUMNS = [
  "entry.account",
  "entry.connector",
  "entry.entry_id",
  "entry.kind",
  "entry.state",
  "entry.dn",
  "entry.name_key",
  "entry.profile",
  "entry.attributes",
  "entry.member_count",
  "entry.evidence",
  "entry.time",
  "entry.sequence",
  "entry.sync_id",
] as const;

export const selectEntries = (db: Kysely<ReadModel>) => db.selectFrom("entry").select(ENTRY_COLUMNS);
type EntryColumns = Awaited<ReturnType<ReturnType<typeof selectEntries>["executeTakeFirstOrThrow"]>>;

export const entryOf = (row: EntryColumns, lastKnown: LastKnown | null = null): Entry => ({
  id: entryRef(row.connector, row.entry_id),
  entryId: row.entry_id,
  connectorId: row.connector,
  dn: row.dn,
  kind: row.kind,
  state: row.state,
  profile: row.profile,
  attributes: row.attributes,
  memberCount: row.member_count,
  evidence: row.evidence as Entry["evidence"],
  lastKnown,
  changedAt: row.time,
  sequence: row.sequence,
  syncId: row.sync_id,
});

export const noSuchEntry = (): Problem => new Problem(404, "noSuchEntry", "There is no such entry in this account.");

/** An entry as its id names it. What changed its kind is there twice, once removed: the other one is meant. */
export const findEntry = async (db: Kysely<ReadModel>, account: string, id: string): Promise<EntryColumns> => {
  const ref = parseEntryRef(id);
  if (ref === undefined) throw noSuchEntry();
  const row = await selectEntries(db)
    .where("entry.account", "=", account)
    .where("entry.connector", "=", ref.connector)
    .where("entry.entry_id", "=", ref.entryId)
    .orderBy((eb) => eb("entry.state", "=", "removed"))
    .orderBy("entry.sequence", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) throw noSuchEntry();
  return row;
};
