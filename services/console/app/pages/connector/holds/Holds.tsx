import { Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { nextPageOf } from "../../../api/next-page.ts";
import { type Hold, holdsQuery } from "../../../api/queries.ts";
import { sentenceOf, holds as text } from "../../../text/en/holds.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Foreign } from "../../../ui/Foreign.tsx";
import { ButtonLink, Link } from "../../../ui/Link.tsx";
import { Loaded } from "../../../ui/Loaded.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { RelativeTime } from "../../../ui/RelativeTime.tsx";
import { HoldStatus } from "./HoldStatus.tsx";
import { overrunOf } from "./sentence.ts";

const route = getRouteApi("/$account/connectors/$connector/holds");

/** What the guard of one connector has kept back, and what people have said to it. */
export const Holds = () => {
  const { account, connector } = route.useParams();
  const query = useInfiniteQuery(holdsQuery(account, connector));
  const more = nextPageOf(query);
  return (
    <Loaded query={query}>
      {(holds) => {
        if (holds.length === 0)
          return (
            <EmptyState
              title={text.empty.title}
              text={text.empty.text}
              action={
                <ButtonLink to="/$account/connectors/$connector/settings" params={{ account, connector }} hash="limits" variant="default">
                  {text.empty.limits}
                </ButtonLink>
              }
            />
          );
        const open = holds.find(({ status }) => status === "open");
        return (
          <>
            {open !== undefined && <Waiting account={account} connector={connector} hold={open} />}
            <DataTable
              label={text.table}
              columns={columnsFor(account, connector)}
              rows={holds}
              keyOf={({ holdId }) => holdId}
              more={more}
            />
          </>
        );
      }}
    </Loaded>
  );
};

const Waiting = ({ account, connector, hold }: { readonly account: string; readonly connector: string; readonly hold: Hold }) => (
  <Notice
    tone="attention"
    title={text.open.title}
    action={
      <ButtonLink to="/$account/connectors/$connector/holds/$hold" params={{ account, connector, hold: hold.holdId }} size="xs">
        {text.open.button}
      </ButtonLink>
    }
  >
    {sentenceOf(overrunOf(hold))}
  </Notice>
);

const columnsFor = (account: string, connector: string): Column<Hold>[] => [
  {
    id: "heldAt",
    header: text.columns.heldAt,
    narrow: "plain",
    width: "16%",
    cell: ({ holdId, heldAt }) => (
      <Link to="/$account/connectors/$connector/holds/$hold" params={{ account, connector, hold: holdId }} inherit fw={550}>
        <RelativeTime at={heldAt} />
      </Link>
    ),
  },
  { id: "what", header: text.columns.what, cell: (hold) => text.summary(overrunOf(hold)) },
  { id: "status", header: text.columns.status, width: "20%", cell: ({ status }) => <HoldStatus status={status} /> },
  {
    id: "decision",
    header: text.columns.decision,
    cell: ({ decision }) =>
      decision !== null && (
        <>
          <Foreign text={decision.reason} />
          <Text span display="block" size="xs" c="var(--soft)">
            <Foreign text={text.decidedBy(decision.by)} />, <RelativeTime at={decision.at} />
          </Text>
        </>
      ),
  },
];
