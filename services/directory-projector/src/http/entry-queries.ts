import type { HttpApp } from "@dirstream/service";
import { sql } from "kysely";
import * as z from "zod";
import { EntryFilters, fitting, type Listed, listedEntries } from "./entry-filters.ts";
import { EntryOrder, entriesInOrder } from "./entry-order.ts";
import { Entry, entryOf, findEntry } from "./entry-view.ts";
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
  app.get(`${ACCOUNT_PATH}/entries/:entry`, { config: viewer, schema: one }, async ({ params }) =>
    entryOf(await findEntry(queries.db, params.account, params.entry)),
  );
};

const addList = (app: HttpApp, { db }: Queries, which: Listed["which"], summary: string): void => {
  const schema = { summary, tags: ["entries"], params: AccountPath, querystring: Query, response: { 200: Entries, ...problems } };
  app.get(`${ACCOUNT_PATH}/${which}`, { config: viewer, schema }, async ({ params: { account }, query }) => {
    const { total, ...wanted } = query;
    const [listed, counted] = await Promise.all([
      entriesInOrder(db, { account, which }, wanted),
      total === "true" ? count(db, { account, which }, wanted) : null,
    ]);
    return { ...listed, total: counted };
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
