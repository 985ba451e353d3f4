import { getRouteApi } from "@tanstack/react-router";
import { people as text } from "../../text/en/people.ts";
import { connectorColumn, foreignColumn, nameColumn, stateColumn } from "../entry/columns.tsx";
import { EntryTable } from "../entry/EntryTable.tsx";

const route = getRouteApi("/$account/people");

export const People = () => {
  const { account } = route.useParams();
  const { sort = "name", ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <EntryTable
      account={account}
      which="users"
      text={text}
      filter={filter}
      sort={sort}
      onChange={({ sort: by, ...rest }) => void navigate({ search: by === "name" ? rest : { ...rest, sort: by }, replace: true })}
      columns={(connectors) => [
        nameColumn(account, text.columns.name, "20%"),
        { ...foreignColumn("email", text.columns.email, "27%", ({ email }) => email), sortable: true },
        foreignColumn("title", text.columns.title, "18%", ({ title }) => title),
        foreignColumn("department", text.columns.department, "12%", ({ department }) => department),
        stateColumn(text.columns.state),
        connectorColumn(text.columns.connector, connectors),
      ]}
    />
  );
};
