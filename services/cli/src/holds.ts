import { type Command, Option } from "commander";
import * as z from "zod";
import { HeldItem, Hold } from "./answers.ts";
import { pageOf } from "./api.ts";
import { CannotDo } from "./failure.ts";
import { findConnector } from "./find-connector.ts";
import { listOptions, type WithSession } from "./options.ts";
import { printList } from "./print-list.ts";
import { connectorPath, type Output, printJson, type Session } from "./session.ts";
import { type Column, formatFacts } from "./table.ts";
import { showTime } from "./times.ts";

const Decided = z.looseObject({ requestId: z.string().nullish() });

/** Removals that wait until somebody has looked at them. */
export const addHoldCommands = (program: Command, withSession: WithSession): void => {
  const hold = program.command("hold").description("changes that are held back until somebody has looked at them");
  const of = ["<connector>", "its id or name"] as const;
  const which = ["[hold]", "its id; the open one when left out"] as const;

  listOptions(
    hold
      .command("list")
      .argument(...of)
      .description("every hold of a connector, newest first"),
  ).action(
    withSession(async (session, options, meant) => {
      const { connectorId } = await findConnector(session, meant);
      const path = connectorPath(session, connectorId, "/holds");
      await printList(session, { item: Hold, path, columns: columns(session.output), none: "Nothing is held, and nothing was." }, options);
    }),
  );

  hold
    .command("show")
    .argument(...of)
    .argument(...which)
    .description("why, and how much")
    .action(
      withSession(async (session, _options, meant, holdId) => {
        const { connectorId } = await findConnector(session, meant);
        const found = await findHold(session, connectorId, holdId);
        if (session.output.json) return printJson(session.output, found);
        session.output.print(formatFacts(factsOf(found, session.output)));
        session.output.tell(`dirstream hold items ${connectorId} ${found.holdId} lists what waits.\n`);
      }),
    );

  listOptions(
    hold
      .command("items")
      .argument(...of)
      .argument(...which)
      .description("what one keeps back"),
  ).action(
    withSession(async (session, options, meant, holdId) => {
      const { connectorId } = await findConnector(session, meant);
      const { holdId: found } = await findHold(session, connectorId, holdId);
      const path = connectorPath(session, connectorId, `/holds/${encodeURIComponent(found)}/items`);
      await printList(session, { item: HeldItem, path, columns: ITEM_COLUMNS, none: "Nothing is in it." }, options);
    }),
  );

  for (const decision of ["approve", "reject"] as const) {
    hold
      .command(decision)
      .argument(...of)
      .argument(...which)
      .description(decision === "approve" ? "let exactly these changes happen" : "keep these entries, and do not ask again")
      .addOption(new Option("--reason <text>", "why; it is recorded").makeOptionMandatory())
      .action(withSession((session, options, meant, holdId) => decide(session, decision, options, meant, holdId)));
  }
};

/** What was seen is what is decided about: the digest goes with the decision, so that another set cannot be meant. */
const decide = async (session: Session, decision: "approve" | "reject", { reason }: { reason: string }, meant: string, holdId?: string) => {
  const { connectorId, name } = await findConnector(session, meant);
  const found = await findHold(session, connectorId, holdId);
  const path = connectorPath(session, connectorId, `/holds/${encodeURIComponent(found.holdId)}/${decision}`);
  const decided = await session.api.command(Decided, "POST", path, { body: { reason, digest: found.digest ?? undefined } });
  if (session.output.json) return printJson(session.output, decided);
  const sentence = decision === "approve" ? "is approved: a run carries it out now" : "is rejected: the entries stay";
  session.output.print(`The hold of ${name} ${sentence}. dirstream sync watch ${connectorId} follows it.\n`);
};

const findHold = async (session: Session, connectorId: string, holdId: string | undefined): Promise<Hold> => {
  const path = connectorPath(session, connectorId, "/holds");
  if (holdId !== undefined) return (await session.api.get(Hold, `${path}/${encodeURIComponent(holdId)}`)).answer;
  const { answer } = await session.api.get(pageOf(Hold), path, { limit: 1000 });
  const open = answer.items.find(({ status }) => status === "open");
  if (open === undefined) throw new CannotDo("Nothing is held now.");
  return open;
};

const columns = ({ now }: Output): readonly Column<Hold>[] => [
  { title: "status", value: ({ status }) => status },
  { title: "since", value: ({ heldAt }) => showTime(heldAt, now()), cut: true },
  { title: "what", value: describeHeld, cut: true },
  { title: "hold", value: ({ holdId }) => holdId },
];

const ITEM_COLUMNS: readonly Column<HeldItem>[] = [
  { title: "change", value: ({ change }) => (change === "membersLost" ? "loses members" : change) },
  { title: "kind", value: ({ kind }) => kind },
  { title: "name", value: ({ displayName }) => displayName, cut: true },
  { title: "dn", value: ({ dn }) => dn, cut: true },
  { title: "id", value: ({ id }) => id },
];

export const describeHeld = ({ held }: Pick<Hold, "held">): string => {
  const told = [
    [held?.removed, "removed"],
    [held?.disabled, "disabled"],
    [held?.membersLost, "members lost"],
  ] as const;
  return told
    .filter(([count]) => (count ?? 0) > 0)
    .map(([count, what]) => `${count?.toLocaleString("en")} ${what}`)
    .join(", ");
};

export const describeReason = (reason: string): string => REASONS[reason] ?? reason;

const REASONS: Readonly<Record<string, string>> = {
  removals: "more removals than the connector's guard lets through",
  nobodyLeft: "nobody would be left",
  membersLost: "a group would lose more members than the guard lets through",
  sourceInError: "another connector of the account is failing",
};

const factsOf = (hold: Hold, { now }: Output): (readonly [string, string | null | undefined])[] => [
  ["Hold", hold.holdId],
  ["Status", hold.status],
  ["Since", showTime(hold.heldAt, now())],
  ["Why", hold.reasons.map(describeReason).join("\n")],
  ["What waits", describeHeld(hold)],
  ["Active entries", hold.active?.toLocaleString("en")],
  ["Decided", hold.decision ? `by ${hold.decision.by}, ${showTime(hold.decision.at, now())}\n${hold.decision.reason}` : undefined],
];
