import { VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Connector, connectorsQuery } from "../../api/queries.ts";
import { useAccount } from "../../session/account.ts";
import { connectors as text } from "../../text/en/connectors.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { ButtonLink, Link } from "../../ui/Link.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Page } from "../../ui/Page.tsx";
import { Skeletons } from "../../ui/Skeletons.tsx";
import { Zones } from "../../ui/Zones.tsx";
import { ConnectorStatus } from "./ConnectorStatus.tsx";
import { Hosts } from "./Hosts.tsx";
import { LastRun } from "./LastRun.tsx";
import { Mode } from "./Mode.tsx";
import { SyncNow } from "./SyncNow.tsx";

/** Services → Directory Synchronization: every connector, and how it is doing. */
export const Connectors = () => {
  const { account } = useAccount();
  const query = useQuery(connectorsQuery(account));
  const connect = (
    <ButtonLink to="/$account/connect" params={{ account }}>
      {text.connect}
    </ButtonLink>
  );
  return (
    <Page title={text.title} lead={text.lead} actions={query.data?.length === 0 ? undefined : connect}>
      <Loaded query={query} skeleton={<Skeletons rows={3} height={64} />}>
        {(connectors) =>
          connectors.length === 0 ? (
            <EmptyState title={text.empty.title} text={text.empty.text} action={connect} />
          ) : (
            <DataTable label={text.table} columns={columnsFor(account)} rows={connectors} keyOf={({ connectorId }) => connectorId} />
          )
        }
      </Loaded>
    </Page>
  );
};

const columnsFor = (account: string): Column<Connector>[] => {
  const { columns } = text;
  return [
    {
      id: "name",
      header: columns.name,
      narrow: "plain",
      cell: ({ connectorId, name }) => (
        <Link to="/$account/connectors/$connector" params={{ account, connector: connectorId }} inherit fw={600}>
          <Foreign text={name} />
        </Link>
      ),
    },
    {
      id: "status",
      header: columns.status,
      width: "22%",
      narrow: "plain",
      cell: (connector) => <ConnectorStatus account={account} connector={connector} />,
    },
    { id: "hosts", header: columns.hosts, cell: (connector) => <Hosts connector={connector} /> },
    { id: "mode", header: columns.mode, cell: ({ encryptionMode }) => <Mode mode={encryptionMode} /> },
    { id: "lastRun", header: columns.lastRun, cell: ({ lastRun }) => <LastRun run={lastRun} /> },
    {
      id: "nextRun",
      header: columns.nextRun,
      cell: ({ nextRun }) => (nextRun === null ? text.notScheduled : <Zones at={nextRun.at} zone={nextRun.zone} />),
    },
    {
      id: "actions",
      header: <VisuallyHidden>{columns.actions}</VisuallyHidden>,
      align: "end",
      narrow: "plain",
      cell: (connector) => <SyncNow account={account} connector={connector} />,
    },
  ];
};
