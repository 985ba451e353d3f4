import type { HttpApp } from "@dirstream/service";
import { sql } from "kysely";
import * as z from "zod";
import { EntryFilters, fitting, type Listed, listedEntries } from "./entry-filters.ts";
import { EntryOrder, entriesInOrder } from "./entry-order.ts";
import { Entry, entryOf, findEntry } from "./entry-view.ts";
import { lastKnownOf } from "./last-known.ts";
import { PageQuery, pageOf } from "./page.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, type Queries, viewer } from "./queries.ts";

const Query = PageQuery.extend({
  ...EntryFilters.shape,
  sort: EntryOrder.default("name").describe("With - before it downwards. Who has no address comes last, by name"),
  total: z.enum(["true", "false"]).default("false").describe("true: also how many there are in all"),
});

const MOST_COUNTED = 100_000;

const Entries = pageOf(Entry).extend({
  total: z
    .object({ count: z.int(), more: z.boolean().describe(`Whether there are more than are counted: ${MOST_COUNTED} at most`) })
    .nullable()
    .describe("null unless asked for"),
});

export const addEntryQueries: AddQueries = (app, queries) => {
  addList(app, queries, "users", "People and contacts by name or address");
  addList(app, queries, "groups", "Groups by name or address");

  const path = AccountPath.extend({ entry: z.string() });
  const one = { summary: "One user, contact or group", tags: ["entries"], params: path, response: { 200: Entry, ...problems } };
  app.get(`${ACCOUNT_PATH}/entries/:entry`, { config: viewer, schema: one }, async ({ params }) => {
    const row = await findEntry(queries.db, params.account, params.entry);
    const known = await lastKnownOf(queries.eventLog(), [row]);
    return entryOf(row, known(row));
  });
};

const addList = (app: HttpApp, { db, eventLog }: Queries, which: Listed["which"], summary: string): void => {
  const schema = { summary, tags: ["entries"], params: AccountPath, querystring: Query, response: { 200: Entries, ...problems } };
  app.get(`${ACCOUNT_PATH}/${which}`, { config: viewer, schema }, async ({ params: { account }, query }) => {
    const { total, ...wanted } = query;
    const { items, next } = await entriesInOrder(db, { account, which }, wanted);
    const known = await lastKnownOf(eventLog(), items);
    const listed = { items: items.map((entry) => ({ ...entry, lastKnown: known(entry) })), next };
    if (total === "false") return { ...listed, total: null };
    // What somebody searches for mostly fits a page, and then there is nothing more to look through everybody for.
    const isAll = wanted.cursor === undefined && listed.next === null;
    return { ...listed, total: isAll ? { count: listed.items.length, more: false } : await count(db, { account, which }, wanted) };
  });
};

const count = async (db: Queries["db"], listed: Listed, filters: EntryFilters): Promise<{ count: number; more: boolean }> => {
  const some = db
    .selectFrom("entry")
    .select(sql`1`.as("one"))
    .$call(listedEntries(listed, false))
    .$call(fitting(filters))
    .limit(MOST_COUNTED + 1);
  const { found } = await db
    .selectFrom(some.as("some"))
    .select((eb) => eb.fn.countAll<number>().as("found"))
    .executeTakeFirstOrThrow();
  return { count: Math.min(found, MOST_COUNTED), more: found > MOST_COUNTED };
};
