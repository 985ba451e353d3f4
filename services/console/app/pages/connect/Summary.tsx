import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useSyncNow } from "../../api/commands.ts";
import { type Connector, connectorQuery, countsQuery } from "../../api/queries.ts";
import { summary as text } from "../../text/en/connect.ts";
import { inBothZones } from "../../text/times.ts";
import { Copyable } from "../../ui/Copyable.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { ButtonLink } from "../../ui/Link.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { useNow } from "../../ui/now.ts";
import { Page } from "../../ui/Page.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { RoleGate } from "../../ui/RoleGate.tsx";
import { Section } from "../../ui/Section.tsx";
import { connectionFacts } from "../connector/Overview.tsx";
import { LiveRun } from "../run/LiveRun.tsx";
import { Confirmed } from "./Confirmed.tsx";
import { Steps, useTrail } from "./Steps.tsx";
import style from "./Summary.module.css";

const route = getRouteApi("/$account/connect/summary/$connector");
const FIRST_RUN_POLL_MS = 1_000;

/** What was saved, and the first run as it goes on. */
export const Summary = () => {
  const { account, connector: id } = route.useParams();
  const query = useQuery({
    ...connectorQuery(account, id),
    refetchInterval: ({ state }) => (hasEnded(state.data?.data) ? 30_000 : FIRST_RUN_POLL_MS),
  });
  const connector = query.data?.data;
  return (
    <Page
      title={connector === undefined ? text.unknown : text.title(connector.name)}
      heading={
        connector && (
          <>
            <Foreign text={connector.name} /> {text.isConnected}
          </>
        )
      }
      lead={connector && text.lead}
      trail={useTrail()}
      tabs={connector && <Steps at="verify" isDone={connector.status === "healthy"} />}
    >
      <Loaded query={query}>
        {({ data }) => (
          <>
            <Run account={account} connector={data} />
            <Section title={text.details}>
              <Facts facts={[...connectionFacts(data), ...moreFacts(data)]} />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
};

const hasEnded = (connector: Connector | undefined): boolean =>
  connector !== undefined && connector.status !== "waiting" && connector.status !== "running";

const moreFacts = (connector: Connector): Parameters<typeof Facts>[0]["facts"] => {
  const { startTls, pinnedKey, pinnedCertificate, secondaryPinnedKey, secondaryPinnedCertificate, certificateAuthority } = connector;
  const key = (name: string, value: string | null) =>
    [name, value === null ? undefined : <Copyable key={name} value={value} what={name.toLowerCase()} />] as const;
  const said = (name: string, value: Connector["pinnedCertificate"]) =>
    [name, value === null ? undefined : <Confirmed key={name} certificate={value} />] as const;
  return [
    [text.startTls, startTls ? text.yes : undefined],
    key(text.pinned, pinnedKey),
    said(text.confirmed, pinnedCertificate),
    key(text.secondaryPinned, secondaryPinnedKey),
    said(text.secondaryConfirmed, secondaryPinnedCertificate),
    [text.authority, certificateAuthority === null ? undefined : text.yes],
    [text.password, text.passwordStored],
  ];
};

const Run = ({ account, connector }: { readonly account: string; readonly connector: Connector }) => {
  const { connectorId, status, lastRun } = connector;
  switch (status) {
    case "running":
      return <LiveRun account={account} connector={connector} />;
    case "failed":
      return (
        <Notice tone="failed" title={text.failed.title} action={<TryAgain account={account} connector={connectorId} />} urgent>
          <Foreign text={lastRun?.error?.message ?? ""} />
        </Notice>
      );
    case "held":
      return (
        <Notice
          tone="attention"
          title={text.held.title}
          action={
            <ButtonLink to="/$account/connectors/$connector/holds" params={{ account, connector: connectorId }} size="xs">
              {text.held.button}
            </ButtonLink>
          }
        >
          {text.held.text}
        </Notice>
      );
    case "healthy":
      return <Done account={account} connector={connector} />;
    case "waiting":
      return <Notice tone="running">{text.waiting}</Notice>;
    default:
      return null;
  }
};

const TryAgain = ({ account, connector }: { readonly account: string; readonly connector: string }) => {
  const { mutate, isPending, isSuccess, error } = useSyncNow(account, connector);
  if (error !== null) return <ProblemNotice error={error} />;
  if (isSuccess) return text.failed.requested;
  return (
    <RoleGate needs="operator" size="xs" variant="default" loading={isPending} onClick={() => mutate("full")}>
      {text.failed.again}
    </RoleGate>
  );
};

/** `1,024 people and 84 groups are here. Next: today 13:00 GMT (14:00 your time)` */
const Done = ({ account, connector: { connectorId, nextRun, lastRun } }: { readonly account: string; readonly connector: Connector }) => {
  const { data: counts } = useQuery(countsQuery(account, connectorId));
  const nowMs = useNow(60_000);
  const next = nextRun === null ? undefined : inBothZones(nextRun.at, { nowMs, zone: nextRun.zone });
  const { done } = text;
  return (
    <Section title={done.title}>
      <p className={style.sentence} role="status">
        {counts === undefined ? done.read(lastRun?.counts.read ?? 0) : done.counts(counts)}{" "}
        {next !== undefined && `${done.next} ${next.there}${next.here === undefined ? "" : ` ${done.yours(next.here)}`}.`}
      </p>
      <div className={style.links}>
        <ButtonLink to="/$account/people" params={{ account }}>
          {done.people}
        </ButtonLink>
        <ButtonLink to="/$account/groups" params={{ account }} variant="default">
          {done.groups}
        </ButtonLink>
        <ButtonLink to="/$account/connectors/$connector" params={{ account, connector: connectorId }} variant="default">
          {done.connector}
        </ButtonLink>
      </div>
    </Section>
  );
};
