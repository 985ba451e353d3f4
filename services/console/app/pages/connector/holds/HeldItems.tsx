import { Button, Text } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { NextPage } from "../../../api/next-page.ts";
import type { HeldItem, Hold } from "../../../api/queries.ts";
import { hold as text } from "../../../text/en/holds.ts";
import { words } from "../../../text/en/words.ts";
import { count } from "../../../text/numbers.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { DistinguishedName } from "../../../ui/DistinguishedName.tsx";
import { Foreign } from "../../../ui/Foreign.tsx";
import { Link } from "../../../ui/Link.tsx";
import { RelativeTime } from "../../../ui/RelativeTime.tsx";
import { Section } from "../../../ui/Section.tsx";
import { partsOfDn } from "../../../ui/visible.ts";
import style from "./Hold.module.css";
import { liesBelow } from "./where.ts";

const route = getRouteApi("/$account/connectors/$connector/holds/$hold");

interface Shown {
  readonly hold: Hold;
  readonly items: readonly HeldItem[];
  readonly total: number;
  readonly more: NextPage | undefined;
}

/** Each that waits, with what is known of it, and what has become of it since. */
export const HeldItems = ({ hold, items, total, more }: Shown) => {
  const { account } = route.useParams();
  const { under } = route.useSearch();
  const title = text.items.title[hold.status === "open" ? "open" : "over"];
  const navigate = useNavigate({ from: "/$account/connectors/$connector/holds/$hold" });
  const shown = useMemo(() => {
    const those = under === undefined ? [...items] : items.filter(({ dn }) => dn !== null && liesBelow(dn, under));
    return those.sort((one, other) => (one.displayName ?? "").localeCompare(other.displayName ?? ""));
  }, [items, under]);
  return (
    <Section title={title}>
      {under !== undefined && (
        <p className={style.filter}>
          <span>
            {text.items.filtered(count(shown.length), count(total))}: <DistinguishedName dn={under} />
          </span>
          <Button variant="default" size="compact-xs" onClick={() => void navigate({ search: {}, replace: true, resetScroll: false })}>
            {text.items.showAll}
          </Button>
        </p>
      )}
      <DataTable
        label={title}
        columns={columnsFor(account, hold)}
        rows={shown}
        keyOf={keyOf}
        more={more}
        total={under === undefined ? total : undefined}
        rowHeight={58}
      />
    </Section>
  );
};

const keyOf = ({ id, kind, change }: HeldItem): string => `${id} ${kind} ${change}`;

const columnsFor = (account: string, hold: Hold): Column<HeldItem>[] => [
  {
    id: "who",
    header: text.items.columns.who,
    width: "30%",
    narrow: "plain",
    cell: (item) => <Who account={account} item={item} />,
  },
  { id: "dn", header: text.items.columns.dn, cell: ({ dn }) => (dn === null ? words.empty : <DistinguishedName dn={dn} />) },
  { id: "change", header: text.items.columns.change, width: "12%", cell: ({ change }) => text.items.change[change] },
  {
    id: "now",
    header: text.items.columns.now,
    width: "18%",
    cell: (item) => <Now item={item} hold={hold} />,
  },
];

interface One {
  readonly account: string;
  readonly item: HeldItem;
}

const Who = ({ account, item: { id, dn, displayName, email, kind } }: One) => (
  <>
    <Link to={kind === "group" ? "/$account/groups/$entry" : "/$account/people/$entry"} params={{ account, entry: id }} inherit fw={550}>
      <Foreign text={displayName ?? firstPartOf(dn) ?? text.items.noName} />
    </Link>
    <Text span display="block" size="xs" c="var(--soft)">
      {email === null ? text.items.kind[kind] : <Foreign text={email} />}
    </Text>
  </>
);

/** Where the name is not known the DN still says it. */
const firstPartOf = (dn: string | null): string | undefined => (dn === null ? undefined : partsOfDn(dn)[0]?.replace(/,$/, ""));

const Now = ({ item, hold }: { readonly item: HeldItem; readonly hold: Hold }) => {
  if (item.state === null || item.changedAt === null) return text.items.gone;
  const state = text.items.state[item.state];
  // That an approved removal has been carried out is what was wanted.
  const isCarriedOut = hold.status === "approved" && item.state === "removed";
  const isChanged = !isCarriedOut && Date.parse(item.changedAt) > Date.parse(hold.heldAt);
  return (
    <>
      <span className={isChanged ? style.changed : undefined}>
        {isCarriedOut ? state : isChanged ? text.items.changedSince(state) : text.items.unchanged}
      </span>
      <Text span display="block" size="xs" c="var(--soft)">
        {text.items.lastChange} <RelativeTime at={item.changedAt} />
      </Text>
    </>
  );
};
