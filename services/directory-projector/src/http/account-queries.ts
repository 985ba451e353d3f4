import { AttentionTo, Id, NOWHERE, RegionId } from "@dirstream/contracts";
import { noSuchAccount } from "@dirstream/service";
import * as z from "zod";
import type { AccountRow } from "../tables.ts";
import { decodeCursor, PageQuery, page, pageOf } from "./page.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, viewer } from "./queries.ts";

const Account = z.object({
  id: Id,
  region: RegionId,
  zone: z.string().describe("IANA time zone of its schedules"),
  attention: AttentionTo.strip().describe("Where it is told that a connector needs somebody"),
});
const Key = z.tuple([z.string()]);

export const addAccountQueries: AddQueries = (app, { db }) => {
  const list = { summary: "The accounts that the caller may see", tags: ["accounts"], querystring: PageQuery };
  app.get(
    "/api/v1/accounts",
    { config: viewer, schema: { ...list, response: { 200: pageOf(Account), ...problems } } },
    async ({ query: { limit, cursor }, caller }) => {
      const after = decodeCursor(Key, cursor);
      const rows = await db
        .selectFrom("account")
        .select(["account", "region", "zone", "attention"])
        .$if(!caller.accounts.includes("*"), (query) => query.where("account", "in", [...caller.accounts, ""]))
        .$if(after !== undefined, (query) => query.where("account", ">", after?.[0] ?? ""))
        .orderBy("account")
        .limit(limit + 1)
        .execute();
      return page(rows, limit, ({ account }) => [account], item);
    },
  );

  const one = { summary: "One account", tags: ["accounts"], params: AccountPath, response: { 200: Account, ...problems } };
  app.get(ACCOUNT_PATH, { config: viewer, schema: one }, async ({ params }) => {
    const row = await db
      .selectFrom("account")
      .select(["account", "region", "zone", "attention"])
      .where("account", "=", params.account)
      .executeTakeFirst();
    if (row === undefined) throw noSuchAccount();
    return item(row);
  });
};

const item = ({ account, region, zone, attention }: Pick<AccountRow, "account" | "region" | "zone" | "attention">) => ({
  id: account,
  region: region as z.output<typeof RegionId>,
  zone,
  attention: (attention ?? NOWHERE) as AttentionTo,
});
