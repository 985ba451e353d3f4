import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Entry } from "../../api/entries.ts";
import { connectorsQuery } from "../../api/queries.ts";
import { entry as text } from "../../text/en/people.ts";
import { evidenceWords, kindWords } from "../../text/en/runs.ts";
import { Copyable } from "../../ui/Copyable.tsx";
import { DistinguishedName } from "../../ui/DistinguishedName.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { Host } from "../../ui/Host.tsx";
import { Link } from "../../ui/Link.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Num } from "../../ui/Num.tsx";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import { Section } from "../../ui/Section.tsx";
import { Attributes } from "./Attributes.tsx";
import { NamedEntry } from "./NamedEntry.tsx";
import style from "./Profile.module.css";

interface Shown {
  readonly account: string;
  readonly entry: Entry;
}

export const Profile = ({ account, entry }: Shown) => {
  const { state, evidence, attributes, connectorId } = entry;
  const facts = profileFacts(account, entry);
  const isEmpty = facts.every(([, value]) => value === undefined);
  return (
    <>
      {state === "removed" && <Notice tone="running">{evidence === null ? text.removed : evidenceWords[evidence]}</Notice>}
      <div className={style.columns}>
        <Section title={text.profile.title}>
          {isEmpty ? <p className={style.none}>{text.profile.none}</p> : <Facts facts={facts} />}
        </Section>
        <Where account={account} entry={entry} />
      </div>
      {Object.keys(attributes).length > 0 && (
        <Section title={text.attributes.title}>
          <Attributes account={account} connector={connectorId} attributes={attributes} />
        </Section>
      )}
    </>
  );
};

const foreign = (value: string | undefined): ReactNode | undefined =>
  value === undefined || value === "" ? undefined : <Foreign text={value} />;

const list = (values: readonly { readonly value: string; readonly type?: string | undefined }[] | undefined): ReactNode | undefined =>
  values === undefined || values.length === 0 ? undefined : (
    <ul className={style.list}>
      {values.map(({ value, type }) => (
        <li key={`${type} ${value}`}>
          <Foreign text={value} />
          {type !== undefined && values.length > 1 && (
            <span className={style.none}>
              {" "}
              <Foreign text={type} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );

const profileFacts = (account: string, { profile, kind, memberCount, connectorId }: Entry): Parameters<typeof Facts>[0]["facts"] => {
  const names = text.profile;
  const { manager } = profile;
  return [
    [names.displayName, foreign(profile.displayName)],
    [names.userName, foreign(profile.userName)],
    [names.email, list(profile.emails)],
    [names.jobTitle, foreign(profile.title)],
    [names.department, foreign(profile.department)],
    [names.organization, foreign(profile.organization)],
    [names.manager, manager && <NamedEntry key="manager" account={account} connector={connectorId} of={manager} />],
    [names.phone, list(profile.phoneNumbers)],
    [names.employeeNumber, foreign(profile.employeeNumber)],
    [names.language, foreign(profile.preferredLanguage)],
    [names.description, foreign(profile.description)],
    [names.members, kind === "group" && memberCount !== null ? <Num key="members" value={memberCount} /> : undefined],
  ];
};

const Where = ({ account, entry: { connectorId, dn, entryId, kind, changedAt, syncId } }: Shown) => {
  const { data: connectors = [] } = useQuery(connectorsQuery(account));
  const connector = connectors.find((one) => one.connectorId === connectorId);
  const names = text.where;
  return (
    <Section title={names.title}>
      <Facts
        facts={[
          [names.kind, kindWords[kind]],
          [
            names.connector,
            <Copyable key="connector" value={connectorId} what={names.connector.toLowerCase()}>
              {connector === undefined ? (
                <Host name={connectorId} />
              ) : (
                <Link to="/$account/connectors/$connector" params={{ account, connector: connectorId }} inherit>
                  <Foreign text={connector.name} />
                </Link>
              )}
            </Copyable>,
          ],
          [
            names.dn,
            <Copyable key="dn" value={dn} what={names.dn}>
              <DistinguishedName dn={dn} />
            </Copyable>,
          ],
          [
            names.id,
            <Copyable key="id" value={entryId} what={names.id.toLowerCase()}>
              <Host name={entryId} />
            </Copyable>,
          ],
          [
            names.changed,
            <span key="changed">
              <RelativeTime at={changedAt} />
              {", "}
              {connector === undefined ? (
                names.run
              ) : (
                <Link to="/$account/connectors/$connector/runs/$run" params={{ account, connector: connectorId, run: syncId }} inherit>
                  {names.run}
                </Link>
              )}
            </span>,
          ],
        ]}
      />
    </Section>
  );
};
