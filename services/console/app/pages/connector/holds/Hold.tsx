import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { nextPageOf } from "../../../api/next-page.ts";
import { type Connector, connectorQuery, type Hold, heldItemsQuery, holdQuery, holdsQuery } from "../../../api/queries.ts";
import { connectors } from "../../../text/en/connectors.ts";
import { holds, sentenceOf, hold as text } from "../../../text/en/holds.ts";
import { shortDate, timeOfDay } from "../../../text/times.ts";
import { Foreign } from "../../../ui/Foreign.tsx";
import { ButtonLink, Link } from "../../../ui/Link.tsx";
import { Loaded } from "../../../ui/Loaded.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { Page } from "../../../ui/Page.tsx";
import { RelativeTime } from "../../../ui/RelativeTime.tsx";
import { Decide } from "./Decide.tsx";
import { HeldItems } from "./HeldItems.tsx";
import style from "./Hold.module.css";
import { HoldStatus } from "./HoldStatus.tsx";
import { heldItems, overrunOf } from "./sentence.ts";
import { WhereTheySat } from "./WhereTheySat.tsx";
import { WhyTheyGo } from "./WhyTheyGo.tsx";

const route = getRouteApi("/$account/connectors/$connector/holds/$hold");

export const HoldPage = () => {
  const { account, connector: id, hold } = route.useParams();
  const query = useQuery(holdQuery(account, id, hold));
  const connector = useQuery(connectorQuery(account, id)).data?.data;
  const params = { account, connector: id };
  const at = query.data?.heldAt;
  return (
    <Page
      title={at === undefined ? text.title : `${text.title}, ${shortDate(at)}, ${timeOfDay(at)}`}
      lead={query.data && <Lead account={account} connector={id} hold={query.data} />}
      trail={[
        <Link key="connectors" to="/$account/connectors" params={{ account }} inherit>
          {connectors.title}
        </Link>,
        <Link key="connector" to="/$account/connectors/$connector" params={params} inherit>
          <Foreign text={connector?.name ?? id} />
        </Link>,
        <Link key="holds" to="/$account/connectors/$connector/holds" params={params} inherit>
          {holds.title}
        </Link>,
      ]}
    >
      <Loaded query={query}>{(hold) => <Told hold={hold} connector={connector} />}</Loaded>
    </Page>
  );
};

const Lead = ({ account, connector, hold: { status, heldAt, syncId } }: { account: string; connector: string; hold: Hold }) => (
  <div className={style.state}>
    <HoldStatus status={status} />
    <span>
      {text.heldBy}{" "}
      <Link to="/$account/connectors/$connector/runs/$run" params={{ account, connector, run: syncId }} inherit>
        <RelativeTime at={heldAt} />
      </Link>
    </span>
  </div>
);

const Told = ({ hold, connector }: { readonly hold: Hold; readonly connector: Connector | undefined }) => {
  const { account, connector: id } = route.useParams();
  const [superseded, setSuperseded] = useState(false);
  const sentence = sentenceOf(overrunOf(hold), hold.status === "open" ? "now" : "past");
  const query = useInfiniteQuery(heldItemsQuery(account, id, hold.holdId));
  useWholeList(query);
  const more = nextPageOf(query);
  return (
    <>
      <p className={style.sentence}>{sentence}</p>
      {(superseded || hold.status === "closed") && <Superseded hold={hold} />}
      {hold.decision !== null && <Decision hold={hold} />}
      {hold.status === "open" && !superseded && (
        <Decide hold={hold} sentence={sentence} enabled={connector?.enabled !== false} onSuperseded={() => setSuperseded(true)} />
      )}
      <Loaded query={query}>
        {(items) => (
          <>
            <div className={style.columns}>
              <Places items={items} baseDn={connector?.baseDn} partly={query.hasNextPage} />
              {hold.status === "open" && connector !== undefined && <WhyTheyGo connector={connector} items={items} />}
            </div>
            <HeldItems hold={hold} items={items} total={heldItems(hold.held)} more={more} />
          </>
        )}
      </Loaded>
    </>
  );
};

const MOST_FETCHED = 20_000;

/** The bars tell of all of them, so that pages follow each other by themselves; far down somebody asks for more. */
const useWholeList = ({
  data,
  hasNextPage,
  isFetching,
  isError,
  fetchNextPage,
}: ReturnType<typeof useInfiniteQuery<unknown, Error, readonly unknown[]>>) => {
  const fetched = data?.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && fetched < MOST_FETCHED) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetched, fetchNextPage]);
};

interface PlacesShown {
  readonly items: readonly { readonly dn: string | null }[];
  readonly baseDn: string | undefined;
  readonly partly: boolean;
}

const Places = ({ items, baseDn, partly }: PlacesShown) => {
  const dns = useMemo(() => items.flatMap(({ dn }) => (dn === null ? [] : [dn])), [items]);
  return <WhereTheySat dns={dns} baseDn={baseDn} partly={partly} />;
};

const Decision = ({ hold: { status, decision } }: { readonly hold: Hold }) =>
  decision !== null && (
    <Notice tone="running" title={status === "approved" ? text.decided.approved : text.decided.rejected}>
      <Foreign text={decision.reason} />
      <br />
      <Foreign text={decision.by} />, <RelativeTime at={decision.at} />
    </Notice>
  );

/** Who comes too late, or from an old mail, is led to what waits now. */
const Superseded = ({ hold }: { readonly hold: Hold }) => {
  const { account, connector } = route.useParams();
  const others = useInfiniteQuery(holdsQuery(account, connector)).data;
  const open = others?.find(({ status, holdId }) => status === "open" && holdId !== hold.holdId);
  return (
    <Notice
      tone="attention"
      title={text.superseded.title}
      urgent
      action={
        open !== undefined && (
          <ButtonLink to="/$account/connectors/$connector/holds/$hold" params={{ account, connector, hold: open.holdId }} size="xs">
            {text.superseded.newer}
          </ButtonLink>
        )
      }
    >
      {open === undefined ? text.superseded.none : text.superseded.text}
    </Notice>
  );
};
