import { useQuery } from "@tanstack/react-query";
import { useLocation, useParams, useSearch } from "@tanstack/react-router";
import { entryQuery, lastNameOf } from "../../api/entries.ts";
import { groups, people, entry as text } from "../../text/en/people.ts";
import { DistinguishedName } from "../../ui/DistinguishedName.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { Link } from "../../ui/Link.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Page } from "../../ui/Page.tsx";
import { TabLink, TabLinks } from "../../ui/TabLink.tsx";
import { visibleText } from "../../ui/visible.ts";
import { EntryState } from "./EntryState.tsx";
import { EntryHistory } from "./history/EntryHistory.tsx";
import { Memberships } from "./Memberships.tsx";
import { Profile } from "./Profile.tsx";

/** One person or group: who, where, in what, and since when. */
export const EntryPage = () => {
  // At home at two addresses, so neither route alone knows its names.
  const { account = "", entry: id = "" } = useParams({ strict: false });
  const { tab } = useSearch({ strict: false });
  const isGroup = useLocation().pathname.includes("/groups/");
  const query = useQuery(entryQuery(account, id));
  const entry = query.data;
  const name = entry && lastNameOf(entry);
  const list = isGroup ? groups : people;
  return (
    <Page
      title={visibleText(name ?? entry?.dn ?? text.loading)}
      heading={entry && (name ? <Foreign text={name} /> : <DistinguishedName dn={entry.dn} />)}
      lead={entry && <EntryState state={entry.state} />}
      trail={[
        <Link key="list" to={isGroup ? "/$account/groups" : "/$account/people"} params={{ account }} inherit>
          {list.title}
        </Link>,
      ]}
      tabs={<Tabs account={account} id={id} isGroup={isGroup} />}
    >
      <Loaded query={query}>
        {(entry) => {
          switch (tab) {
            case "memberships":
              return <Memberships account={account} entry={entry} which="groups" />;
            case "members":
              return <Memberships account={account} entry={entry} which="members" />;
            case "history":
              return <EntryHistory account={account} entry={entry} />;
            case undefined:
              return <Profile account={account} entry={entry} />;
          }
        }}
      </Loaded>
    </Page>
  );
};

const Tabs = ({ account, id, isGroup }: { readonly account: string; readonly id: string; readonly isGroup: boolean }) => {
  const to = isGroup ? "/$account/groups/$entry" : "/$account/people/$entry";
  const params = { account, entry: id };
  const tabs = [undefined, ...(isGroup ? (["members"] as const) : []), "memberships", "history"] as const;
  return (
    <TabLinks label={text.tabsLabel}>
      {tabs.map((tab) => (
        <TabLink
          key={tab ?? "profile"}
          to={to}
          params={params}
          search={tab === undefined ? {} : { tab }}
          // What else stands in the address belongs to the tab.
          activeOptions={{ exact: tab === undefined, includeSearch: true }}
        >
          {text.tabs[tab ?? "profile"]}
        </TabLink>
      ))}
    </TabLinks>
  );
};
