import type { Told } from "../../api/queries.ts";
import { attention as text } from "../../text/en/attention.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import style from "./AccountSettings.module.css";

type Destination = Told["destinations"][number];

/** When each was told last, and what does not arrive. */
export const Destinations = ({ destinations }: { readonly destinations: readonly Destination[] }) => (
  <DataTable label={text.destinations.table} columns={columns} rows={[...destinations]} keyOf={({ kind, to }) => `${kind} ${to}`} />
);

const columns: Column<Destination>[] = [
  { id: "to", header: text.destinations.columns.to, narrow: "plain", cell: ({ to }) => <Foreign text={to} /> },
  {
    id: "told",
    header: text.destinations.columns.told,
    width: "22%",
    cell: ({ lastToldAt }) => (lastToldAt === null ? text.destinations.never : <RelativeTime at={lastToldAt} />),
  },
  {
    id: "failing",
    header: text.destinations.columns.failing,
    width: "44%",
    cell: ({ failing }) =>
      failing === null ? (
        text.destinations.fine
      ) : (
        <div>
          {text.destinations.since} <RelativeTime at={failing.since} />. <Foreign text={failing.because} />
          <div className={style.sentence}>
            {text.destinations.next}: <RelativeTime at={failing.nextAt} />
          </div>
        </div>
      ),
  },
];
