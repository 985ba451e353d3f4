import { invalidRequest } from "@dirstream/service";
import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import * as z from "zod";
import type { ReadModel } from "../tables.ts";
import { type EntryFilters, fitting, isSeldom, type Listed, listedEntries } from "./entry-filters.ts";
import { type Entry, entryOf, selectEntries } from "./entry-view.ts";
import { decodeCursor, encodeCursor, type PageQuery } from "./page.ts";

export const EntryOrder = z.enum(["name", "-name", "email", "-email"]);
type EntryOrder = z.output<typeof EntryOrder>;

/** A list is one stretch after another, each in the order of one column that an index carries. */
interface Stretch {
  readonly by: "name_key" | "email";
  readonly descending: boolean;
  /** Only those with an address, or only those without. */
  readonly hasEmail?: boolean;
}

const stretchesOf = (order: EntryOrder): readonly Stretch[] => {
  const descending = order.startsWith("-");
  if (order.endsWith("name")) return [{ by: "name_key", descending }];
  return [
    { by: "email", descending, hasEmail: true },
    { by: "name_key", descending: false, hasEmail: false },
  ];
};

/** The order, the stretch, and the last one shown: its value there, its connector, id and kind. */
const Cursor = z.tuple([EntryOrder, z.int().min(0).max(1), z.string(), z.string(), z.string(), z.string()]);

interface Wanted extends EntryFilters, PageQuery {
  readonly sort: EntryOrder;
}

/** A page of a list, in an order that no entry that comes or goes meanwhile can shift. */
export const entriesInOrder = async (
  db: Kysely<ReadModel>,
  listed: Listed,
  wanted: Wanted,
): Promise<{ items: Entry[]; next: string | null }> => {
  const { sort, limit, cursor } = wanted;
  const [order = sort, from = 0, ...last] = decodeCursor(Cursor, cursor) ?? [];
  if (order !== sort) throw invalidRequest([{ pointer: "/cursor", detail: "is of another order: start again without one" }]);
  const stretches = stretchesOf(sort);
  const found: { row: Row; stretch: number }[] = [];
  for (let stretch = from; stretch < stretches.length && found.length <= limit; stretch++) {
    const rows = selectStretch(db, listed, wanted, stretches[stretch] as Stretch);
    const after = stretch === from && last.length > 0 ? last : undefined;
    const more = await page(rows, stretches[stretch] as Stretch, after, limit + 1 - found.length);
    found.push(...more.map((row) => ({ row, stretch })));
  }
  const shown = found.slice(0, limit);
  const end = found.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(({ row }) => entryOf(row)), next: end === undefined ? null : cursorAt(sort, end.stretch, end.row) };
};

const cursorAt = (sort: EntryOrder, stretch: number, row: Row): string => {
  const { by } = stretchesOf(sort)[stretch] as Stretch;
  return encodeCursor([sort, stretch, row[by] ?? "", row.connector, row.entry_id, row.kind]);
};

const selectStretch = (db: Kysely<ReadModel>, listed: Listed, wanted: EntryFilters, { hasEmail }: Stretch) =>
  selectEntries(db)
    .select("entry.email")
    .$call(listedEntries(listed, !isSeldom(wanted)))
    .$call(fitting(wanted))
    .$if(hasEmail === true, (rows) => rows.where("entry.email", "is not", null))
    .$if(hasEmail === false, (rows) => rows.where("entry.email", "is", null));

type Query = ReturnType<typeof selectStretch>;
type Row = Query extends SelectQueryBuilder<infer _Tables, infer _From, infer Selected> ? Selected : never;

const page = (rows: Query, { by, descending }: Stretch, after: readonly string[] | undefined, limit: number): Promise<Row[]> => {
  const direction = descending ? "desc" : "asc";
  const key = sql.join([by, "connector", "entry_id", "kind"].map((name) => sql.ref(`entry.${name}`)));
  return rows
    .$if(after !== undefined, (some) =>
      some.where(sql<boolean>`(${key}) ${sql.raw(descending ? "<" : ">")} (${sql.join([...(after ?? [])])})`),
    )
    .orderBy(`entry.${by}`, direction)
    .orderBy("entry.connector", direction)
    .orderBy("entry.entry_id", direction)
    .orderBy("entry.kind", direction)
    .limit(limit)
    .execute() as Promise<Row[]>;
};
