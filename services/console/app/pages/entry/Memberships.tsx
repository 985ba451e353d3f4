import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Fragment } from "react";
import { type Entry, type Membership, type MembershipsOf, membershipsQuery, reachedQuery } from "../../api/entries.ts";
import { nextPageOf } from "../../api/next-page.ts";
import { entry, people } from "../../text/en/people.ts";
import { kindWords } from "../../text/en/runs.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { DistinguishedName } from "../../ui/DistinguishedName.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { visibleText } from "../../ui/visible.ts";
import columns from "./columns.module.css";
import { EntryLink } from "./EntryLink.tsx";
import { EntryState } from "./EntryState.tsx";
import style from "./Memberships.module.css";
import { howReached, type Way } from "./through.ts";

interface Shown {
  readonly account: string;
  readonly entry: Entry;
  /** The groups that it is in, or its own members. */
  readonly which: MembershipsOf;
}

const text = entry.memberships;

/** What an entry is in, or who is in it, with those that are reached only through others when asked for. */
export const Memberships = ({ account, entry: { id }, which }: Shown) => {
  const { show } = useSearch({ strict: false });
  const navigate = useNavigate();
  const isNested = show === "nested";
  const query = useInfiniteQuery(membershipsQuery(account, id, which, isNested));
  const ways = useWays(account, id, which, isNested);
  const none = which === "groups" ? text.noGroups : text.noMembers;
  return (
    <>
      <SegmentedControl
        className={style.choice}
        aria-label={text.show}
        data={[
          { value: "direct", label: text.direct },
          { value: "nested", label: text.nested },
        ]}
        value={isNested ? "nested" : "direct"}
        onChange={(value) =>
          void navigate({
            to: ".",
            search: ({ show: _, ...rest }) => (value === "nested" ? { ...rest, show: "nested" as const } : rest),
            replace: true,
          })
        }
      />
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={none.title} text={none.text} />
          ) : (
            <DataTable
              label={which === "groups" ? text.groupsTable : text.membersTable}
              columns={columnsFor(account, isNested ? ways : undefined)}
              rows={rows}
              keyOf={keyOf}
              more={nextPageOf(query)}
            />
          )
        }
      </Loaded>
    </>
  );
};

const keyOf = ({ id, dn }: Membership): string => id ?? dn ?? "";

interface Ways {
  readonly direct: ReadonlySet<string>;
  readonly ways: readonly Way[];
  readonly areAllKnown: boolean;
}

/** Each of these is a question of its own. */
const MOST_WAYS = 40;

/** What each group that leads on from here reaches. */
const useWays = (account: string, id: string, which: MembershipsOf, isAsked: boolean): Ways => {
  const {
    data: direct = [],
    hasNextPage,
    isPending,
  } = useInfiniteQuery({ ...membershipsQuery(account, id, which, false), enabled: isAsked });
  const leading = direct.filter(({ id, kind }) => id !== null && kind === "group");
  const asked = leading.slice(0, MOST_WAYS);
  const reached = useQueries({ queries: asked.map(({ id }) => ({ ...reachedQuery(account, id ?? "", which), enabled: isAsked })) });
  const ways = asked.flatMap(({ id, displayName, dn }, index) => {
    const reaches = reached[index]?.data;
    return id === null || reaches === undefined ? [] : [{ id, name: displayName ?? dn ?? people.nameless, reaches }];
  });
  return { direct: new Set(direct.map(keyOf)), ways, areAllKnown: !isPending && !hasNextPage && ways.length === leading.length };
};

const columnsFor = (account: string, ways: Ways | undefined): Column<Membership>[] => [
  {
    id: "name",
    header: text.name,
    width: "26%",
    narrow: "plain",
    cell: ({ id, kind, displayName, dn }) => (
      <span className={columns.line} title={visibleText(displayName ?? dn ?? "")}>
        <EntryLink account={account} id={id} kind={kind} name={displayName ?? dn} bold />
      </span>
    ),
  },
  { id: "kind", header: text.kind, width: "130px", cell: ({ kind }) => (kind === null ? text.notHere : kindWords[kind]) },
  ...(ways === undefined
    ? []
    : [
        {
          id: "how",
          header: text.how,
          width: "26%",
          cell: (row: Membership) => <HowReached account={account} id={keyOf(row)} ways={ways} />,
        },
      ]),
  {
    id: "dn",
    header: text.dn,
    cell: ({ dn }) =>
      dn !== null && (
        <span className={columns.line} title={visibleText(dn)}>
          <DistinguishedName dn={dn} />
        </span>
      ),
  },
  {
    id: "state",
    header: entry.where.state,
    width: "100px",
    narrow: "hide",
    cell: ({ state }) => state !== null && <EntryState state={state} />,
  },
];

const HowReached = ({
  account,
  id,
  ways: { direct, ways, areAllKnown },
}: {
  readonly account: string;
  readonly id: string;
  readonly ways: Ways;
}) => {
  const { isDirect, through } = howReached(id, direct, ways, areAllKnown);
  if (!isDirect && through.length === 0) return areAllKnown ? text.throughUnknown : null;
  return (
    <>
      {isDirect && text.isDirect}
      {isDirect && through.length > 0 && "; "}
      {through.length > 0 && `${isDirect ? text.through.toLowerCase() : text.through} `}
      {through.map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 && ", "}
          <EntryLink account={account} id={id} kind="group" name={name} />
        </Fragment>
      ))}
    </>
  );
};
