import { PreviewLine, type PreviewSummary } from "./answers.ts";
import { type Input, readPassword, withPassword } from "./ask.ts";
import { fieldsOf } from "./connector-fields.ts";
import { CannotDo } from "./failure.ts";
import { findConnector } from "./find-connector.ts";
import { describeHeld, describeReason } from "./holds.ts";
import type { Options } from "./options.ts";
import { accountPath, connectorPath, type Output, type Session } from "./session.ts";
import { showChange } from "./show-change.ts";
import { describeCounts } from "./show-run.ts";

/** What the first run of a connector would record that is not saved, and needs no name yet. */
export const previewNew = async (session: Session, options: Options, input: Input): Promise<void> => {
  const fields = { name: "Preview", ...(await fieldsOf(options, { adding: true })) };
  await runPreview(session, accountPath(session, "/preview"), { ...fields, bindPassword: await readPassword(options, input) });
};

/** With the password that is saved, unless one is given. */
export const previewSaved = async (session: Session, options: Options, meant: string, input: Input): Promise<void> => {
  const body = await withPassword(await fieldsOf(options, { adding: false }), options, input);
  const { connectorId } = await findConnector(session, meant);
  await runPreview(session, connectorPath(session, connectorId, "/preview"), body);
};

/** Prints each change as it is found; for programs the API's own lines, but for how far it is. */
const runPreview = async ({ api, output }: Session, path: string, body: object): Promise<void> => {
  let isWhole = false;
  for await (const line of api.lines(path, body)) {
    const { data: told } = PreviewLine.safeParse(line);
    if (told === undefined) throw new CannotDo("The answer is not one that this dirstream knows. Is it of the system's version?");
    if (told.line === "progress") continue;
    if (output.json) output.print(`${JSON.stringify(line)}\n`);
    else if (told.line === "change") output.print(`${showChange(told)}\n`);
    else if (told.line === "summary") tellSummary(output, told);
    if (told.line === "failed") throw new CannotDo(`There is no preview: ${told.message}`);
    isWhole = told.line === "summary";
  }
  if (!isWhole) throw new CannotDo("The preview broke off before its end. Try again.");
};

const tellSummary = ({ print, tell }: Output, { counts, held, references, durationMs }: PreviewSummary): void => {
  const seconds = ((durationMs ?? 0) / 1_000).toFixed(1);
  print(`A run now: ${describeCounts(counts)}, of ${(counts.read ?? 0).toLocaleString("en")} entries read in ${seconds} s.\n`);
  if (held) print(`Held for approval: ${describeHeld({ held })} (${held.reasons.map(describeReason).join("; ")}).\n`);
  for (const reference of references) tell(`Not read, because another server holds it: ${reference}\n`);
  tell("Nothing was changed.\n");
};
