import { EntryId, entryRef, Kind, type Profile, State } from "@dirstream/contracts";
import type { HttpApp } from "@dirstream/service";
import { type Kysely, sql } from "kysely";
import * as z from "zod";
import type { ReadModel } from "../tables.ts";
import { findEntry, noSuchEntry } from "./entry-view.ts";
import { decodeCursor, PageQuery, page, pageOf } from "./page.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, type Queries, viewer } from "./queries.ts";

const Member = z.object({
  id: z.string().nullable().describe("null when the member is not among what is synchronised"),
  entryId: EntryId.nullable(),
  dn: z.string().nullable(),
  kind: Kind.nullable(),
  state: State.nullable(),
  displayName: z.string().nullable(),
});
type Member = z.output<typeof Member>;

const Nested = z.enum(["true", "false"]).default("false");
const Query = PageQuery.extend({ nested: Nested.describe("true: also the members of members; each once, and not the group itself") });
const Path = AccountPath.extend({ group: z.string() });
const Key = z.tuple([z.string()]);

interface Found {
  readonly member: string;
  readonly connector: string;
  readonly entry_id: string | null;
  readonly dn: string | null;
  readonly kind: Member["kind"];
  readonly state: Member["state"];
  readonly profile: Profile | null;
}

interface Wanted {
  readonly account: string;
  readonly connector: string;
  readonly entryId: string;
  readonly nested: boolean;
  readonly after: string;
  readonly limit: number;
}

export const addMembershipQueries: AddQueries = (app, { db }: Queries) => {
  add(app, db, { path: "/groups/:group/members", summary: "A group's members, direct or nested", find: findMembers, needsGroup: true });
};

export const addGroupsOfEntry: AddQueries = (app, { db }) => {
  add(app, db, {
    path: "/entries/:group/groups",
    summary: "The groups that an entry is in, directly or nested",
    find: findGroups,
    needsGroup: false,
  });
};

const add = (
  app: HttpApp,
  db: Kysely<ReadModel>,
  what: { path: string; summary: string; find: (db: Kysely<ReadModel>, wanted: Wanted) => Promise<readonly Found[]>; needsGroup: boolean },
): void => {
  const { path, summary, find, needsGroup } = what;
  const schema = { summary, tags: ["entries"], params: Path, querystring: Query, response: { 200: pageOf(Member), ...problems } };
  app.get(`${ACCOUNT_PATH}${path}`, { config: viewer, schema }, async ({ params, query: { limit, cursor, nested } }) => {
    const { account, connector, entry_id: entryId, kind } = await findEntry(db, params.account, params.group);
    if (needsGroup && kind !== "group") throw noSuchEntry();
    const after = decodeCursor(Key, cursor)?.[0] ?? "";
    const rows = await find(db, { account, connector, entryId, nested: nested === "true", after, limit: limit + 1 });
    return page(rows, limit, ({ member }) => [member], memberOf);
  });
};

const memberOf = ({ connector, entry_id, dn, kind, state, profile }: Found): Member => {
  const isResolved = kind !== null && entry_id !== null;
  return {
    id: isResolved ? entryRef(connector, entry_id) : null,
    entryId: isResolved ? entry_id : null,
    dn,
    kind,
    state,
    displayName: profile?.displayName ?? null,
  };
};

/** `union` drops what was reached before, so circles of groups end. A member that two groups name differently, by id and by DN, is one. */
const findMembers = async (db: Kysely<ReadModel>, { account, connector, entryId, nested, after, limit }: Wanted): Promise<Found[]> => {
  const { rows } = await sql<Found>`
    with recursive reached(member, entry_id, dn) as (
      select coalesce('id:' || entry_id, member), entry_id, case when entry_id is null then dn end
      from membership where account = ${account} and connector = ${connector} and group_id = ${entryId}
      union
      select coalesce('id:' || below.entry_id, below.member), below.entry_id, case when below.entry_id is null then below.dn end
      from reached join membership as below
        on ${nested} and below.account = ${account} and below.connector = ${connector} and below.group_id = reached.entry_id
    )
    select reached.member, ${connector} as connector, reached.entry_id, entry.kind, entry.state, entry.profile,
      coalesce(entry.dn, reached.dn, (
        select min(named.dn) from membership as named
        where named.account = ${account} and named.connector = ${connector} and named.entry_id = reached.entry_id
      )) as dn
    from reached left join lateral (
      select kind, state, dn, profile from entry
      where account = ${account} and connector = ${connector} and entry_id = reached.entry_id
      order by state = 'removed', sequence desc limit 1
    ) as entry on true
    where reached.member > ${after} and not (${nested} and reached.entry_id is not distinct from ${entryId})
    order by reached.member limit ${limit}`.execute(db);
  return rows;
};

const findGroups = async (db: Kysely<ReadModel>, { account, connector, entryId, nested, after, limit }: Wanted): Promise<Found[]> => {
  const { rows } = await sql<Found>`
    with recursive reached(group_id) as (
      select group_id from membership where account = ${account} and connector = ${connector} and entry_id = ${entryId}
      union
      select above.group_id
      from reached join membership as above
        on ${nested} and above.account = ${account} and above.connector = ${connector} and above.entry_id = reached.group_id
    )
    select 'id:' || reached.group_id as member, ${connector} as connector, reached.group_id as entry_id,
      entry.kind, entry.state, entry.dn, entry.profile
    from reached left join entry
      on entry.account = ${account} and entry.connector = ${connector} and entry.entry_id = reached.group_id and entry.kind = 'group'
    where 'id:' || reached.group_id > ${after} and not (${nested} and reached.group_id = ${entryId})
    order by 1 limit ${limit}`.execute(db);
  return rows;
};
