import type * as z from "zod";
import { allItems, everyItem, pageOf, type Query } from "./api.ts";
import { printJson, type Session } from "./session.ts";
import { type Column, formatTable } from "./table.ts";

export interface ListOptions {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly all?: boolean | undefined;
}

const USUAL_LIMIT = 50;

/** One page of a list, or with `--all` all of it: a table for people; for programs `{items, next}`, or a line of JSON for each item. */
export const printList = async <Item>(
  { api, output }: Session,
  list: {
    readonly item: z.ZodType<Item>;
    readonly path: string;
    readonly query?: Query;
    readonly columns: readonly Column<Item>[];
    /** What is said when there is nothing. */
    readonly none: string;
  },
  { limit = USUAL_LIMIT, cursor, all = false }: ListOptions,
): Promise<void> => {
  if (all && output.json) {
    for await (const item of everyItem(api, list.item, list.path, list.query ?? {})) output.print(`${JSON.stringify(item)}\n`);
    return;
  }
  const page = all
    ? { items: await allItems(api, list.item, list.path, list.query), next: null }
    : (await api.get(pageOf(list.item), list.path, { ...list.query, limit, cursor })).answer;
  if (output.json) return printJson(output, page);
  if (page.items.length === 0) return output.tell(`${list.none}\n`);
  output.print(formatTable(list.columns, page.items, output.width));
  if (page.next !== null) output.tell(`There are more: --all shows all of them, --cursor ${page.next} the next ones.\n`);
};
