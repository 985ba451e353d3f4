import { binaryArray } from "./binary-array.ts";
import type { GroupPart, RowChanges } from "./fold/row-changes.ts";
import { IMAGE_TABLES, type ImageTable, type TableShape } from "./image-tables.ts";
import { together, type WriterSession } from "./writer-session.ts";

/** As Postgres takes it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly Buffer[];
}

/** What writes what a fold has made of a batch: one statement for each table that it touches. */
export const statementsOf = ({ images, parts }: RowChanges): Statement[] => {
  const statements: Statement[] = [];
  for (const table of Object.keys(images) as ImageTable[]) {
    const rows = images[table];
    if (rows.size > 0) statements.push({ text: UPSERTS[table], values: columnsOf(table, rows.values()) });
  }
  if (parts.size > 0) statements.push({ text: REPLACE_PARTS, values: columnsOfParts([...parts.values()]) });
  return statements;
};

export const writeRows = async (query: WriterSession["query"], statements: readonly Statement[]): Promise<void> => {
  await together(statements.map(({ text, values }) => query(text, values)));
};

/** A row that comes from the same event, or a later one, stays as it is: not even a row version is written. */
const upsertInto = (table: string, { key, columns }: TableShape<Record<string, unknown>>): string => {
  const names = Object.keys(columns);
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`);
  const others = names.filter((name) => !key.includes(name));
  const assignments = others.map((name) => `${name} = excluded.${name}`);
  return `insert into ${table} (${names.join(", ")}) select * from unnest(${arrays.join(", ")})
    on conflict (${key.join(", ")}) do update set ${assignments.join(", ")} where ${table}.sequence < excluded.sequence`;
};

const UPSERTS = Object.fromEntries(Object.entries(IMAGE_TABLES).map(([table, shape]) => [table, upsertInto(table, shape)])) as Readonly<
  Record<ImageTable, string>
>;

const columnsOf = (table: ImageTable, rows: Iterable<object>): Buffer[] => {
  const listed = [...rows] as Record<string, string | number | boolean | null>[];
  return Object.entries(IMAGE_TABLES[table].columns).map(([name, type]) =>
    binaryArray(
      type,
      listed.map((row) => row[name]),
    ),
  );
};

/**
 * Who is no longer in a part goes, who is new comes, who stays is not touched. A part is written whole by each event,
 * so comparing here is what keeps one change in a large group from rewriting it. A part of which there is nothing yet
 * meets nobody: its members are spared the search for themselves, which takes as long as their coming.
 */
const REPLACE_PARTS = `
  with part as materialized (
    select part.*, exists (
      select from membership
      where (membership.account, membership.connector, membership.group_id, membership.part)
          = (part.account, part.connector, part.group_id, part.part)
    ) as is_known
    from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as part(account, connector, group_id, part, at)
  ),
  present as materialized (
    select part.account, part.connector, part.group_id, part.part, member.member, member.entry_id, member.dn, part.is_known
    from unnest($5::bigint[], $6::text[], $7::text[], $8::text[]) as member(at, member, entry_id, dn) join part using (at)
  ),
  gone as (
    delete from membership using part
    where (membership.account, membership.connector, membership.group_id, membership.part)
        = (part.account, part.connector, part.group_id, part.part)
      and part.is_known
      and not exists (
        select from present
        where (present.account, present.connector, present.group_id, present.part, present.member)
            = (membership.account, membership.connector, membership.group_id, membership.part, membership.member)
      )
  ),
  come as (
    insert into membership (account, connector, group_id, part, member, entry_id, dn)
    select account, connector, group_id, part, member, entry_id, dn from present where not is_known
  )
  insert into membership (account, connector, group_id, part, member, entry_id, dn)
  select account, connector, group_id, part, member, entry_id, dn from present where is_known
  on conflict (account, connector, group_id, part, member) do update set entry_id = excluded.entry_id, dn = excluded.dn
  where (membership.entry_id, membership.dn) is distinct from (excluded.entry_id, excluded.dn)`;

const columnsOfParts = (parts: readonly GroupPart[]): Buffer[] => {
  const texts = (values: readonly (string | null)[]) => binaryArray("text", values);
  const members = parts.flatMap((part, at) => part.members.map((member) => ({ ...member, at: at + 1 })));
  return [
    texts(parts.map(({ account }) => account)),
    texts(parts.map(({ connector }) => connector)),
    texts(parts.map(({ group_id }) => group_id)),
    texts(parts.map(({ part }) => part)),
    binaryArray(
      "bigint",
      members.map(({ at }) => at),
    ),
    texts(members.map(({ member }) => member)),
    texts(members.map(({ entry_id }) => entry_id)),
    texts(members.map(({ dn }) => dn)),
  ];
};
