import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useSyncNow } from "../../api/commands.ts";
import { type Connector, connectorQuery, type Run, runQuery } from "../../api/queries.ts";
import { connectors, connector as connectorText, runs, run as text } from "../../text/en/connectors.ts";
import { duration } from "../../text/numbers.ts";
import { exactTime, shortDate, timeOfDay } from "../../text/times.ts";
import { Copyable } from "../../ui/Copyable.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { Host } from "../../ui/Host.tsx";
import { ButtonLink, Link } from "../../ui/Link.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Page } from "../../ui/Page.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { RoleGate } from "../../ui/RoleGate.tsx";
import { Section } from "../../ui/Section.tsx";
import { Status } from "../../ui/Status.tsx";
import { unlessOf } from "../connectors/SyncNow.tsx";
import { Changes } from "./Changes.tsx";
import { Counts } from "./Counts.tsx";
import { howItRead } from "./how.ts";
import { Latency } from "./Latency.tsx";
import { LiveRun } from "./LiveRun.tsx";
import style from "./Run.module.css";
import { StageLine } from "./StageLine.tsx";

const route = getRouteApi("/$account/connectors/$connector/runs/$run");

export const RunPage = () => {
  const { account, connector: id, run: sync } = route.useParams();
  const query = useQuery(runQuery(account, id, sync));
  const connector = useQuery(connectorQuery(account, id)).data?.data;
  const run = query.data;
  const params = { account, connector: id };
  return (
    <Page
      title={run === undefined ? runs.title : text.title(`${shortDate(run.startedAt)}, ${timeOfDay(run.startedAt)}`)}
      lead={run && <Status status={run.status} />}
      trail={[
        <Link key="connectors" to="/$account/connectors" params={{ account }} inherit>
          {connectors.title}
        </Link>,
        <Link key="connector" to="/$account/connectors/$connector" params={params} inherit>
          <Foreign text={connector?.name ?? id} />
        </Link>,
        <Link key="runs" to="/$account/connectors/$connector/runs" params={params} inherit>
          {runs.title}
        </Link>,
      ]}
    >
      <Loaded query={query}>
        {(run) => (
          <>
            {run.status === "running" && connector !== undefined && <LiveRun account={account} connector={connector} />}
            <Outcome account={account} run={run} connector={connector} id={id} />
            {run.status !== "running" && (
              <Section title={text.countsTitle}>
                <Counts counts={run.counts} label={text.countsTitle} />
              </Section>
            )}
            <div className={style.columns}>
              <Section title={text.facts.title}>
                <Facts facts={factsOf(run)} />
              </Section>
              <div className={style.column}>
                {run.durationsMs !== null && <StageLine durations={run.durationsMs} />}
                {hasRead(run) && <Latency run={run} />}
              </div>
            </div>
            <Changes run={run} />
          </>
        )}
      </Loaded>
    </Page>
  );
};

interface Known {
  readonly account: string;
  readonly id: string;
  readonly run: Run;
  readonly connector: Connector | undefined;
}

const Outcome = ({ account, id, run, connector }: Known) => {
  const { mutate, isPending, error } = useSyncNow(account, id);
  return (
    <>
      {run.error !== null && (
        <Notice
          tone="failed"
          title={text.failed}
          action={
            <RoleGate
              needs="operator"
              unless={connector && unlessOf(connector)}
              size="xs"
              loading={isPending}
              onClick={() => mutate("incremental")}
            >
              {text.tryAgain}
            </RoleGate>
          }
        >
          {run.error.message} {run.counts.removed === 0 && connectorText.failed.stays}
        </Notice>
      )}
      {error !== null && <ProblemNotice error={error} />}
      {run.status === "held" && (
        <Notice
          tone="attention"
          action={
            <ButtonLink to="/$account/connectors/$connector/holds" params={{ account, connector: id }} size="xs">
              {connectorText.held.button}
            </ButtonLink>
          }
        >
          {text.held}
        </Notice>
      )}
      {run.leftOut.length > 0 && <Notice tone="running">{text.leftOut(run.leftOut.length)}</Notice>}
    </>
  );
};

/** Of one that has failed before there is nothing to tell about how it read, and how long that took to be visible. */
const hasRead = ({ status, counts }: Run): boolean => status !== "failed" || counts.read > 0;

const factsOf = (run: Run): Parameters<typeof Facts>[0]["facts"] => {
  const { host, server, mode, attempt, startedAt, completedAt, durationsMs, syncId, ...how } = run;
  return [
    [text.facts.host, host === null ? text.noHost : <Host key="host" name={host} />],
    [text.facts.server, server === null ? undefined : <Host key="server" name={`${server.vendor} ${server.id}`} />],
    [text.facts.how, hasRead(run) ? howItRead({ ...how, mode }).join(" ") : undefined],
    [text.facts.started, exactTime(startedAt)],
    [text.facts.ended, completedAt === null ? undefined : exactTime(completedAt)],
    [text.facts.took, durationsMs === null ? undefined : duration(durationsMs.total)],
    [text.facts.attempt, attempt],
    [text.facts.id, <Copyable key="id" value={syncId} what={text.facts.id.toLowerCase()} />],
  ];
};
