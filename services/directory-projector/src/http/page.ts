import { invalidRequest } from "@dirstream/service";
import * as z from "zod";

/** What every list takes. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(50).describe("How many items at most"),
  cursor: z.string().max(4000).optional().describe("`next` of the page before"),
});
export type PageQuery = z.output<typeof PageQuery>;

/** What every list answers; `next` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), next: z.string().nullable() });

type Key = readonly (string | number)[];

/** Where the next page begins: the key of the last item, so that what comes or goes meanwhile shifts nothing. */
export const encodeCursor = (key: Key): string => Buffer.from(JSON.stringify(key)).toString("base64url");

/** The key in a cursor; undefined without one. */
export const decodeCursor = <Keys extends z.ZodType<Key>>(keys: Keys, cursor: string | undefined): z.output<Keys> | undefined => {
  if (cursor === undefined) return undefined;
  const parsed = keys.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  if (!parsed.success) throw invalidRequest([{ pointer: "/cursor", detail: "is not a cursor of this list: start again without one" }]);
  return parsed.data;
};

/** One row more than the limit was asked for: it tells whether there is a next page. */
export const page = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => Key,
  itemOf: (row: Row) => Item,
): { items: Item[]; next: string | null } => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(itemOf), next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
