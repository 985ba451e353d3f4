import { Button } from "@mantine/core";
import { useState } from "react";
import type { Names, RunChange } from "../../api/queries.ts";
import { changes as text } from "../../text/en/runs.ts";
import style from "./ChangedMembers.module.css";
import { EntryLink } from "./EntryLink.tsx";
import { textOf } from "./values.ts";

interface Shown extends NonNullable<RunChange["members"]> {
  readonly account: string;
  readonly connector: string;
  readonly names: Names;
}

/** Who came into a group and who left it. */
export const ChangedMembers = ({ added, addedCount, removed, removedCount, ...place }: Shown) => (
  <div className={style.members}>
    <Members {...place} title={text.came} members={added} all={addedCount} />
    <Members {...place} title={text.left} members={removed} all={removedCount} />
  </div>
);

interface Some {
  readonly account: string;
  readonly connector: string;
  readonly names: Names;
  readonly title: string;
  readonly members: Shown["added"];
  readonly all: number;
}

const FIRST = 20;

const Members = ({ account, connector, title, members, all, names }: Some) => {
  const [isWhole, setIsWhole] = useState(false);
  if (members.length === 0) return null;
  const shown = isWhole ? members : members.slice(0, FIRST);
  return (
    <div>
      <p className={style.title}>{title}</p>
      <ul className={style.list}>
        {shown.map((member) => {
          const known = member.entryId === undefined ? undefined : names[member.entryId];
          return (
            <li key={member.entryId ?? member.dn}>
              <EntryLink
                account={account}
                id={known === undefined ? null : `${connector}.${member.entryId}`}
                kind={known?.kind ?? null}
                name={textOf(member, names)}
              />
            </li>
          );
        })}
        {isWhole && all > members.length && <li>{text.andMore(all - members.length)}</li>}
      </ul>
      {shown.length < members.length && (
        <Button variant="subtle" size="compact-xs" onClick={() => setIsWhole(true)}>
          {text.showMore(all - shown.length)}
        </Button>
      )}
    </div>
  );
};
