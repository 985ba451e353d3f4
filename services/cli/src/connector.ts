import type { Command } from "commander";
import { Option } from "commander";
import * as z from "zod";
import { Anything, Connector } from "./answers.ts";
import { type Input, readPassword, withPassword } from "./ask.ts";
import { testSaved } from "./connection-test.ts";
import { connectionOptions, connectorOptions, fieldsOf } from "./connector-fields.ts";
import { CannotDo, WrongUse } from "./failure.ts";
import { findConnector } from "./find-connector.ts";
import { listOptions, type WithSession } from "./options.ts";
import { previewSaved } from "./preview.ts";
import { printList } from "./print-list.ts";
import { accountPath, connectorPath, type Output, printJson, type Session } from "./session.ts";
import { describePinned } from "./show-certificate.ts";
import { describeCounts } from "./show-run.ts";
import { reportEnd } from "./sync.ts";
import { type Column, formatFacts } from "./table.ts";
import { showTime } from "./times.ts";
import { watchSync } from "./watch-sync.ts";

const Added = z.looseObject({ connectorId: z.string() });
const Requested = z.looseObject({ requestId: z.string() });

export const addConnectorCommands = (program: Command, withSession: WithSession, input: Input): void => {
  const connector = program.command("connector").description("directories that are synchronised");
  const named = (name: string, description: string) =>
    connector.command(name).argument("<connector>", "its id or name").description(description);

  connectorOptions(connector.command("add").description("add a directory, and synchronise it"), { adding: true })
    .option("--watch", "follow the first run to its end")
    .action(withSession((session, options) => add(session, options, input)));

  connectorOptions(named("change", "change what is given, and leave the rest as it is"), { adding: false })
    .option("--password", "ask for a new password")
    .action(withSession((session, options, meant) => change(session, options, meant, input)));

  listOptions(connector.command("list").description("every directory, with its last and next run")).action(
    withSession((session, options) => {
      const list = { item: Connector, path: accountPath(session, "/connectors"), columns: columns(session.output) };
      return printList(session, { ...list, none: "There is no connector yet: dirstream connector add makes one." }, options);
    }),
  );

  named("show", "everything about one").action(withSession(show));

  connectionOptions(named("test", "look at its connection, stage by stage, with these changes if any are given"), { adding: false })
    .option("--password", "ask for a new password")
    .action(withSession((session, options, meant) => testSaved(session, options, meant, input)));

  connectorOptions(named("preview", "what a run would change, now or with these changes; nothing is changed"), { adding: false })
    .option("--password", "ask for a new password")
    .action(withSession((session, options, meant) => previewSaved(session, options, meant, input)));

  named("sync", "synchronise now")
    .option("--full", "read everything, and do not trust what changed since")
    .option("--watch", "follow the run to its end")
    .action(withSession(sync));

  for (const enabled of [true, false]) {
    named(enabled ? "enable" : "disable", enabled ? "let its schedule run again" : "stop its schedule").action(
      withSession(async (session, _options, meant) => {
        const { connectorId, name } = await changeFields(session, meant, { enabled });
        done(session.output, { connectorId, enabled }, `${name} is ${enabled ? "enabled" : "disabled"}.`);
      }),
    );
  }

  named("remove", "stop synchronising a directory for good")
    .addOption(new Option("--entries <what>", "what becomes of its users and groups").choices(["keep", "remove"]).default("keep"))
    .option("--yes", "do not ask")
    .action(withSession((session, options, meant) => remove(session, options, meant, input)));
};

const done = (output: Output, answer: object, sentence: string): void =>
  output.json ? printJson(output, answer) : output.print(`${sentence}\n`);

const add = async (session: Session, options: Record<string, never>, input: Input): Promise<void> => {
  const fields = await fieldsOf(options, { adding: true });
  if (fields.encryptionMode === "none")
    session.output.tell("Without encryption, anybody on the way can read the password and every entry.\n");
  const body = { ...fields, bindPassword: await readPassword(options, input) };
  const added = await session.api.command(Added, "POST", accountPath(session, "/connectors"), { body });
  const name = String(fields.name);
  if (options.watch !== true) {
    return done(
      session.output,
      added,
      `${name} is added as ${added.connectorId}, and its first run is requested. dirstream sync watch ${added.connectorId} follows it.`,
    );
  }
  session.output.tell(`${name} is added as ${added.connectorId}.\n`);
  reportEnd(await watchSync(session, { connectorId: added.connectorId, name }), session.output);
};

const change = async (session: Session, options: Record<string, never>, meant: string, input: Input): Promise<void> => {
  const fields = await fieldsOf(options, { adding: false });
  const changes = await withPassword(fields, options, input);
  if (Object.keys(changes).length === 0)
    throw new WrongUse("Nothing to change was given. dirstream connector change --help lists what can be.");
  const { connectorId, name } = await changeFields(session, meant, changes);
  done(session.output, { connectorId }, `${String(fields.name ?? name)} is changed.`);
};

/** With the entity tag of what was seen, so that somebody else's change in between is not overwritten. */
const changeFields = async (session: Session, meant: string, body: object): Promise<Connector> => {
  const { connectorId } = await findConnector(session, meant);
  const path = connectorPath(session, connectorId);
  const { answer, etag } = await session.api.get(Connector, path);
  await session.api.command(Anything, "PATCH", path, { body, ifMatch: etag });
  return answer;
};

const show = async (session: Session, _options: unknown, meant: string): Promise<void> => {
  const { connectorId } = await findConnector(session, meant);
  const { answer } = await session.api.get(Connector, connectorPath(session, connectorId));
  if (session.output.json) return printJson(session.output, answer);
  session.output.print(formatFacts(factsOf(answer, session.output)));
};

const sync = async (session: Session, options: { full?: boolean; watch?: boolean }, meant: string): Promise<void> => {
  const { connectorId, name } = await findConnector(session, meant);
  const body = { mode: options.full === true ? "full" : "incremental" };
  const requested = await session.api.command(Requested, "POST", connectorPath(session, connectorId, "/syncs"), { body });
  if (options.watch === true)
    return reportEnd(await watchSync(session, { connectorId, name, requestId: requested.requestId }), session.output);
  done(session.output, requested, `A run of ${name} is requested. dirstream sync watch ${connectorId} follows it.`);
};

const remove = async (
  session: Session,
  options: { entries: "keep" | "remove"; yes?: boolean },
  meant: string,
  input: Input,
): Promise<void> => {
  const { connectorId, name } = await findConnector(session, meant);
  const what = options.entries === "keep" ? "Its users and groups stay as they are." : "Its users and groups are removed too.";
  if (options.yes !== true) {
    if (!input.isTerminal) throw new WrongUse("There is no terminal to ask whether this is meant: give --yes.");
    const typed = await input.ask(`This removes ${name} for good. ${what}\nType its name to go on: `);
    if (typed.trim() !== name) throw new CannotDo("That is not its name. Nothing was removed.");
  }
  const path = connectorPath(session, connectorId);
  const { etag } = await session.api.get(Connector, path);
  await session.api.command(Anything, "DELETE", path, { query: { entries: options.entries }, ifMatch: etag });
  done(session.output, { connectorId, removed: true, entries: options.entries }, `${name} is removed. ${what}`);
};

const columns = ({ now }: Output): readonly Column<Connector>[] => [
  { title: "connector", value: ({ connectorId }) => connectorId },
  { title: "name", value: ({ name }) => name, cut: true },
  { title: "status", value: ({ status }) => status },
  { title: "host", value: ({ primaryHost, port }) => `${primaryHost}:${port}`, cut: true },
  { title: "encryption", value: ({ encryptionMode }) => (encryptionMode === "none" ? "none (!)" : encryptionMode) },
  { title: "last run", value: ({ lastRun }) => showTime(lastRun?.completedAt ?? lastRun?.startedAt, now()), cut: true },
  { title: "next run", value: ({ nextRun }) => showTime(nextRun?.at, now()), cut: true },
];

const factsOf = (connector: Connector, { now }: Output): (readonly [string, string | number | null | undefined])[] => [
  ["Connector", connector.connectorId],
  ["Name", connector.name],
  ["Status", connector.status],
  ["Environment", connector.environment],
  ["Primary host", connector.primaryHost],
  ["Secondary host", connector.secondaryHost ?? "none (recommended: it is used while the primary is unavailable)"],
  ["Port", connector.port],
  [
    "Encryption",
    connector.encryptionMode === "none" ? "none: the password and every entry cross the network readable" : connector.encryptionMode,
  ],
  ["Trusted key", describePinned(connector.pinnedKey, connector.pinnedCertificate, now())],
  ["Secondary's key", describePinned(connector.secondaryPinnedKey, connector.secondaryPinnedCertificate, now())],
  ["User account DN", connector.bindDn],
  ["Domain root DN", [connector.baseDn ?? "", ...(connector.scope?.moreBaseDns ?? [])].join("\n")],
  ["Left out", connector.scope?.excludedDns?.join("\n")],
  ["People filter", connector.scope?.peopleFilter],
  ["Group filter", connector.scope?.groupFilter],
  ["E-mail domains", connector.scope?.emailDomains?.join("\n")],
  ["Recorded too", connector.scope?.moreAttributes?.join(", ")],
  ["Not recorded", connector.scope?.omittedAttributes?.join(", ")],
  ["Last run", connector.lastRun ? describeRun(connector.lastRun, now()) : "none yet"],
  [
    "Next run",
    connector.nextRun ? `${showTime(connector.nextRun.at, now())}, at ${connector.nextRun.time} ${connector.nextRun.zone}` : "none",
  ],
  ["Halted", connector.halted.map(({ stream, sequence, reason }) => `at ${stream} ${sequence}: ${reason}`).join("\n")],
];

const describeRun = ({ status, startedAt, completedAt, counts, error }: NonNullable<Connector["lastRun"]>, now: number): string =>
  [
    `${status}, ${showTime(completedAt ?? startedAt, now)}`,
    error ? error.message : `${(counts?.read ?? 0).toLocaleString("en")} entries read, ${counts ? describeCounts(counts) : "no change"}`,
  ].join("\n");
