import type { Names, RunChange } from "../../api/queries.ts";
import { causeWords, evidenceWords, changes as text } from "../../text/en/runs.ts";
import { Diff } from "../../ui/Diff.tsx";
import { DistinguishedName } from "../../ui/DistinguishedName.tsx";
import { ChangedMembers } from "../entry/ChangedMembers.tsx";
import { EntryLink } from "../entry/EntryLink.tsx";
import { diffOf, isWithoutDifference } from "../entry/values.ts";
import style from "./ChangedEntry.module.css";

interface Shown {
  readonly account: string;
  readonly connector: string;
  readonly change: RunChange;
  readonly names: Names;
}

/** One opened change: what was before and what came after, side by side. */
export const ChangedEntry = ({ account, connector, change, names }: Shown) => {
  const { id, kind, dn, name, changed, members, unreadable } = change;
  const diff = diffOf(changed, names);
  if (unreadable !== null) return <p className={style.sentence}>{`${text.unreadable}: ${unreadable}`}</p>;
  return (
    <div className={style.details}>
      {sentencesOf(change).map((sentence) => (
        <p key={sentence} className={style.sentence}>
          {sentence}
        </p>
      ))}
      {diff.length > 0 && <Diff changes={diff} label={text.diff(name ?? text.nobody)} />}
      {members !== null && <ChangedMembers account={account} connector={connector} {...members} names={names} />}
      <p className={style.place}>
        {dn !== null && <DistinguishedName dn={dn} />}
        {id !== null && (
          <span>
            <EntryLink account={account} id={id} kind={kind} name={text.entry} />
          </span>
        )}
      </p>
    </div>
  );
};

const sentencesOf = ({ changes, evidence, cause, changed, members, kind }: RunChange): string[] => [
  ...(changes.includes("created") ? [text.createdNow] : []),
  ...(changes.includes("restored") ? [text.restoredNow] : []),
  ...(changes.includes("removed") ? [evidence === null ? text.removedNow : evidenceWords[evidence]] : []),
  ...(isWithoutDifference({ changes, changed, members }) ? [kind === "group" ? text.sameMembers : text.sameValues] : []),
  ...(cause === "configuration" ? [causeWords.configuration] : []),
];
