import { useQuery } from "@tanstack/react-query";
import { type Entry, nameOf } from "../../api/entries.ts";
import { remedies, sentences, why as text } from "../../text/en/why.ts";
import { shortDate } from "../../text/times.ts";
import { Copyable } from "../../ui/Copyable.tsx";
import { DistinguishedName } from "../../ui/DistinguishedName.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { partsOfDn } from "../../ui/visible.ts";
import { EntryLink } from "../entry/EntryLink.tsx";
import { keptQuery, recordedAsQuery } from "./lookup.ts";
import { Sentence } from "./Sentence.tsx";
import { recordedSentence } from "./sentence.ts";
import style from "./Why.module.css";

interface Shown {
  readonly account: string;
  readonly connector: string;
  readonly question: string;
  readonly searched: string;
}

/** The directory has nobody of this name: what was recorded of such a name may say more. */
export const NotFound = ({ account, connector, question, searched }: Shown) => {
  const query = useQuery(recordedAsQuery(account, connector, question));
  return (
    <article className={style.found}>
      <Sentence text={sentences.notFound(searched)} />
      <p className={style.soft}>{remedies.notFound}</p>
      <Loaded query={query}>
        {({ entries, hasMore }) =>
          entries.length === 0 ? (
            <p className={style.soft}>{text.nothingRecorded}</p>
          ) : (
            <>
              <h4 className={style.recordedTitle}>{text.recordedLike}</h4>
              <ul className={style.recorded}>
                {entries.map((entry) => (
                  <li key={entry.id}>
                    <RecordedEntry account={account} entry={entry} />
                  </li>
                ))}
              </ul>
              {hasMore && <p className={style.soft}>{text.moreRecorded}</p>}
            </>
          )
        }
      </Loaded>
    </article>
  );
};

/** Of somebody who was removed, the DN alone is known. */
const ownPart = (dn: string): string => (partsOfDn(dn)[0] ?? dn).replace(/,$/, "");

const RecordedEntry = ({ account, entry }: { readonly account: string; readonly entry: Entry }) => {
  const isHere = entry.state !== "removed";
  const { data: kept } = useQuery({ ...keptQuery(account, entry.connectorId, entry.entryId), enabled: isHere });
  return (
    <>
      <EntryLink account={account} id={entry.id} kind={entry.kind} name={nameOf(entry.profile) ?? ownPart(entry.dn)} bold />
      <p className={style.said}>
        <Foreign text={recordedSentence({ entry, keptBy: kept?.by }, shortDate)} />
      </p>
      <Copyable value={entry.dn} what={text.facts.dn}>
        <DistinguishedName dn={entry.dn} />
      </Copyable>
    </>
  );
};
