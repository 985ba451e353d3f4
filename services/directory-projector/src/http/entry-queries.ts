import { Id, State } from "@dirstream/contracts";
import type { HttpApp } from "@dirstream/service";
import { sql } from "kysely";
import * as z from "zod";
import { storable } from "../fold/storable.ts";
import { Entry, entryOf, findEntry, selectEntries } from "./entry-view.ts";
import { decodeCursor, PageQuery, page, pageOf } from "./page.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, type Queries, viewer } from "./queries.ts";

const States = z
  .string()
  .max(40)
  .transform((text) => text.split(","))
  .pipe(z.array(State).min(1))
  .optional()
  .describe("active, disabled, removed, or several with commas between; removed ones are shown only when asked for");

const Filters = PageQuery.extend({
  state: States,
  connector: Id.optional(),
  q: z.string().max(200).optional().describe("Part of the name or address, or the beginning of the DN"),
  email: z.string().max(320).optional().describe("The primary address; several may have the same"),
});

const Key = z.tuple([z.string(), z.string(), z.string(), z.string()]);

export const addEntryQueries: AddQueries = (app, queries) => {
  addList(app, queries, "users", "People and contacts by name");
  addList(app, queries, "groups", "Groups by name");

  const path = AccountPath.extend({ entry: z.string() });
  const one = { summary: "One user, contact or group", tags: ["entries"], params: path, response: { 200: Entry, ...problems } };
  app.get(`${ACCOUNT_PATH}/entries/:entry`, { config: viewer, schema: one }, async ({ params }) =>
    entryOf(await findEntry(queries.db, params.account, params.entry)),
  );
};

const addList = (app: HttpApp, { db }: Queries, which: "users" | "groups", summary: string): void => {
  const schema = { summary, tags: ["entries"], params: AccountPath, querystring: Filters, response: { 200: pageOf(Entry), ...problems } };
  app.get(`${ACCOUNT_PATH}/${which}`, { config: viewer, schema }, async ({ params, query }) => {
    const { limit, cursor, state, connector, q, email } = query;
    const after = decodeCursor(Key, cursor);
    const found = storable(q ?? "").toLowerCase();
    const rows = await selectEntries(db)
      .where("entry.account", "=", params.account)
      .where(sql<boolean>`(entry.kind = 'group') = ${which === "groups"}`)
      .where("entry.state", "in", state ?? ["active", "disabled"])
      .$if(connector !== undefined, (rows) => rows.where("entry.connector", "=", connector ?? ""))
      .$if(email !== undefined, (rows) => rows.where("entry.email", "=", storable(email ?? "").toLowerCase()))
      .$if(found !== "", (rows) =>
        rows.where(
          sql<boolean>`(strpos(entry.name_key, ${found}) > 0 or strpos(entry.email, ${found}) > 0 or starts_with(lower(entry.dn), lower(${found})))`,
        ),
      )
      .$if(after !== undefined, (rows) =>
        rows.where(
          sql<boolean>`(entry.name_key, entry.connector, entry.entry_id, entry.kind) > (${after?.[0]}, ${after?.[1]}, ${after?.[2]}, ${after?.[3]})`,
        ),
      )
      .orderBy("entry.name_key")
      .orderBy("entry.connector")
      .orderBy("entry.entry_id")
      .orderBy("entry.kind")
      .limit(limit + 1)
      .execute();
    return page(rows, limit, (row) => [row.name_key, row.connector, row.entry_id, row.kind], entryOf);
  });
};
