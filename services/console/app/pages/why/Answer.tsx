import { useQuery } from "@tanstack/react-query";
import type { Connector } from "../../api/queries.ts";
import { why as text } from "../../text/en/why.ts";
import { duration } from "../../text/numbers.ts";
import { Foreign } from "../../ui/Foreign.tsx";
import { Host } from "../../ui/Host.tsx";
import { Link } from "../../ui/Link.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { Skeletons } from "../../ui/Skeletons.tsx";
import { FoundEntry } from "./FoundEntry.tsx";
import { lookupQuery } from "./lookup.ts";
import { NotFound } from "./NotFound.tsx";
import style from "./Why.module.css";

interface Shown {
  readonly account: string;
  readonly connector: Connector;
  readonly question: string;
}

/** What one connector's directory says. */
export const Answer = ({ account, connector: { connectorId, name }, question }: Shown) => {
  const { data, error, isFetching, refetch } = useQuery(lookupQuery(account, connectorId, question));
  return (
    <section className={style.answer} aria-busy={isFetching}>
      <h2 className={style.of}>
        <Link to="/$account/connectors/$connector" params={{ account, connector: connectorId }} inherit>
          <Foreign text={name} />
        </Link>
        {data !== undefined && (
          <span className={style.took}>
            {text.asked(duration(data.summary.durationMs))} <Host name={data.summary.host} />
          </span>
        )}
      </h2>
      {error !== null && !isFetching ? (
        <ProblemNotice error={error} title={text.refused} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeletons rows={4} />
      ) : data.found.length === 0 ? (
        <NotFound account={account} connector={connectorId} question={question} searched={data.summary.searched} />
      ) : (
        <>
          {data.found.map((found) => (
            <FoundEntry key={found.entryId} account={account} connector={connectorId} found={found} />
          ))}
          {data.summary.truncated && <Notice tone="running">{text.truncated}</Notice>}
        </>
      )}
    </section>
  );
};
