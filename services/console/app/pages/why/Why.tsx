import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type Connector, connectorsQuery } from "../../api/queries.ts";
import { useAccount } from "../../session/account.ts";
import { reaches } from "../../session/session.ts";
import { shell } from "../../text/en/shell.ts";
import { why as text } from "../../text/en/why.ts";
import { words } from "../../text/en/words.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ButtonLink } from "../../ui/Link.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Answer } from "./Answer.tsx";
import { lookupsKey } from "./lookup.ts";
import { Question } from "./Question.tsx";
import style from "./Why.module.css";

const route = getRouteApi("/$account/why");

/** Whom somebody misses, and what the directories say about that. The question is in the address, so that it can be sent to others. */
export const Why = () => {
  const { account } = useAccount();
  return (
    <Page title={text.title} lead={text.lead}>
      <Loaded query={useQuery(connectorsQuery(account))}>
        {(connectors) => (connectors.length === 0 ? <NothingToAsk account={account} /> : <Asked connectors={connectors} />)}
      </Loaded>
    </Page>
  );
};

const NothingToAsk = ({ account }: { readonly account: string }) => (
  <EmptyState
    title={text.noConnector.title}
    text={text.noConnector.text}
    action={
      <ButtonLink to="/$account/connect" params={{ account }}>
        {text.noConnector.button}
      </ButtonLink>
    }
  />
);

const Asked = ({ connectors }: { readonly connectors: readonly Connector[] }) => {
  const { account, role } = useAccount();
  const { q = "", connector } = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const question = q.trim();
  const chosen = connectors.filter(({ connectorId }) => connectorId === connector);
  const asked = chosen.length > 0 ? chosen : connectors;
  const ask = (wanted: string, of: string | undefined) => {
    // What was asked before is asked anew.
    client.removeQueries({ queryKey: lookupsKey(account), type: "inactive" });
    if (wanted === question) void client.resetQueries({ queryKey: of === undefined ? lookupsKey(account) : [...lookupsKey(account), of] });
    void navigate({ search: { q: wanted, ...(of === undefined ? {} : { connector: of }) }, resetScroll: false });
  };
  return (
    <>
      <Question question={question} connector={chosen[0]?.connectorId} connectors={connectors} onAsk={ask} />
      {!reaches(role, "operator") ? (
        <Notice tone="running">{text.viewer(words.needsRole(shell.role.operator.toLowerCase(), shell.role[role].toLowerCase()))}</Notice>
      ) : question === "" ? (
        <EmptyState title={text.empty.title} text={text.empty.text} action={<Examples />} />
      ) : (
        <section className={style.answers} aria-label={text.answers} aria-live="polite">
          {asked.map((of) => (
            <Answer key={of.connectorId} account={account} connector={of} question={question} />
          ))}
        </section>
      )}
    </>
  );
};

const Examples = () => (
  <dl className={style.examples}>
    {text.empty.examples.map(([question, answer]) => (
      <div key={question}>
        <dt>{question}</dt>
        <dd>{answer}</dd>
      </div>
    ))}
  </dl>
);
