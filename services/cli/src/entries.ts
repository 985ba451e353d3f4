import { type Command, Option } from "commander";
import { Entry, HistoryItem, Member } from "./answers.ts";
import { pageOf } from "./api.ts";
import { CannotDo } from "./failure.ts";
import { findConnector } from "./find-connector.ts";
import { listOptions, type WithSession } from "./options.ts";
import { type ListOptions, printList } from "./print-list.ts";
import { accountPath, type Output, printJson, type Session } from "./session.ts";
import { describeChange } from "./show-change.ts";
import { showValue } from "./show-value.ts";
import { type Column, formatFacts } from "./table.ts";
import { showTime } from "./times.ts";

type Kind = "user" | "group";

/** `user …` and `group …`: what was read, what became of it, and who belongs to what. */
export const addEntryCommands = (program: Command, withSession: WithSession, kind: Kind): void => {
  const command = program.command(kind).description(`${kind}s of the synchronised directories`);
  const id = [`<${kind}>`, kind === "user" ? "the id, or the e-mail address if only one has it" : "the id, as list shows it"] as const;

  listOptions(command.command("list"))
    .description(`${kind}s by name`)
    .option("--connector <connector>", "only of this one: its id or name")
    .option("--search <text>", "only with this in the name or address, or at the beginning of the DN")
    .option("--email <address>", "only with this e-mail address")
    .addOption(new Option("--state <state>", "removed ones are listed only when asked for").choices(["active", "disabled", "removed"]))
    .action(withSession((session, options) => list(session, kind, options)));

  command
    .command("show")
    .argument(...id)
    .description("everything that is recorded of one")
    .action(withSession(show));

  listOptions(command.command("history").argument(...id))
    .description("every change of one")
    .action(withSession(history));

  const nested = "also through other groups";
  listOptions(command.command("groups").argument(...id))
    .description(`the groups that a ${kind} is in`)
    .option("--nested", nested)
    .action(withSession(memberships("entries", "groups", "It is in no group.")));

  if (kind !== "group") return;
  listOptions(command.command("members").argument(...id))
    .description("who belongs to a group")
    .option("--nested", nested)
    .action(withSession(memberships("groups", "members", "It has no members.")));
};

interface Wanted extends ListOptions {
  readonly connector?: string;
  readonly search?: string;
  readonly email?: string;
  readonly state?: string;
}

const list = async (session: Session, kind: Kind, options: Wanted): Promise<void> => {
  const connector = options.connector === undefined ? undefined : (await findConnector(session, options.connector)).connectorId;
  const query = { connector, q: options.search, email: options.email, state: options.state };
  const path = accountPath(session, `/${kind}s`);
  await printList(session, { item: Entry, path, query, columns: COLUMNS[kind], none: `There is no ${kind} that fits.` }, options);
};

const nameOf = ({ profile, lastKnown, dn }: Entry): string => profile.displayName ?? profile.userName ?? lastKnown?.name ?? dn;
const emailOf = ({ profile, lastKnown }: Entry): string | null | undefined => profile.emails?.[0]?.value ?? lastKnown?.email;

const COLUMNS: Readonly<Record<Kind, readonly Column<Entry>[]>> = {
  user: [
    { title: "name", value: nameOf, cut: true },
    { title: "e-mail", value: emailOf, cut: true },
    { title: "state", value: ({ state }) => state },
    { title: "dn", value: ({ dn }) => dn, cut: true },
    { title: "id", value: ({ id }) => id },
  ],
  group: [
    { title: "name", value: nameOf, cut: true },
    { title: "members", value: ({ memberCount }) => memberCount, align: "right" },
    { title: "state", value: ({ state }) => state },
    { title: "dn", value: ({ dn }) => dn, cut: true },
    { title: "id", value: ({ id }) => id },
  ],
};

const entryPath = (session: Session, id: string, rest = ""): string => accountPath(session, `/entries/${encodeURIComponent(id)}${rest}`);

/** The id of an entry that was named by it, or by an e-mail address. */
const idOf = async (session: Session, meant: string): Promise<string> => {
  if (!meant.includes("@")) return meant;
  const { answer } = await session.api.get(pageOf(Entry), accountPath(session, "/users"), {
    email: meant,
    state: "active,disabled,removed",
  });
  const [one, ...others] = answer.items;
  if (one === undefined) throw new CannotDo(`Nobody has the e-mail address ${meant}.`);
  if (others.length === 0) return one.id;
  throw new CannotDo(
    `Several have the e-mail address ${meant}. Name one by its id:${answer.items.map(({ id, dn }) => `\n  ${id}  ${dn}`).join("")}`,
  );
};

const show = async (session: Session, _options: unknown, meant: string): Promise<void> => {
  const { answer: entry } = await session.api.get(Entry, entryPath(session, await idOf(session, meant)));
  if (session.output.json) return printJson(session.output, entry);
  const attributes = Object.entries(entry.attributes).sort(([one], [other]) => (one < other ? -1 : 1));
  session.output.print(formatFacts(factsOf(entry, session.output)));
  if (attributes.length === 0) return;
  session.output.print("\nAs the directory has it\n");
  session.output.print(formatFacts(attributes.map(([name, values]) => [name, values.map(showValue).join("\n")])));
};

const factsOf = (entry: Entry, { now }: Output): (readonly [string, string | number | null | undefined])[] => [
  ["Name", nameOf(entry)],
  ["State", entry.state],
  ["Kind", entry.kind],
  ["DN", entry.dn],
  ["Id", entry.id],
  ["E-mail", entry.profile.emails?.map(({ value }) => value).join("\n")],
  ["Title", entry.profile.title],
  ["Department", entry.profile.department],
  ["Telephone", entry.profile.phoneNumbers?.map(({ value }) => value).join("\n")],
  ["Members", entry.memberCount],
  ["Last change", showTime(entry.changedAt, now())],
];

const history = async (session: Session, options: ListOptions, meant: string): Promise<void> => {
  const path = entryPath(session, await idOf(session, meant), "/history");
  await printList(
    session,
    { item: HistoryItem, path, columns: historyColumns(session.output), none: "Nothing is recorded of it." },
    options,
  );
};

const historyColumns = ({ now }: Output): readonly Column<HistoryItem>[] => [
  { title: "when", value: ({ time }) => showTime(time, now()), cut: true },
  { title: "changes", value: ({ changes }) => changes.join(", ") },
  { title: "what", value: (item) => describeChange(item), cut: true },
  { title: "sequence", value: ({ sequence }) => sequence, align: "right" },
];

const memberships =
  (of: "entries" | "groups", which: "groups" | "members", none: string) =>
  async (session: Session, { nested, ...options }: ListOptions & { readonly nested?: boolean }, meant: string): Promise<void> => {
    const path = accountPath(session, `/${of}/${encodeURIComponent(await idOf(session, meant))}/${which}`);
    await printList(session, { item: Member, path, query: { nested }, columns: MEMBER_COLUMNS, none }, options);
  };

const MEMBER_COLUMNS: readonly Column<Member>[] = [
  { title: "name", value: ({ displayName }) => displayName, cut: true },
  { title: "kind", value: ({ kind, id }) => kind ?? (id ? undefined : "not synchronised") },
  { title: "dn", value: ({ dn }) => dn, cut: true },
  { title: "id", value: ({ id }) => id },
];
