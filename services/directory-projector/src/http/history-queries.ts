import { subjects } from "@dirstream/contracts";
import { type EventLog, readToEnd } from "@dirstream/event-log";
import { type Problem, unavailable } from "@dirstream/service";
import * as z from "zod";
import { findEntry } from "./entry-view.ts";
import { HistoryItem, openHistory } from "./history.ts";
import { decodeCursor, PageQuery, page, pageOf } from "./page.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, viewer } from "./queries.ts";

export const READ_MS = 5_000;
export const READ_AT_ONCE = 200;

export const addHistoryQueries: AddQueries = (app, { db, eventLog }) => {
  const schema = {
    summary: "Everything that was observed of an entry, oldest first; from the log itself",
    tags: ["entries"],
    params: AccountPath.extend({ entry: z.string() }),
    querystring: PageQuery,
    response: { 200: pageOf(HistoryItem), ...problems },
  };
  app.get(`${ACCOUNT_PATH}/entries/:entry/history`, { config: viewer, schema }, async ({ params, query: { limit, cursor } }) => {
    const after = decodeCursor(z.tuple([z.int().min(0)]), cursor)?.[0] ?? 0;
    const { account, connector, entry_id } = await findEntry(db, params.account, params.entry);
    const log = reachable(eventLog());
    const items = await readHistory(log, subjects.entryHistory(account, connector, entry_id), after, limit + 1);
    return page(
      items,
      limit,
      ({ sequence }) => [sequence],
      (item) => item,
    );
  });
};

export const unreachable = (): Problem =>
  unavailable("Histories are read from the event log, which does not answer now. Try again shortly.");

export const reachable = (log: EventLog | undefined): EventLog => {
  if (log === undefined || !log.connected()) throw unreachable();
  return log;
};

const readHistory = async (log: EventLog, filters: readonly string[], after: number, limit: number): Promise<HistoryItem[]> => {
  const items: HistoryItem[] = [];
  const history = openHistory();
  const signal = AbortSignal.timeout(READ_MS);
  try {
    for await (const messages of readToEnd(log, { stream: "DIRECTORY", filters, after, maxMessages: READ_AT_ONCE, signal })) {
      items.push(...messages.flatMap(history.tell).map(({ item }) => item));
      if (items.length >= limit) return items.slice(0, limit);
    }
  } catch (error) {
    throw signal.aborted ? unreachable() : error;
  }
  return [...items, ...history.end().map(({ item }) => item)];
};
