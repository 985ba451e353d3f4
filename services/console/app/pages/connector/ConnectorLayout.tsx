import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet } from "@tanstack/react-router";
import { connectorQuery } from "../../api/queries.ts";
import { connectors, connector as text } from "../../text/en/connectors.ts";
import { Foreign } from "../../ui/Foreign.tsx";
import { Link } from "../../ui/Link.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Page } from "../../ui/Page.tsx";
import { TabLink, TabLinks } from "../../ui/TabLink.tsx";
import { ConnectorStatus } from "../connectors/ConnectorStatus.tsx";
import { SyncNow } from "../connectors/SyncNow.tsx";

const route = getRouteApi("/$account/connectors/$connector");

/** What the tabs of one connector have in common: its name, how it is doing, and the button. */
export const ConnectorLayout = () => {
  const params = route.useParams();
  const { account } = params;
  const query = useQuery(connectorQuery(account, params.connector));
  const connector = query.data?.data;
  return (
    <Page
      title={connector?.name ?? params.connector}
      heading={connector && <Foreign text={connector.name} />}
      lead={connector && <ConnectorStatus account={account} connector={connector} />}
      trail={[
        <Link key="connectors" to="/$account/connectors" params={{ account }} inherit>
          {connectors.title}
        </Link>,
      ]}
      actions={connector && <SyncNow account={account} connector={connector} />}
      tabs={
        <TabLinks label={text.tabsLabel}>
          <TabLink to="/$account/connectors/$connector" params={params} activeOptions={{ exact: true }}>
            {text.tabs.overview}
          </TabLink>
          <TabLink to="/$account/connectors/$connector/runs" params={params}>
            {text.tabs.runs}
          </TabLink>
          <TabLink to="/$account/connectors/$connector/holds" params={params}>
            {text.tabs.holds}
          </TabLink>
          <TabLink to="/$account/connectors/$connector/scope" params={params}>
            {text.tabs.scope}
          </TabLink>
          <TabLink to="/$account/connectors/$connector/schedule" params={params}>
            {text.tabs.schedule}
          </TabLink>
          <TabLink to="/$account/connectors/$connector/settings" params={params}>
            {text.tabs.settings}
          </TabLink>
        </TabLinks>
      }
    >
      <Loaded query={query}>{() => <Outlet />}</Loaded>
    </Page>
  );
};
