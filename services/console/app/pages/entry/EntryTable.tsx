import { Button, Group } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { type EntryFilter, type EntryList, type EntryOrder, type EntryRow, entriesQuery, facetsQuery } from "../../api/entries.ts";
import { nextPageOf } from "../../api/next-page.ts";
import { type Connector, connectorsQuery, type EntryCounts, kindsIn } from "../../api/queries.ts";
import type { groups, people } from "../../text/en/people.ts";
import { why } from "../../text/en/why.ts";
import { type Column, DataTable, type Sort } from "../../ui/DataTable.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ButtonLink } from "../../ui/Link.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Page } from "../../ui/Page.tsx";
import { EntryFilters } from "./EntryFilters.tsx";

export interface Asked extends EntryFilter {
  readonly sort: EntryOrder;
}

interface Shown {
  readonly account: string;
  readonly which: EntryList;
  readonly text: typeof people | typeof groups;
  readonly filter: EntryFilter;
  readonly sort: EntryOrder;
  readonly onChange: (asked: Asked) => void;
  /** The names of the connectors by their ids. */
  readonly columns: (connectors: ReadonlyMap<string, string>) => readonly Column<EntryRow>[];
}

const NONE: readonly Connector[] = [];

/** The page of people, and that of groups: as many as there are, found by typing. */
export const EntryTable = ({ account, which, text, filter, sort, onChange, columns }: Shown) => {
  const client = useQueryClient();
  const asked = entriesQuery(account, which, filter, sort);
  const query = useInfiniteQuery({ ...asked, placeholderData: keepPreviousData });
  const { data: connectors = NONE } = useQuery(connectorsQuery(account));
  const { data: facets } = useQuery({ ...facetsQuery(account, which, filter), placeholderData: keepPreviousData });
  const kinds = facets && kindsIn(facets.kind);
  const total = kinds && kinds.people + kinds.contacts + kinds.groups;
  const names = new Map(connectors.map(({ connectorId, name }) => [connectorId, name]));
  return (
    <Page title={text.title} lead={kinds !== undefined && <span role="status">{leadOf(text, kinds)}</span>}>
      <EntryFilters
        which={which}
        text={text}
        filter={filter}
        facets={facets}
        connectors={names}
        onChange={(to) => onChange({ ...to, sort })}
      />
      {query.isStale && !query.isFetching && query.data !== undefined && (
        <Notice
          tone="running"
          action={
            <Button variant="default" size="xs" onClick={() => void client.resetQueries({ queryKey: asked.queryKey })}>
              {text.showAnew}
            </Button>
          }
        >
          {text.changed}
        </Notice>
      )}
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <Nothing text={text} account={account} filter={filter} clear={() => onChange({ sort })} />
          ) : (
            <DataTable
              label={text.table}
              columns={columns(names)}
              rows={rows}
              keyOf={keyOf}
              sort={sortOf(sort)}
              onSort={({ by, descending }) => onChange({ ...filter, sort: `${descending ? "-" : ""}${by}` as EntryOrder })}
              more={nextPageOf(query)}
              total={total === undefined ? undefined : total + 1}
            />
          )
        }
      </Loaded>
    </Page>
  );
};

/** Contacts apart from people, where there are any. */
const leadOf = (text: Shown["text"], kinds: EntryCounts): string =>
  kinds.contacts > 0 ? text.apart(kinds) : text.total(kinds.people + kinds.groups);

const keyOf = ({ id, kind }: EntryRow): string => `${id} ${kind}`;

const sortOf = (order: EntryOrder): Sort => ({ by: order.replace("-", ""), descending: order.startsWith("-") });

interface Empty {
  readonly text: Shown["text"];
  readonly account: string;
  readonly filter: EntryFilter;
  readonly clear: () => void;
}

const Nothing = ({ text, account, filter, clear }: Empty) =>
  Object.keys(filter).length > 0 ? (
    <EmptyState
      title={text.noMatch}
      text={text.noMatchText}
      action={
        <Group gap="xs" justify="center">
          <Button variant="default" size="xs" onClick={clear}>
            {text.filters.clear}
          </Button>
          {filter.q !== undefined && <AskWhy account={account} q={filter.q} connector={filter.connector} />}
        </Group>
      }
    />
  ) : (
    <EmptyState
      title={text.empty.title}
      text={text.empty.text}
      action={
        <ButtonLink to="/$account/connect" params={{ account }}>
          {text.connect}
        </ButtonLink>
      }
    />
  );

interface Missed {
  readonly account: string;
  readonly q: string;
  readonly connector: string | undefined;
}

/** Who is not in the list may still be in the directory. */
const AskWhy = ({ account, q, connector }: Missed) => (
  <ButtonLink
    to="/$account/why"
    params={{ account }}
    search={connector === undefined ? { q } : { q, connector }}
    variant="default"
    size="xs"
  >
    {why.askWhy}
  </ButtonLink>
);
