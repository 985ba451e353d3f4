import type { Command } from "commander";
import * as z from "zod";
import { TestedStage, TestOutcome } from "./answers.ts";
import { type Input, readPassword, withPassword } from "./ask.ts";
import { connectionFieldsOf, connectionOptions, connectorOptions } from "./connector-fields.ts";
import { CannotDo } from "./failure.ts";
import { findConnector } from "./find-connector.ts";
import type { Options, WithSession } from "./options.ts";
import { previewNew } from "./preview.ts";
import { accountPath, connectorPath, printJson, type Session } from "./session.ts";
import { showStage } from "./show-stage.ts";

export const addConnectionCommands = (program: Command, withSession: WithSession, input: Input): void => {
  const connection = program.command("connection").description("whether a directory can be reached, before it is added");
  const preview = connection.command("preview").description("what its first run would record; nothing is saved");
  connectorOptions(preview, { adding: true, named: false }).action(withSession((session, options) => previewNew(session, options, input)));
  connectionOptions(connection.command("test").description("look at it stage by stage; nothing is saved"), { adding: true }).action(
    withSession(async (session, options) => {
      const body = { ...(await connectionFieldsOf(options, { adding: true })), bindPassword: await readPassword(options, input) };
      await runTest(session, accountPath(session, "/connection-test"), body);
    }),
  );
};

/** With the password that is saved, unless one is given. */
export const testSaved = async (session: Session, options: Options, meant: string, input: Input): Promise<void> => {
  const body = await withPassword(await connectionFieldsOf(options, { adding: false }), options, input);
  const { connectorId } = await findConnector(session, meant);
  await runTest(session, connectorPath(session, connectorId, "/test"), body);
};

const Line = z.union([TestedStage, TestOutcome]);

/** Prints each stage as it is decided. */
const runTest = async ({ api, output }: Session, path: string, body: object): Promise<void> => {
  const stages: TestedStage[] = [];
  let outcome: string | undefined;
  for await (const line of api.lines(path, body)) {
    const { data: told } = Line.safeParse(line);
    if (told === undefined) throw new CannotDo("The answer is not one that this dirstream knows. Is it of the system's version?");
    if (!isStage(told)) {
      outcome = told.outcome;
      continue;
    }
    if (!output.json) output.print(`${headingOf(told, stages.at(-1))}${showStage(told)}`);
    stages.push(told);
  }
  if (outcome === undefined) throw new CannotDo("The test broke off before its end. Try again.");
  if (output.json) printJson(output, { outcome, stages });
  if (outcome === "failed") throw new CannotDo("The connection does not work yet.");
  if (outcome === "confirm") throw new CannotDo(howToConfirm(stages));
};

const isStage = (line: TestedStage | z.output<typeof TestOutcome>): line is TestedStage => "stage" in line;

/** A host is named once, above its stages. */
const headingOf = ({ host, role }: TestedStage, before: TestedStage | undefined): string =>
  before?.role === role ? "" : `${before === undefined ? "" : "\n"}${host} (${role})\n`;

const howToConfirm = (stages: readonly TestedStage[]): string => {
  const asked = stages.filter(({ outcome }) => outcome === "confirm");
  const options = asked.map(
    ({ role, certificate }) => `${role === "secondary" ? "--secondary-pinned-key" : "--pinned-key"} ${certificate?.keySha256}`,
  );
  return asked.length > 1
    ? `The certificates have to be confirmed. If each key is its server's own, go on with ${options.join(" ")}`
    : `The certificate has to be confirmed. If its key is the server's own, go on with ${options.join(" ")}`;
};
