import { binaryArray } from "./binary-array.ts";
import type { GroupPart } from "./fold/row-changes.ts";
import { type Statement, unnested } from "./statement.ts";

/** Puts in the members of parts of which there is nothing yet; where there is something, it must not be carried out. */
export const beginParts = (parts: readonly GroupPart[]): Statement[] => [
  { text: KNOWN_PARTS, values: namesOfParts(parts), findsNothing: true },
  { text: INSERT_MEMBERS, values: columnsOfMembers(parts) },
];

export const replaceParts = (parts: readonly GroupPart[]): Statement => ({ text: REPLACE_PARTS, values: columnsOfParts(parts) });

const INSERT_MEMBERS = `insert into membership (account, connector, group_id, part, member, entry_id, dn)
  select ${unnested(Array(7).fill("text"))}`;

/** Members that nobody looks for would stay. */
const KNOWN_PARTS = `
  select from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as part(account, connector, group_id, part)
  where exists (
    select from membership
    where (membership.account, membership.connector, membership.group_id, membership.part)
        = (part.account, part.connector, part.group_id, part.part)
  )`;

const texts = (values: readonly (string | null)[]): Buffer => binaryArray("text", values);

const namesOfParts = (parts: readonly GroupPart[]): Buffer[] => [
  texts(parts.map(({ account }) => account)),
  texts(parts.map(({ connector }) => connector)),
  texts(parts.map(({ group_id }) => group_id)),
  texts(parts.map(({ part }) => part)),
];

const columnsOfMembers = (parts: readonly GroupPart[]): Buffer[] => {
  const ofEach = (value: (part: GroupPart) => string) => texts(parts.flatMap((part) => part.members.map(() => value(part))));
  const members = parts.flatMap((part) => part.members);
  return [
    ofEach(({ account }) => account),
    ofEach(({ connector }) => connector),
    ofEach(({ group_id }) => group_id),
    ofEach(({ part }) => part),
    texts(members.map(({ member }) => member)),
    texts(members.map(({ entry_id }) => entry_id)),
    texts(members.map(({ dn }) => dn)),
  ];
};

/**
 * Who is no longer in a part goes, who is new comes, who stays is not touched. A part is written whole by each event,
 * so comparing here is what keeps one change in a large group from rewriting it.
 */
const REPLACE_PARTS = `
  with part as materialized (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as part(account, connector, group_id, part, at)
  ),
  present as materialized (
    select part.account, part.connector, part.group_id, part.part, member.member, member.entry_id, member.dn
    from unnest($5::bigint[], $6::text[], $7::text[], $8::text[]) as member(at, member, entry_id, dn) join part using (at)
  ),
  gone as (
    delete from membership using part
    where (membership.account, membership.connector, membership.group_id, membership.part)
        = (part.account, part.connector, part.group_id, part.part)
      and not exists (
        select from present
        where (present.account, present.connector, present.group_id, present.part, present.member)
            = (membership.account, membership.connector, membership.group_id, membership.part, membership.member)
      )
  )
  insert into membership (account, connector, group_id, part, member, entry_id, dn)
  select account, connector, group_id, part, member, entry_id, dn from present
  on conflict (account, connector, group_id, part, member) do update set entry_id = excluded.entry_id, dn = excluded.dn
  where (membership.entry_id, membership.dn) is distinct from (excluded.entry_id, excluded.dn)`;

const columnsOfParts = (parts: readonly GroupPart[]): Buffer[] => {
  const members = parts.flatMap((part, at) => part.members.map((member) => ({ ...member, at: at + 1 })));
  return [
    ...namesOfParts(parts),
    binaryArray(
      "bigint",
      members.map(({ at }) => at),
    ),
    texts(members.map(({ member }) => member)),
    texts(members.map(({ entry_id }) => entry_id)),
    texts(members.map(({ dn }) => dn)),
  ];
};
