import type { Command } from "commander";
import { Entry, HistoryItem, Lookup, type LookupFound } from "./answers.ts";
import { allItems, pageOf } from "./api.ts";
import { findConnector } from "./find-connector.ts";
import type { WithSession } from "./options.ts";
import { printable } from "./printable.ts";
import { Refused } from "./problem.ts";
import { accountPath, connectorPath, printJson, type Session } from "./session.ts";
import { showDay } from "./times.ts";
import { notFoundSentence, type Recorded, recordedSentence, whySentence } from "./why-sentence.ts";

/** What the read model looks for, at most. */
const LONGEST_SEARCH = 200;
const MOST_RECORDED = 20;

export const addWhyCommand = (program: Command, withSession: WithSession): void => {
  program
    .command("why")
    .argument("<connector>", "its id or name")
    .argument("<question>", "an e-mail address, a name, a user name or a DN")
    .description("why somebody is not here: asked of the directory as it is now")
    .action(withSession(why));
};

interface Answer {
  readonly who: string;
  readonly sentence: string;
  readonly found: LookupFound | null;
  readonly recorded: Entry | null;
}

const why = async (session: Session, _options: unknown, meant: string, question: string): Promise<void> => {
  const { output } = session;
  const { connectorId } = await findConnector(session, meant);
  const lookup = await session.api.command(Lookup, "POST", connectorPath(session, connectorId, "/lookup"), { body: { question } });
  const answers =
    lookup.found.length > 0 ? await joined(session, connectorId, lookup.found) : await recordedAs(session, connectorId, question);
  if (output.json) return printJson(output, { ...lookup, answers });
  if (lookup.found.length === 0) output.print(lineOf(notFoundSentence(lookup.summary)));
  for (const { who, sentence } of answers) output.print(`${lineOf(who)}  ${lineOf(sentence)}`);
  if (lookup.summary.truncated) output.tell("There are more that fit: ask for less of the name, or for the e-mail address.\n");
};

/** What the directory has, with what is recorded of the same entry. */
const joined = async (session: Session, connectorId: string, found: readonly LookupFound[]): Promise<Answer[]> => {
  const answers: Answer[] = [];
  for (const it of found) {
    const recorded = await recordedOf(session, `${connectorId}.${it.entryId}`);
    const sentence = whySentence(it, recorded, dayIn(session));
    answers.push({ who: describe(it.name, it.email, it.dn), sentence, found: it, recorded: recorded?.entry ?? null });
  }
  return answers;
};

/** What is recorded under this name, where the directory has nobody of it. */
const recordedAs = async (session: Session, connector: string, question: string): Promise<Answer[]> => {
  const wanted = { q: question.trim().slice(0, LONGEST_SEARCH), connector, state: "active,disabled,removed", limit: MOST_RECORDED };
  const answers: Answer[] = [];
  for (const list of ["/users", "/groups"]) {
    const { answer } = await session.api.get(pageOf(Entry), accountPath(session, list), wanted);
    for (const entry of answer.items) {
      const { displayName, emails } = entry.profile;
      const sentence = recordedSentence(entry, dayIn(session));
      answers.push({ who: describe(displayName, emails?.[0]?.value, entry.dn), sentence, found: null, recorded: entry });
    }
  }
  return answers;
};

const recordedOf = async (session: Session, id: string): Promise<Recorded | undefined> => {
  const path = accountPath(session, `/entries/${encodeURIComponent(id)}`);
  try {
    const { answer: entry } = await session.api.get(Entry, path);
    return { entry, history: await allItems(session.api, HistoryItem, `${path}/history`) };
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
};

const lineOf = (text: string): string => `${printable(text).replaceAll("\n", " ")}\n`;

const describe = (name: string | null | undefined, email: string | null | undefined, dn: string): string =>
  [[name ?? "", email ? `<${email}>` : ""].filter((text) => text !== "").join(" "), dn].filter((text) => text !== "").join(", ");

const dayIn =
  ({ output }: Session) =>
  (instant: string): string =>
    showDay(instant, output.now());
