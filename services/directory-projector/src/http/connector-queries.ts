import { etagOf, noSuchConnector } from "@dirstream/service";
import { sql } from "kysely";
import * as z from "zod";
import { ConnectorView, connectorViewOf, selectConnectorViews } from "./connector-view.ts";
import { decodeCursor, PageQuery, page, pageOf } from "./page.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, CONNECTOR_PATH, ConnectorPath, problems, viewer } from "./queries.ts";

const Key = z.tuple([z.string(), z.string()]);

export const addConnectorQueries: AddQueries = (app, { db, nowMs }) => {
  const tags = ["connectors"];
  const list = { summary: "The connectors of an account by name", tags, params: AccountPath, querystring: PageQuery };
  app.get(
    `${ACCOUNT_PATH}/connectors`,
    { config: viewer, schema: { ...list, response: { 200: pageOf(ConnectorView), ...problems } } },
    async ({ params, query: { limit, cursor } }) => {
      const after = decodeCursor(Key, cursor);
      const rows = await selectConnectorViews(db, params.account)
        .$if(after !== undefined, (query) =>
          query.where(sql<boolean>`(connector.name, connector.connector) > (${after?.[0]}, ${after?.[1]})`),
        )
        .orderBy("connector.name")
        .orderBy("connector.connector")
        .limit(limit + 1)
        .execute();
      return page(
        rows,
        limit,
        ({ name, connector }) => [name, connector],
        (row) => connectorViewOf(row, nowMs()),
      );
    },
  );

  const summary = "One connector; its ETag is what If-Match of a change must name";
  const one = { summary, tags, params: ConnectorPath, response: { 200: ConnectorView, ...problems } };
  app.get(CONNECTOR_PATH, { config: viewer, schema: one }, async ({ params }, reply) => {
    const row = await selectConnectorViews(db, params.account).where("connector.connector", "=", params.connector).executeTakeFirst();
    if (row === undefined) throw noSuchConnector();
    reply.header("etag", etagOf(row.revision));
    return connectorViewOf(row, nowMs());
  });
};
