import { Kind, subjects } from "@dirstream/contracts";
import { type EventLog, readToEnd } from "@dirstream/event-log";
import * as z from "zod";
import { type AsOf, NOTHING_KNOWN, seenUntil } from "./as-of.ts";
import { Entry, findEntry } from "./entry-view.ts";
import { READ_AT_ONCE, READ_MS, reachable, unreachable } from "./history-queries.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, viewer } from "./queries.ts";

const Image = Entry.pick({
  ...{ dn: true, kind: true, state: true, profile: true, attributes: true, memberCount: true, evidence: true },
  ...{ changedAt: true, sequence: true, syncId: true },
});

const EntryAsOf = z.object({
  image: Image.nullable().describe("null where it was not known then, and where what was recorded then cannot be read"),
  firstKnownAt: z.string().nullable().describe("When it was observed for the first time"),
  unreadable: z.string().nullable().describe("Why what was recorded then cannot be shown"),
});

const Query = z.object({ at: z.iso.datetime({ offset: true }).describe("Any moment; what was observed at it counts") });

export const addAsOfQueries: AddQueries = (app, { db, eventLog }) => {
  const schema = {
    summary: "An entry as it was known at a moment, whole; from the log itself",
    tags: ["entries"],
    params: AccountPath.extend({ entry: z.string() }),
    querystring: Query,
    response: { 200: EntryAsOf, ...problems },
  };
  app.get(`${ACCOUNT_PATH}/entries/:entry/as-of`, { config: viewer, schema }, async ({ params, query: { at } }) => {
    const { account, connector, entry_id } = await findEntry(db, params.account, params.entry);
    const images = Kind.options.map((kind) => subjects.entry(account, connector, kind, entry_id));
    return told(await readUntil(reachable(eventLog()), images, Date.parse(at)));
  });
};

const told = ({ firstKnownAt: first, last }: AsOf): z.output<typeof EntryAsOf> => {
  const firstKnownAt = first ?? null;
  if (last === undefined) return { image: null, firstKnownAt, unreadable: null };
  if ("unreadable" in last) return { image: null, firstKnownAt, unreadable: last.unreadable };
  const { dn, kind, state, profile, attributes, members, evidence = null, syncId } = last.image;
  const recorded = { changedAt: last.time, sequence: last.sequence, syncId };
  const image = { dn, kind, state, profile, attributes, memberCount: members?.count ?? null, evidence, ...recorded };
  return { image, firstKnownAt, unreadable: null };
};

const readUntil = async (log: EventLog, filters: readonly string[], momentMs: number): Promise<AsOf> => {
  const see = seenUntil(momentMs);
  const signal = AbortSignal.timeout(READ_MS);
  let known = NOTHING_KNOWN;
  try {
    for await (const messages of readToEnd(log, { stream: "DIRECTORY", filters, maxMessages: READ_AT_ONCE, signal })) {
      known = messages.reduce(see, known);
    }
  } catch (error) {
    throw signal.aborted ? unreachable() : error;
  }
  return known;
};
