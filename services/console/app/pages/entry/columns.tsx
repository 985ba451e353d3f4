import type { EntryRow } from "../../api/entries.ts";
import { people } from "../../text/en/people.ts";
import type { Column } from "../../ui/DataTable.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { visibleText } from "../../ui/visible.ts";
import style from "./columns.module.css";
import { EntryLink } from "./EntryLink.tsx";
import { EntryState } from "./EntryState.tsx";

/** The one that opens the row. */
export const nameColumn = (account: string, header: string, width: string): Column<EntryRow> => ({
  id: "name",
  header,
  width,
  sortable: true,
  narrow: "plain",
  cell: ({ id, kind, name, dn }) => (
    <span className={style.line} title={visibleText(name ?? dn)}>
      <EntryLink account={account} id={id} kind={kind} name={name ?? dn} bold />
      {kind === "contact" && <span className={style.kind}> {people.contact}</span>}
    </span>
  ),
});

export const foreignColumn = (id: string, header: string, width: string, read: (row: EntryRow) => string | null): Column<EntryRow> => ({
  id,
  header,
  width,
  cell: (row) => {
    const value = read(row);
    return (
      value !== null && (
        <span className={style.line} title={visibleText(value)}>
          <Foreign text={value} />
        </span>
      )
    );
  },
});

export const stateColumn = (header: string): Column<EntryRow> => ({
  id: "state",
  header,
  width: "100px",
  cell: ({ state }) => <EntryState state={state} />,
});

/** A connector that was removed is called by its id. */
export const connectorColumn = (header: string, connectors: ReadonlyMap<string, string>): Column<EntryRow> => ({
  ...foreignColumn("connector", header, "13%", ({ connectorId }) => connectors.get(connectorId) ?? connectorId),
  narrow: "hide",
});
