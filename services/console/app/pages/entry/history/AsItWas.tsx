import { entry, values } from "../../../text/en/people.ts";
import { exactTime } from "../../../text/times.ts";
import { DistinguishedName } from "../../../ui/DistinguishedName.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Facts } from "../../../ui/Facts.tsx";
import { Num } from "../../../ui/Num.tsx";
import { Section } from "../../../ui/Section.tsx";
import { Attributes } from "../Attributes.tsx";
import type { Then } from "../as-of.ts";
import { EntryState } from "../EntryState.tsx";
import style from "./EntryHistory.module.css";

const text = entry.history;

interface Shown {
  readonly account: string;
  readonly connector: string;
  readonly at: string;
  readonly then: Then | undefined;
}

/** The entry at a moment. */
export const AsItWas = ({ account, connector, at, then }: Shown) => (
  <Section title={text.at} aside={<span className={style.soft}>{exactTime(at)}</span>}>
    {then === undefined ? (
      <EmptyState title={text.before} text={text.beforeText} />
    ) : (
      <>
        <Facts
          facts={[
            [entry.where.state, <EntryState key="state" state={then.state} />],
            [values.dn, then.dn === null ? undefined : <DistinguishedName key="dn" dn={then.dn} />],
            [text.memberCount, then.memberCount === null ? undefined : <Num key="members" value={then.memberCount} />],
          ]}
        />
        {then.state === "removed" && <p>{text.wasRemovedText}</p>}
        {then.isPartial && <p className={style.soft}>{text.partly}</p>}
        {Object.keys(then.attributes).length > 0 ? (
          <div className={style.attributes}>
            <Attributes account={account} connector={connector} attributes={then.attributes} />
          </div>
        ) : (
          then.state !== "removed" && <p className={style.soft}>{text.nothingKnown}</p>
        )}
      </>
    )}
  </Section>
);
