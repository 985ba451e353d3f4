import { EntryId, entryRef, Id, Kind, type Profile, State } from "@dirstream/contracts";
import { type Kysely, sql } from "kysely";
import * as z from "zod";
import { storable } from "../fold/storable.ts";
import type { ReadModel } from "../tables.ts";
import { selectConnectors } from "./connector-view.ts";
import { type Listed, listedEntries, matching } from "./entry-filters.ts";
import { emailIn, nameIn } from "./profile-names.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, viewer } from "./queries.ts";

const FoundEntry = z.object({
  id: z.string().describe("<connector>.<entryId>"),
  entryId: EntryId,
  connectorId: Id,
  kind: Kind,
  state: State,
  name: z.string().nullable(),
  email: z.string().nullable(),
  dn: z.string(),
});

const Found = z.object({
  people: z.array(FoundEntry),
  groups: z.array(FoundEntry),
  connectors: z.array(z.object({ connectorId: Id, name: z.string(), primaryHost: z.string() })),
  runs: z
    .array(z.object({ connectorId: Id, syncId: z.string(), startedAt: z.string() }))
    .describe("By the first four characters of the id or more"),
});

const Query = z.object({
  q: z.string().trim().min(1).max(200).describe("Part of a name, an address, a host or an id, or the beginning of a DN"),
});

const MOST = 8;

export const addSearchQueries: AddQueries = (app, { db }) => {
  const schema = {
    summary: `The first ${MOST} people, groups, connectors and runs that a text may mean; what begins with it comes first`,
    tags: ["entries"],
    params: AccountPath,
    querystring: Query,
    response: { 200: Found, ...problems },
  };
  app.get(`${ACCOUNT_PATH}/search`, { config: viewer, schema }, async ({ params: { account }, query }) => {
    const text = storable(query.q).toLowerCase();
    const [people, groups, connectors, runs] = await Promise.all([
      findEntries(db, { account, which: "users" }, text),
      findEntries(db, { account, which: "groups" }, text),
      findConnectors(db, account, text),
      findRuns(db, account, text),
    ]);
    return { people, groups, connectors, runs };
  });
};

/** Text that comes after everything that begins with the given, by bytes: the tables compare so. */
const AFTER_ALL = String.fromCodePoint(0x10ffff);

const findEntries = async (db: Kysely<ReadModel>, listed: Listed, text: string): Promise<z.output<typeof FoundEntry>[]> => {
  const select = (inOrderOfIndex: boolean) =>
    db
      .selectFrom("entry")
      .select(["entry.connector", "entry.entry_id", "entry.kind", "entry.state", "entry.dn", "entry.profile"])
      .$call(listedEntries(listed, inOrderOfIndex))
      .where("entry.state", "!=", "removed")
      .limit(MOST);
  const beginning = (column: "name_key" | "email", inOrderOfIndex: boolean) =>
    select(inOrderOfIndex)
      .where(`entry.${column}`, ">=", text)
      .where(`entry.${column}`, "<", text + AFTER_ALL)
      .orderBy(`entry.${column}`)
      .execute();
  const found = new Map<string, EntryRow>();
  const add = (rows: readonly EntryRow[]) => {
    for (const row of rows) if (found.size < MOST) found.set(`${row.connector}.${row.entry_id}.${row.kind}`, row);
  };
  const [byName, byEmail] = await Promise.all([beginning("name_key", true), beginning("email", false)]);
  add(byName);
  add(byEmail);
  if (found.size < MOST)
    add(
      await select(false)
        .$call(matching({ q: text }))
        .execute(),
    );
  return [...found.values()].map(entryOf);
};

interface EntryRow {
  readonly connector: string;
  readonly entry_id: string;
  readonly kind: z.output<typeof Kind>;
  readonly state: State;
  readonly dn: string;
  readonly profile: Profile;
}

const entryOf = ({ connector, entry_id, kind, state, dn, profile }: EntryRow): z.output<typeof FoundEntry> => ({
  id: entryRef(connector, entry_id),
  entryId: entry_id,
  connectorId: connector,
  kind,
  state,
  name: nameIn(profile),
  email: emailIn(profile),
  dn,
});

const findConnectors = async (db: Kysely<ReadModel>, account: string, text: string): Promise<z.output<typeof Found>["connectors"]> => {
  const rows = await selectConnectors(db, account).select("connector.settings").execute();
  const fits = ({ name, connector, settings }: (typeof rows)[number]) =>
    [name, connector, settings.primaryHost, settings.secondaryHost].some(
      (one) => typeof one === "string" && one.toLowerCase().includes(text),
    );
  const begins = ({ name }: (typeof rows)[number]) => Number(name.toLowerCase().startsWith(text));
  return rows
    .filter(fits)
    .sort((one, other) => begins(other) - begins(one) || (one.name < other.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ connector, name, settings }) => ({ connectorId: connector, name, primaryHost: settings.primaryHost }));
};

const RUN_ID = /^[0-9a-f-]{4,36}$/;

const findRuns = async (db: Kysely<ReadModel>, account: string, text: string): Promise<z.output<typeof Found>["runs"]> => {
  if (!RUN_ID.test(text)) return [];
  const rows = await db
    .selectFrom("run")
    .select(["connector", "sync_id", "time"])
    .where("account", "=", account)
    .where(sql<boolean>`starts_with(sync_id, ${text})`)
    .orderBy("sequence", "desc")
    .limit(MOST)
    .execute();
  return rows.map(({ connector, sync_id, time }) => ({ connectorId: connector, syncId: sync_id, startedAt: time }));
};
