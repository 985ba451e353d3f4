import { type Command, Option } from "commander";
import { RunChange } from "./answers.ts";
import { listOptions, type WithSession } from "./options.ts";
import { type ListOptions, printList } from "./print-list.ts";
import { connectorPath, type Output, type Session } from "./session.ts";
import { describeChange } from "./show-change.ts";
import type { Column } from "./table.ts";
import { showTime } from "./times.ts";

const CHANGES = ["created", "updated", "moved", "disabled", "enabled", "removed", "restored", "reclassified"];

interface Wanted extends ListOptions {
  readonly change?: string;
  readonly kind?: string;
  readonly search?: string;
  readonly csv?: boolean;
}

/** The run that a connector and, if any, a request mean. */
type FindRun = (
  session: Session,
  connector: string,
  request?: string,
) => Promise<{ readonly connectorId: string; readonly syncId: string }>;

/** `sync changes`: what a run changed about whom, to be read or to be taken elsewhere. */
export const addRunChanges = (sync: Command, withSession: WithSession, findRun: FindRun): void => {
  listOptions(sync.command("changes").argument("<connector>", "its id or name").argument("[request]", "its id; the newest when left out"))
    .description("what a run changed, entry by entry, with before and after")
    .addOption(new Option("--change <change>", "only those who were").choices(CHANGES))
    .addOption(new Option("--kind <kind>", "only these").choices(["user", "group", "contact"]))
    .option("--search <text>", "only with this in the name, the address or the DN")
    .option("--csv", "all of it as CSV; --all --json prints it as a line of JSON for each")
    .action(
      withSession(async (session, { csv, change, kind, search, ...options }: Wanted, meant = "", request?: string) => {
        const { connectorId, syncId } = await findRun(session, meant, request);
        const path = connectorPath(session, connectorId, `/runs/${encodeURIComponent(syncId)}/changes`);
        const query = { change, kind, q: search };
        if (csv !== true)
          return printList(session, { item: RunChange, path, query, columns: columns(session.output), none: NONE }, options);
        for await (const text of session.api.text(path, "text/csv", query)) session.output.print(text);
      }),
    );
};

const NONE = "The run has changed nothing that fits.";

const columns = ({ now }: Output): readonly Column<RunChange>[] => [
  { title: "changes", value: ({ changes }) => changes.join(", ") },
  { title: "kind", value: ({ kind }) => kind },
  { title: "who", value: ({ name, email, dn }) => name ?? email ?? dn, cut: true },
  { title: "what", value: (change) => describeChange(change, change.members?.addedCount, change.members?.removedCount), cut: true },
  { title: "when", value: ({ time }) => showTime(time, now()), cut: true },
];
