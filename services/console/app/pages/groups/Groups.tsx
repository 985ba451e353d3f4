import { getRouteApi } from "@tanstack/react-router";
import { groups as text } from "../../text/en/people.ts";
import { Num } from "../../ui/Num.tsx";
import { connectorColumn, foreignColumn, nameColumn, stateColumn } from "../entry/columns.tsx";
import { EntryTable } from "../entry/EntryTable.tsx";

const route = getRouteApi("/$account/groups");

export const Groups = () => {
  const { account } = route.useParams();
  const { sort = "name", ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <EntryTable
      account={account}
      which="groups"
      text={text}
      filter={filter}
      sort={sort}
      onChange={({ sort: by, department: _, ...rest }) =>
        void navigate({ search: by === "name" ? rest : { ...rest, sort: by }, replace: true })
      }
      columns={(connectors) => [
        nameColumn(account, text.columns.name, "26%"),
        {
          id: "members",
          header: text.columns.members,
          width: "90px",
          align: "end",
          cell: ({ memberCount }) => memberCount !== null && <Num value={memberCount} />,
        },
        { ...foreignColumn("email", text.columns.email, "16%", ({ email }) => email), sortable: true, narrow: "hide" },
        { ...foreignColumn("where", text.columns.where, "30%", ({ dn }) => dn), narrow: "hide" },
        stateColumn(text.columns.state),
        connectorColumn(text.columns.connector, connectors),
      ]}
    />
  );
};
