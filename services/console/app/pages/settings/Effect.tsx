import { useQuery } from "@tanstack/react-query";
import { type Connector, connectorsQuery } from "../../api/queries.ts";
import { accountSettings as text } from "../../text/en/schedule.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { Link } from "../../ui/Link.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { useNow } from "../../ui/now.ts";
import { Section } from "../../ui/Section.tsx";
import { Zones } from "../../ui/Zones.tsx";
import { USUAL_TIMES, upcoming } from "../connector/schedule/upcoming.ts";
import style from "./AccountSettings.module.css";

interface Shown {
  readonly account: string;
  /** The zone as it is stored, and as the fields say. */
  readonly before: string;
  readonly after: string;
}

/** Which connectors another clock moves, and from when to when. */
export const Effect = ({ account, before, after }: Shown) => {
  const query = useQuery(connectorsQuery(account));
  const nowMs = useNow(60_000);
  return (
    <Section title={text.effect.title}>
      {before === after ? (
        text.effect.none
      ) : (
        <Loaded query={query}>
          {(connectors) => {
            const following = connectors.filter(({ schedule }) => schedule.zone === null);
            if (following.length === 0) return text.effect.noConnectors;
            return (
              <>
                <p>{text.effect.follows(following.length)}</p>
                <DataTable
                  label={text.effect.table}
                  columns={columnsFor({ account, before, after }, nowMs)}
                  rows={following}
                  keyOf={({ connectorId }) => connectorId}
                />
              </>
            );
          }}
        </Loaded>
      )}
      <p className={style.soft}>{text.effect.untouched}</p>
    </Section>
  );
};

const columnsFor = ({ account, before, after }: Shown, nowMs: number): Column<Connector>[] => [
  {
    id: "connector",
    header: text.effect.columns.connector,
    narrow: "plain",
    cell: ({ connectorId, name }) => (
      <Link to="/$account/connectors/$connector/schedule" params={{ account, connector: connectorId }} inherit fw={550}>
        <Foreign text={name} />
      </Link>
    ),
  },
  { id: "before", header: text.effect.columns.before, width: "34%", cell: (connector) => nextOf(connector, before, nowMs) },
  { id: "after", header: text.effect.columns.after, width: "34%", cell: (connector) => nextOf(connector, after, nowMs) },
];

const nextOf = ({ enabled, schedule: { times } }: Connector, zone: string, nowMs: number) => {
  const [next] = enabled ? upcoming(times ?? USUAL_TIMES, zone, nowMs, 1) : [];
  return next === undefined ? text.effect.disabled : <Zones at={new Date(next).toISOString()} zone={zone} />;
};
