import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { asOfQuery, type Entry, emailOf, nameOf, type Then } from "../../../api/entries.ts";
import { entry as text } from "../../../text/en/people.ts";
import { evidenceWords, kindWords, changes as runText } from "../../../text/en/runs.ts";
import { exactTime } from "../../../text/times.ts";
import { DistinguishedName } from "../../../ui/DistinguishedName.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Facts } from "../../../ui/Facts.tsx";
import { Foreign } from "../../../ui/Foreign.tsx";
import { Loaded } from "../../../ui/Loaded.tsx";
import { Num } from "../../../ui/Num.tsx";
import { Section } from "../../../ui/Section.tsx";
import { Attributes } from "../Attributes.tsx";
import { EntryState } from "../EntryState.tsx";
import style from "./EntryHistory.module.css";

const words = text.history;

interface Shown {
  readonly account: string;
  readonly entry: Entry;
  readonly at: string;
}

/** The entry at a moment, as it was recorded then. */
export const AsItWas = ({ account, entry: { id, connectorId }, at }: Shown) => {
  const query = useQuery({ ...asOfQuery(account, id, at), placeholderData: keepPreviousData });
  return (
    <Section title={words.at} aside={<span className={style.soft}>{exactTime(at)}</span>}>
      <Loaded query={query}>
        {({ image, firstKnownAt, unreadable }) => {
          if (unreadable !== null) return <p>{`${runText.unreadable}: ${unreadable}`}</p>;
          if (image !== null) return <Image account={account} connector={connectorId} then={image} />;
          return <EmptyState title={words.before} text={firstKnownAt === null ? words.never : words.beforeText(exactTime(firstKnownAt))} />;
        }}
      </Loaded>
    </Section>
  );
};

interface Told {
  readonly account: string;
  readonly connector: string;
  readonly then: Then;
}

const Image = ({ account, connector, then }: Told) => {
  const { state, evidence, kind, dn, profile, attributes, memberCount, changedAt } = then;
  const [name, email] = [nameOf(profile), emailOf(profile)];
  return (
    <>
      <Facts
        facts={[
          [text.where.state, <EntryState key="state" state={state} />],
          [text.profile.displayName, name === null ? undefined : <Foreign key="name" text={name} />],
          [text.profile.email, email === null ? undefined : <Foreign key="email" text={email} />],
          [text.where.kind, kindWords[kind]],
          [text.where.dn, <DistinguishedName key="dn" dn={dn} />],
          [text.profile.members, memberCount === null ? undefined : <Num key="members" value={memberCount} />],
          [words.since, exactTime(changedAt)],
        ]}
      />
      {state === "removed" ? (
        <p>{evidence === null ? words.wasRemovedText : evidenceWords[evidence]}</p>
      ) : (
        <div className={style.attributes}>
          <Attributes account={account} connector={connector} attributes={attributes} />
        </div>
      )}
    </>
  );
};
