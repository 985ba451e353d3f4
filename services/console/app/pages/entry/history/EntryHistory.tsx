import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type Entry, type HistoryItem, historyQuery } from "../../../api/entries.ts";
import { entry as entryText } from "../../../text/en/people.ts";
import { words } from "../../../text/en/words.ts";
import { Loaded } from "../../../ui/Loaded.tsx";
import { idsIn } from "../values.ts";
import { AsItWas } from "./AsItWas.tsx";
import { AsOfField } from "./AsOfField.tsx";
import style from "./EntryHistory.module.css";
import { HistoryEvent } from "./HistoryEvent.tsx";
import { useNames } from "./names.ts";

const text = entryText.history;

interface Shown {
  readonly account: string;
  readonly entry: Entry;
}

/** Everything that was observed of an entry, and what it was at any moment. */
export const EntryHistory = ({ account, entry }: Shown) => {
  const { at } = useSearch({ strict: false });
  const navigate = useNavigate();
  const query = useQuery(historyQuery(account, entry.id));
  const asked = at === undefined || Number.isNaN(Date.parse(at)) ? undefined : at;
  const choose = (moment: string | undefined) =>
    void navigate({
      to: ".",
      search: ({ at: _, ...rest }) => (moment === undefined ? rest : { ...rest, at: moment }),
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <AsOfField at={asked} onChoose={choose} />
      <Loaded query={query}>
        {(history) => (
          <div className={style.both} data-then={asked !== undefined || undefined}>
            {asked !== undefined && <AsItWas account={account} entry={entry} at={asked} />}
            <Timeline account={account} entry={entry} history={history} at={asked} onChoose={choose} />
          </div>
        )}
      </Loaded>
    </>
  );
};

const FIRST = 50;

interface Told {
  readonly account: string;
  readonly entry: Entry;
  readonly history: readonly HistoryItem[];
  readonly at: string | undefined;
  readonly onChoose: (at: string) => void;
}

const Timeline = ({ account, entry, history, at, onChoose }: Told) => {
  const [most, setMost] = useState(FIRST);
  const shown = history.toReversed().slice(0, most);
  const ids = shown.flatMap(({ changed, members }) => [
    ...idsIn(changed),
    ...[...(members?.added ?? []), ...(members?.removed ?? [])].flatMap(({ entryId }) => entryId ?? []),
  ]);
  const names = useNames(account, entry, ids);
  const chosen = at === undefined ? undefined : shown.find(({ time }) => Date.parse(time) <= Date.parse(at))?.sequence;
  return (
    <div>
      <ol className={style.timeline} aria-label={text.list}>
        {shown.map((item) => (
          <HistoryEvent
            key={`${item.sequence} ${item.kind}`}
            account={account}
            connector={entry.connectorId}
            item={item}
            names={names}
            isChosen={item.sequence === chosen}
            onChoose={() => onChoose(item.time)}
          />
        ))}
      </ol>
      {shown.length < history.length && (
        <Button variant="default" size="xs" onClick={() => setMost(most + FIRST)}>
          {words.showMore}
        </Button>
      )}
    </div>
  );
};
