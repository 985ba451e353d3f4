import { Id, type StreamName } from "@dirstream/contracts";
import { type EventLog, messageAt } from "@dirstream/event-log";
import * as z from "zod";
import { attentionFor, selectConnectorViews } from "./connector-view.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, viewer } from "./queries.ts";

const AttentionItem = z.object({
  connectorId: Id,
  connectorName: z.string(),
  kind: z
    .enum(["halted", "failed", "held", "stale"])
    .describe("stale: two of its slots and an hour have passed since it last completed a run; the worst of what applies"),
  since: z.string().nullable().describe("Of a stale one, when the first run was due that did not complete"),
  code: z.string().nullable().describe("Of a failure: a word for programs"),
  holdId: z.string().nullable(),
  sentence: z.string().describe("What is the matter, for people"),
});

const LOOK_UP_MS = 1_000;

export const addAttentionQueries: AddQueries = (app, { db, eventLog, nowMs }) => {
  const schema = {
    summary: "The connectors that need somebody: halted, failed, held or stale ones, by name",
    tags: ["connectors"],
    params: AccountPath,
    response: { 200: z.object({ items: z.array(AttentionItem) }), ...problems },
  };
  app.get(`${ACCOUNT_PATH}/attention`, { config: viewer, schema }, async ({ params: { account } }) => {
    const rows = await selectConnectorViews(db, account).orderBy("connector.name").orderBy("connector.connector").execute();
    const items = await Promise.all(
      rows.map(async (row) => {
        const attention = attentionFor(row, await haltedSince(eventLog(), row.halted[0]), nowMs());
        return attention === undefined ? [] : [{ connectorId: row.connector, connectorName: row.name, ...attention }];
      }),
    );
    return { items: items.flat() };
  });
};

/** When the event was recorded that cannot be understood; null where the log does not say so now. */
const haltedSince = async (
  log: EventLog | undefined,
  halted: { readonly stream: string; readonly sequence: number } | undefined,
): Promise<string | null> => {
  if (halted === undefined || log === undefined || !log.connected()) return null;
  const { stream, sequence } = halted;
  const look = { stream: stream as StreamName, sequence, signal: AbortSignal.timeout(LOOK_UP_MS) };
  return (await messageAt(log, look).catch(() => undefined))?.time ?? null;
};
