import { SegmentedControl } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { nextPageOf } from "../../api/next-page.ts";
import { type RUNS_SHOWN, type Run, runsQuery } from "../../api/queries.ts";
import { runs as text } from "../../text/en/connectors.ts";
import { duration } from "../../text/numbers.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Host } from "../../ui/Host.tsx";
import { Link } from "../../ui/Link.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Num } from "../../ui/Num.tsx";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import { Status } from "../../ui/Status.tsx";
import { Changes } from "../connectors/LastRun.tsx";

const route = getRouteApi("/$account/connectors/$connector/runs");

type Show = keyof typeof RUNS_SHOWN;

export const Runs = () => {
  const { account, connector } = route.useParams();
  const { show = "all" } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({ ...runsQuery(account, connector, show), placeholderData: keepPreviousData });
  const more = nextPageOf(query);
  return (
    <>
      <SegmentedControl
        aria-label={text.filters.label}
        value={show}
        onChange={(value) => void navigate({ search: value === "all" ? {} : { show: value as Exclude<Show, "all"> }, replace: true })}
        data={[
          { value: "all", label: text.filters.all },
          { value: "changed", label: text.filters.changed },
          { value: "failed", label: text.filters.failed },
        ]}
        style={{ alignSelf: "flex-start" }}
      />
      <Loaded query={query}>
        {(runs) => {
          if (runs.length === 0)
            return show === "all" ? <EmptyState title={text.empty.title} text={text.empty.text} /> : <p>{text.nothingMatches}</p>;
          return (
            <DataTable label={text.table} columns={columnsFor(account, connector)} rows={runs} keyOf={({ syncId }) => syncId} more={more} />
          );
        }}
      </Loaded>
    </>
  );
};

const columnsFor = (account: string, connector: string): Column<Run>[] => [
  {
    id: "started",
    header: text.columns.started,
    narrow: "plain",
    cell: ({ syncId, startedAt }) => (
      <Link to="/$account/connectors/$connector/runs/$run" params={{ account, connector, run: syncId }} inherit fw={550}>
        <RelativeTime at={startedAt} />
      </Link>
    ),
  },
  { id: "status", header: text.columns.status, width: "26%", cell: ({ status, error }) => <Status status={status} why={error?.message} /> },
  { id: "mode", header: text.columns.mode, cell: ({ mode }) => text.mode[mode] },
  { id: "changes", header: text.columns.changes, cell: (run) => <Changes run={run} /> },
  { id: "host", header: text.columns.host, narrow: "hide", cell: ({ host }) => host !== null && <Host name={host} /> },
  { id: "read", header: text.columns.read, align: "end", cell: ({ counts }) => <Num value={counts.read} /> },
  {
    id: "took",
    header: text.columns.took,
    align: "end",
    cell: ({ durationsMs }) => durationsMs !== null && duration(durationsMs.total),
  },
];
