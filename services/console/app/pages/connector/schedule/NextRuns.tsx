import { schedule as text } from "../../../text/en/schedule.ts";
import { inBothZones } from "../../../text/times.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { useNow } from "../../../ui/now.ts";
import { RelativeTime } from "../../../ui/RelativeTime.tsx";
import { upcoming } from "./upcoming.ts";

const SHOWN = 3;

interface Shown {
  readonly times: readonly string[];
  readonly zone: string;
}

/** The next runs by the clock that they follow, and by the reader's own. */
export const NextRuns = ({ times, zone }: Shown) => {
  const nowMs = useNow(60_000);
  const rows = upcoming(times, zone, nowMs, SHOWN).map((atMs) => new Date(atMs).toISOString());
  return <DataTable label={text.next.table} columns={columnsFor(zone, nowMs)} rows={rows} keyOf={(at) => at} />;
};

const columnsFor = (zone: string, nowMs: number): Column<string>[] => [
  {
    id: "there",
    header: text.next.columns.there,
    width: "38%",
    cell: (at) => <time dateTime={at}>{inBothZones(at, { nowMs, zone }).there}</time>,
  },
  {
    id: "here",
    header: text.next.columns.here,
    width: "38%",
    cell: (at) => inBothZones(at, { nowMs, zone }).here ?? text.next.same,
  },
  { id: "in", header: text.next.columns.in, cell: (at) => <RelativeTime at={at} /> },
];
