import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type Connector, connectorQuery } from "../../api/queries.ts";
import { connectors, connector as text } from "../../text/en/connectors.ts";
import { Copyable } from "../../ui/Copyable.tsx";
import { DistinguishedName } from "../../ui/DistinguishedName.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Host } from "../../ui/Host.tsx";
import { ButtonLink, Link } from "../../ui/Link.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import { Section } from "../../ui/Section.tsx";
import { Zones } from "../../ui/Zones.tsx";
import { Changes } from "../connectors/LastRun.tsx";
import { Mode } from "../connectors/Mode.tsx";
import { LiveRun } from "../run/LiveRun.tsx";
import style from "./Overview.module.css";
import { OverviewCharts } from "./OverviewCharts.tsx";

const route = getRouteApi("/$account/connectors/$connector");

export const Overview = () => {
  const { account, connector: id } = route.useParams();
  const { data } = useSuspenseQuery(connectorQuery(account, id));
  const connector = data.data;
  return (
    <>
      <LiveRun account={account} connector={connector} />
      <WhatIsTheMatter account={account} connector={connector} />
      <OverviewCharts />
      <div className={style.columns}>
        <Section title={text.schedule.title}>
          <Facts
            facts={[
              [
                text.schedule.next,
                connector.nextRun === null ? (
                  connectors.notScheduled
                ) : (
                  <Zones key="next" at={connector.nextRun.at} zone={connector.nextRun.zone} />
                ),
              ],
              [text.schedule.last, <LastRunFact key="last" account={account} connector={connector} />],
            ]}
          />
        </Section>
        <Section title={text.details.title}>
          <Facts facts={connectionFacts(connector)} />
        </Section>
      </div>
    </>
  );
};

/** How the directory is reached: everything that was saved but the password. */
export const connectionFacts = (connector: Connector): Parameters<typeof Facts>[0]["facts"] => {
  const { primaryHost, secondaryHost, encryptionMode, port, bindDn, baseDn, environment, connectorId } = connector;
  const { details } = text;
  return [
    [
      details.hosts,
      <div key="hosts">
        <Host name={primaryHost} /> ({details.primary})
        <br />
        {secondaryHost === null ? (
          connectors.noSecondary
        ) : (
          <>
            <Host name={secondaryHost} /> ({details.secondary})
          </>
        )}
      </div>,
    ],
    [details.port, port],
    [details.mode, <Mode key="mode" mode={encryptionMode} />],
    [details.account, <DistinguishedName key="account" dn={bindDn} />],
    [details.baseDn, <DistinguishedName key="base" dn={baseDn} />],
    [details.environment, details.environments[environment]],
    [details.id, <Copyable key="id" value={connectorId} what={details.id.toLowerCase()} />],
  ];
};

const LastRunFact = ({ account, connector: { connectorId, lastRun } }: { readonly account: string; readonly connector: Connector }) => {
  if (lastRun === null) return connectors.never;
  return (
    <>
      <Link to="/$account/connectors/$connector/runs/$run" params={{ account, connector: connectorId, run: lastRun.syncId }} inherit>
        <RelativeTime at={lastRun.completedAt ?? lastRun.startedAt} />
      </Link>
      <br />
      <Changes run={lastRun} />
    </>
  );
};

const WhatIsTheMatter = ({
  account,
  connector: { connectorId, status, why, halted, lastRun },
}: {
  readonly account: string;
  readonly connector: Connector;
}) => {
  const params = { account, connector: connectorId };
  switch (status) {
    case "failed":
      return (
        <Notice
          tone="failed"
          title={text.failed.title}
          action={
            <ButtonLink to="/$account/connectors/$connector/settings" params={params} size="xs" variant="default">
              {text.failed.button}
            </ButtonLink>
          }
        >
          {why} {lastRun?.counts.removed === 0 && text.failed.stays}
        </Notice>
      );
    case "held":
      return (
        <Notice
          tone="attention"
          title={text.held.title}
          action={
            <ButtonLink to="/$account/connectors/$connector/holds" params={params} size="xs">
              {text.held.button}
            </ButtonLink>
          }
        >
          {why ?? connectors.why.held}
        </Notice>
      );
    case "halted":
      return (
        <Notice tone="failed" title={text.halted.title}>
          {halted.map(({ stream, sequence, reason }) => (
            <p key={stream}>
              {stream} {sequence}: {reason}
            </p>
          ))}
        </Notice>
      );
    default:
      return null;
  }
};
