import { IMAGE_TABLES, type ImageTable } from "../image-tables.ts";
import type { MembershipRow, ReadModel } from "../tables.ts";

/** What a run of events makes of the tables: the last row of every key, the last content of every part of a group. */
export interface RowChanges {
  readonly images: { readonly [Table in ImageTable]: Map<string, ReadModel[Table]> };
  readonly parts: Map<string, GroupPart>;
  /** Subjects of entries and parts of which the log says that one of these events is the first: there is no row of them yet. */
  readonly beginnings: Set<string>;
}

/** A part of a group's members, whole. */
export interface GroupPart {
  readonly account: string;
  readonly connector: string;
  readonly group_id: string;
  readonly part: string;
  readonly members: readonly Pick<MembershipRow, "member" | "entry_id" | "dn">[];
}

export const noChanges = (): RowChanges => ({
  images: Object.fromEntries(Object.keys(IMAGE_TABLES).map((table) => [table, new Map()])) as unknown as RowChanges["images"],
  parts: new Map(),
  beginnings: new Set(),
});

/** In the order in which the event has them: a log that is folded again gives the same text. */
export const json = (value: unknown): string => JSON.stringify(value);
