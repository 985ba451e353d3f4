import { EntryId, Kind } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { type Kysely, sql } from "kysely";
import * as z from "zod";
import type { ReadModel } from "../tables.ts";
import type { HistoryItem } from "./history.ts";
import { lastKnownOf } from "./last-known.ts";
import { nameIn } from "./profile-names.ts";

/** By entry id. */
export const Names = z.record(EntryId, z.object({ name: z.string().nullable(), dn: z.string(), kind: Kind }));
export type Names = z.output<typeof Names>;

/** The other entries that an item speaks of. */
export const idsIn = ({ changed, members }: Pick<HistoryItem, "changed" | "members">): string[] => {
  const values = Object.values(changed).flatMap(({ before, after }) => [...(before ?? []), ...(after ?? [])]);
  const references = [...values, ...(members?.added ?? []), ...(members?.removed ?? [])];
  return references.flatMap((one) => (typeof one === "string" || one.entryId === undefined ? [] : [one.entryId]));
};

interface Which {
  readonly account: string;
  readonly connector: string;
}

/** What the entries of a connector are called now, or were last. Of one that changed its kind the living form counts. */
export const entryNames = async (
  { db, log }: { readonly db: Kysely<ReadModel>; readonly log: EventLog },
  { account, connector }: Which,
  ids: readonly string[],
): Promise<Names> => {
  if (ids.length === 0) return {};
  const rows = await db
    .selectFrom("entry")
    .select(["entry_id", "kind", "dn", "profile", "state", "sequence"])
    .where("account", "=", account)
    .where("connector", "=", connector)
    .where("entry_id", "=", sql<string>`any(${[...new Set(ids)]}::text[])`)
    .orderBy((eb) => eb("state", "!=", "removed"))
    .execute();
  const known = await lastKnownOf(log, rows);
  return Object.fromEntries(
    rows.map((row) => [row.entry_id, { name: nameIn(row.profile) ?? known(row)?.name ?? null, dn: row.dn, kind: row.kind }]),
  );
};
