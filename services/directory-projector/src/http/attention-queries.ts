import { AttentionKind, Id } from "@dirstream/contracts";
import * as z from "zod";
import { needsAttention } from "./needs-attention.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, viewer } from "./queries.ts";

const AttentionItem = z.object({
  connectorId: Id,
  connectorName: z.string(),
  kind: AttentionKind,
  since: z.string().nullable().describe("Of a stale one, when the first run was due that did not complete"),
  code: z.string().nullable().describe("Of a failure: a word for programs"),
  holdId: z.string().nullable(),
  sentence: z.string().describe("What is the matter, for people"),
});

export const addAttentionQueries: AddQueries = (app, { db, eventLog, nowMs }) => {
  const schema = {
    summary: "The connectors that need somebody: halted, failed, held or stale ones, by name",
    tags: ["connectors"],
    params: AccountPath,
    response: { 200: z.object({ items: z.array(AttentionItem) }), ...problems },
  };
  app.get(`${ACCOUNT_PATH}/attention`, { config: viewer, schema }, async ({ params: { account } }) => ({
    items: await needsAttention(account, { db, eventLog: eventLog(), nowMs: nowMs() }),
  }));
};
