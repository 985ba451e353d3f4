import { Button, Menu, SegmentedControl, Select, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconDownload } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { nextPageOf } from "../../api/next-page.ts";
import { type ChangeKind, type Names, type Run, type RunChange, runChangesFile, runChangesQuery } from "../../api/queries.ts";
import { changeWords, kindWords, changes as text } from "../../text/en/runs.ts";
import { count } from "../../text/numbers.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { SearchField } from "../../ui/SearchField.tsx";
import { Section } from "../../ui/Section.tsx";
import { ChangeWords } from "../entry/ChangeWords.tsx";
import { diffOf } from "../entry/values.ts";
import { ChangedEntry } from "./ChangedEntry.tsx";
import style from "./Changes.module.css";

const route = getRouteApi("/$account/connectors/$connector/runs/$run");

const kinds = Object.keys(changeWords) as ChangeKind[];
const entryKinds = ["all", "user", "group", "contact"] as const;

/** Every entry that a run has changed; a row opens to what was before and what came after. */
export const Changes = ({ run }: { readonly run: Run }) => {
  const { account, connector, run: sync } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({ ...runChangesQuery(account, connector, sync, search), placeholderData: keepPreviousData });
  const { items = [], names = {} } = query.data ?? {};
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const isSearching = query.isFetchingNextPage || (items.length === 0 && query.hasNextPage);

  // Where little fits a filter, pages come empty: somebody who waits for the first finds should not have to ask again and again.
  const { fetchNextPage, hasNextPage, isFetching } = query;
  useEffect(() => {
    if (items.length === 0 && hasNextPage && !isFetching) void fetchNextPage();
  }, [items.length, hasNextPage, isFetching, fetchNextPage]);

  const narrow = (to: { readonly [name in keyof typeof search]: (typeof search)[name] | undefined }) =>
    void navigate({
      search: Object.fromEntries(Object.entries({ ...search, ...to }).filter(([, value]) => value !== undefined)),
      replace: true,
    });
  const toggle = (sequence: number) => {
    const next = new Set(opened);
    if (!next.delete(sequence)) next.add(sequence);
    setOpened(next);
  };

  return (
    <Section
      title={text.title}
      aside={<Export hrefOf={(format) => runChangesFile(account, connector, sync, search, format)} disabled={items.length === 0} />}
    >
      <div className={style.filters}>
        <SearchField label={text.search} value={search.q ?? ""} onSearch={(q) => narrow({ q: q === "" ? undefined : q })} />
        <Select
          aria-label={text.filterLabel}
          data={[{ value: "", label: text.allChanges }, ...kinds.map((kind) => ({ value: kind, label: labelOf(kind, run) }))]}
          value={search.change ?? ""}
          onChange={(change) => narrow({ change: change === "" || change === null ? undefined : (change as ChangeKind) })}
          allowDeselect={false}
          w={220}
        />
        <SegmentedControl
          aria-label={text.kindLabel}
          data={entryKinds.map((kind) => ({ value: kind, label: text.kinds[kind] }))}
          value={search.kind ?? "all"}
          onChange={(kind) => narrow({ kind: kind === "all" ? undefined : (kind as NonNullable<RunChange["kind"]>) })}
        />
      </div>
      <Loaded query={query}>
        {() =>
          items.length === 0 ? (
            <Nothing
              run={run}
              isFiltered={Object.keys(search).length > 0}
              isSearching={isSearching}
              showAll={() => void navigate({ search: {} })}
            />
          ) : (
            <DataTable
              label={text.table}
              columns={columnsFor(opened, toggle)}
              rows={items}
              keyOf={({ sequence, id }) => `${sequence} ${id ?? ""}`}
              details={(change) =>
                opened.has(change.sequence) ? (
                  <ChangedEntry account={account} connector={connector} change={change} names={names as Names} />
                ) : null
              }
              more={nextPageOf(query)}
            />
          )
        }
      </Loaded>
    </Section>
  );
};

/** What a filter would bring, where the run has counted it. */
const labelOf = (kind: ChangeKind, { counts }: Run): string =>
  kind === "reclassified" ? changeWords[kind] : `${changeWords[kind]} · ${count(counts[kind])}`;

interface Empty {
  readonly run: Run;
  readonly isFiltered: boolean;
  readonly isSearching: boolean;
  readonly showAll: () => void;
}

const Nothing = ({ run, isFiltered, isSearching, showAll }: Empty) => {
  if (isSearching) return <p role="status">{text.searching}</p>;
  if (isFiltered)
    return (
      <EmptyState
        title={text.noMatch.title}
        text={text.noMatch.text}
        action={
          <Button variant="default" size="xs" onClick={showAll}>
            {text.showAll}
          </Button>
        }
      />
    );
  const { title, text: sentence } = run.status === "running" ? text.noneYet : run.status === "failed" ? text.noneFailed : text.none;
  return <EmptyState title={title} text={sentence} />;
};

const columnsFor = (opened: ReadonlySet<number>, toggle: (sequence: number) => void): Column<RunChange>[] => [
  { id: "change", header: text.columns.change, width: "18%", cell: ({ changes }) => <ChangeWords changes={changes} /> },
  {
    id: "who",
    header: text.columns.who,
    width: "42%",
    narrow: "plain",
    cell: ({ sequence, kind, name, email, dn }) => (
      <UnstyledButton className={style.who} aria-expanded={opened.has(sequence)} onClick={() => toggle(sequence)}>
        {opened.has(sequence) ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        <span>
          <span className={style.name}>
            <Foreign text={name ?? dn ?? text.nobody} />
          </span>
          <span className={style.soft}>
            {kind !== null && kindWords[kind]}
            {email !== null && (
              <>
                {" · "}
                <Foreign text={email} />
              </>
            )}
          </span>
        </span>
      </UnstyledButton>
    ),
  },
  { id: "what", header: text.columns.what, cell: (change) => <What change={change} /> },
];

/** In a few words; the rest is in the opened row. */
const What = ({ change: { changed, members, dn, unreadable } }: { readonly change: RunChange }) => {
  if (unreadable !== null) return text.unreadable;
  const said = [
    ...(Object.keys(changed).length > 0 ? [text.attributes(diffOf(changed).map(({ field }) => field))] : []),
    ...(members === null ? [] : [text.members(members.addedCount, members.removedCount)]),
  ];
  return said.length > 0 ? (
    said.join("; ")
  ) : (
    <span className={style.soft}>
      <Foreign text={dn ?? ""} />
    </span>
  );
};

const Export = ({ hrefOf, disabled }: { readonly hrefOf: (format: "ndjson" | "csv") => string; readonly disabled: boolean }) => (
  <Menu position="bottom-end">
    <Menu.Target>
      <Button variant="default" size="xs" leftSection={<IconDownload size={14} aria-hidden />} disabled={disabled}>
        {text.export}
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      {(["csv", "ndjson"] as const).map((format) => (
        <Menu.Item key={format} component="a" href={hrefOf(format)} download>
          {text[format]}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
);
