import { EntryId, Kind, type Profile } from "@dirstream/contracts";
import { type Kysely, sql } from "kysely";
import * as z from "zod";
import type { ReadModel } from "../tables.ts";
import type { HistoryItem } from "./history.ts";

/** By entry id. Whoever was removed has lost the name, not the DN. */
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

/** What the entries of a connector are called now. Of one that changed its kind the living form counts. */
export const entryNames = async (db: Kysely<ReadModel>, { account, connector }: Which, ids: readonly string[]): Promise<Names> => {
  if (ids.length === 0) return {};
  const rows = await db
    .selectFrom("entry")
    .select(["entry_id", "kind", "dn", "profile"])
    .where("account", "=", account)
    .where("connector", "=", connector)
    .where("entry_id", "=", sql<string>`any(${[...new Set(ids)]}::text[])`)
    .orderBy((eb) => eb("state", "!=", "removed"))
    .execute();
  return Object.fromEntries(rows.map(({ entry_id, kind, dn, profile }) => [entry_id, { name: nameIn(profile), dn, kind }]));
};

/** Never asked of Postgres: its `->>` refuses the whole of a JSON text in which there is a NUL, whatever is looked for. */
export const nameIn = (profile: Profile | null | undefined): string | null => profile?.displayName ?? profile?.userName ?? null;

export const emailIn = (profile: Profile | null | undefined): string | null => {
  const emails = profile?.emails;
  return (emails?.find(({ primary }) => primary === true) ?? emails?.[0])?.value ?? null;
};
