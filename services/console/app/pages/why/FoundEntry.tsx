import { useQuery } from "@tanstack/react-query";
import { entryQuery, historyQuery } from "../../api/entries.ts";
import { Problem } from "../../api/problem.ts";
import { stateWords } from "../../text/en/people.ts";
import { why as text } from "../../text/en/why.ts";
import { shortDate } from "../../text/times.ts";
import { Copyable } from "../../ui/Copyable.tsx";
import { DistinguishedName } from "../../ui/DistinguishedName.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { Link } from "../../ui/Link.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { Skeletons } from "../../ui/Skeletons.tsx";
import { EntryLink } from "../entry/EntryLink.tsx";
import { EntryState } from "../entry/EntryState.tsx";
import { type Found, type Keeping, keptQuery } from "./lookup.ts";
import { Remedies } from "./Remedies.tsx";
import { Sentence } from "./Sentence.tsx";
import { type Recorded, remediesFor, whySentence } from "./sentence.ts";
import style from "./Why.module.css";

interface Shown {
  readonly account: string;
  readonly connector: string;
  readonly found: Found;
}

/** An entry that the directory has, once it is known what is recorded of it. */
export const FoundEntry = (shown: Shown) => {
  const { account, connector, found } = shown;
  const id = `${connector}.${found.entryId}`;
  const entry = useQuery(entryQuery(account, id));
  const isUnknown = entry.error instanceof Problem && entry.error.status === 404;
  const isRecorded = entry.data !== undefined && !isUnknown;
  const history = useQuery({ ...historyQuery(account, id), enabled: isRecorded });
  const kept = useQuery({ ...keptQuery(account, connector, found.entryId), enabled: isRecorded });
  if (isUnknown) return <Told {...shown} recorded={undefined} kept={undefined} />;
  const failed = [entry, history, kept].find(({ error, data }) => error !== null && data === undefined);
  if (failed !== undefined) return <ProblemNotice error={failed.error} title={text.refused} retry={() => void failed.refetch()} />;
  if (entry.data === undefined || history.data === undefined || kept.data === undefined) return <Skeletons rows={4} />;
  const keeping = kept.data ?? undefined;
  return <Told {...shown} recorded={{ entry: entry.data, history: history.data, keptBy: keeping?.by }} kept={keeping} />;
};

interface ToldShown extends Shown {
  readonly recorded: Recorded | undefined;
  readonly kept: Keeping | undefined;
}

const Told = ({ account, connector, found, recorded, kept }: ToldShown) => {
  const { name, email, dn, state, kind, entryId } = found;
  const id = `${connector}.${entryId}`;
  const remedies = remediesFor(found, recorded);
  return (
    <article className={style.found}>
      <Sentence text={whySentence(found, recorded, shortDate)} />
      <Facts
        facts={[
          [
            text.facts.name,
            <EntryLink key="name" account={account} id={recorded === undefined ? null : id} kind={kind} name={name} bold />,
          ],
          [text.facts.email, email === null ? undefined : <Foreign key="email" text={email} />],
          [
            text.facts.dn,
            <Copyable key="dn" value={dn} what={text.facts.dn}>
              <DistinguishedName dn={dn} />
            </Copyable>,
          ],
          [text.facts.inDirectory, stateWords[state]],
          [text.facts.here, recorded === undefined ? text.facts.notHere : <EntryState key="here" state={recorded.entry.state} />],
          [
            text.facts.hold,
            kept === undefined ? undefined : (
              <Link key="hold" to="/$account/connectors/$connector/holds/$hold" params={{ account, connector, hold: kept.hold }} inherit>
                {text.facts.keptBy[kept.by]}
              </Link>
            ),
          ],
          [
            text.facts.change,
            remedies.length === 0 ? undefined : <Remedies key="change" account={account} connector={connector} remedies={remedies} />,
          ],
        ]}
      />
    </article>
  );
};
