import { Button } from "@mantine/core";
import type { HistoryItem } from "../../../api/entries.ts";
import type { Names } from "../../../api/queries.ts";
import { entry } from "../../../text/en/people.ts";
import { causeWords, evidenceWords, changes as runText } from "../../../text/en/runs.ts";
import { exactTime, shortDate, timeOfDay } from "../../../text/times.ts";
import { Diff } from "../../../ui/Diff.tsx";
import { Link } from "../../../ui/Link.tsx";
import { ChangedMembers } from "../ChangedMembers.tsx";
import { ChangeWords } from "../ChangeWords.tsx";
import { diffOf, isWithoutDifference } from "../values.ts";
import style from "./EntryHistory.module.css";

const text = entry.history;

interface Shown {
  readonly account: string;
  readonly connector: string;
  readonly item: HistoryItem;
  readonly names: Names;
  /** What the entry was at the moment that is looked at began with this. */
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

const MOST_MEMBERS = 100;

/** One thing that happened: when, what, in which run, and what was before and after. */
export const HistoryEvent = ({ account, connector, item, names, isChosen, onChoose }: Shown) => {
  const { time, changes, changed, members, syncId, cause, evidence, unreadable } = item;
  const when = `${shortDate(time)}, ${timeOfDay(time)}`;
  const diff = diffOf(changed, names);
  return (
    <li className={style.event} aria-current={isChosen || undefined}>
      <div className={style.head}>
        <ChangeWords changes={changes} />
        <time dateTime={time} title={exactTime(time)}>
          {when}
        </time>
        {syncId !== null && (
          <Link to="/$account/connectors/$connector/runs/$run" params={{ account, connector, run: syncId }} inherit>
            {text.run}
          </Link>
        )}
        <Button variant="subtle" size="compact-xs" aria-label={text.select(when)} aria-pressed={isChosen} onClick={onChoose}>
          {text.asOf}
        </Button>
      </div>
      {unreadable !== null && <p>{`${runText.unreadable}: ${unreadable}`}</p>}
      {evidence !== null && <p className={style.soft}>{evidenceWords[evidence]}</p>}
      {cause === "configuration" && <p className={style.soft}>{causeWords.configuration}</p>}
      {unreadable === null && isWithoutDifference(item) && (
        <p className={style.soft}>{item.kind === "group" ? runText.sameMembers : runText.sameValues}</p>
      )}
      {diff.length > 0 && <Diff changes={diff} label={runText.diff(when)} />}
      {members !== null && (
        <ChangedMembers
          account={account}
          connector={connector}
          added={members.added.slice(0, MOST_MEMBERS)}
          addedCount={members.added.length}
          removed={members.removed.slice(0, MOST_MEMBERS)}
          removedCount={members.removed.length}
          names={names}
        />
      )}
    </li>
  );
};
