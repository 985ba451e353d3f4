import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "commander";
import * as z from "zod";
import { CannotDo } from "./failure.ts";
import type { WithSession } from "./options.ts";
import { type Output, printJson, type Session } from "./session.ts";
import { formatFacts } from "./table.ts";
import { showTime } from "./times.ts";

const Report = z.looseObject({
  workId: z.string(),
  work: z.string(),
  stage: z.string(),
  folded: z.number(),
  total: z.number(),
  eventsPerSecond: z.number(),
  endedAt: z.string().nullish(),
  outcome: z.string().nullish(),
  differences: z.array(z.looseObject({ table: z.string(), onlyInUse: z.number(), onlyRebuilt: z.number() })).default([]),
});
type Report = z.output<typeof Report>;

const ReadModel = z.looseObject({
  live: z.looseObject({
    schema: z.string(),
    positions: z.record(z.string(), z.number()),
    behind: z.record(z.string(), z.number()).nullish(),
  }),
  rebuilding: Report.nullish(),
  lastRebuilt: Report.nullish(),
  lastVerified: Report.nullish(),
});

const Accepted = z.looseObject({ workId: z.string() });

/** `readmodel …`: the tables that queries are answered from, and whether they are what the log says. */
export const addReadModelCommands = (program: Command, withSession: WithSession): void => {
  const command = program.command("readmodel").description("the tables that are folded from the log");
  command.command("show").description("how far they are folded, and how the last rebuild and verification ended").action(withSession(show));
  command
    .command("rebuild")
    .description("build them anew from the log beside those in use, and switch to the new ones")
    .option("--watch", "follow it to its end")
    .action(withSession(rebuild));
  command
    .command("verify")
    .description("build them anew from the log, and say whether those in use are the same")
    .action(withSession(verify));
};

const show = async ({ api, output }: Session): Promise<void> => {
  const { answer } = await api.get(ReadModel, "/readmodel");
  if (output.json) return printJson(output, answer);
  const { live, rebuilding, lastRebuilt, lastVerified } = answer;
  const ended = (report: Report | null | undefined) => (report ? describeEnd(report, output) : "never");
  output.print(
    formatFacts([
      ["Schema", live.schema],
      ...Object.entries(live.positions).map(([stream, position]): [string, string] => [
        stream,
        describePosition(position, live.behind?.[stream]),
      ]),
      ["Going on", rebuilding ? `${rebuilding.work}: ${describeWork(rebuilding)}` : undefined],
      ["Last rebuilt", ended(lastRebuilt)],
      ["Last verified", ended(lastVerified)],
    ]),
  );
};

/** `1,204, and 12 events are not folded yet` */
const describePosition = (position: number, behind = 0): string =>
  `${position.toLocaleString("en")}${behind > 0 ? `, and ${behind.toLocaleString("en")} events are not folded yet` : ""}`;

const rebuild = async (session: Session, { watch }: { readonly watch?: boolean }): Promise<void> => {
  const { api, output } = session;
  const { workId } = await api.command(Accepted, "POST", "/readmodel/rebuild");
  if (watch !== true) {
    if (output.json) return printJson(output, { workId });
    return output.print("The read model is being rebuilt. dirstream readmodel show says how far it is.\n");
  }
  const report = await untilEnded(session, workId);
  if (output.json) printJson(output, report);
  if (!succeeded(report)) throw new CannotDo(notDone(report));
  if (output.json) return;
  output.print(`Rebuilt from ${report.folded.toLocaleString("en")} events, and in use.\n`);
  if (report.outcome === "different") output.tell(`The tables before it were not what the log says: ${describeDifferences(report)}.\n`);
};

const verify = async (session: Session): Promise<void> => {
  const { api, output } = session;
  const { workId } = await api.command(Accepted, "POST", "/readmodel/verify");
  const report = await untilEnded(session, workId);
  if (output.json) printJson(output, report);
  if (!succeeded(report)) throw new CannotDo(notDone(report));
  if (report.outcome === "different") {
    throw new CannotDo(`The tables are not what the log says: ${describeDifferences(report)}. dirstream readmodel rebuild makes them so.`);
  }
  if (!output.json) output.print(`The tables are what the log says: ${report.folded.toLocaleString("en")} events were folded again.\n`);
};

const LOOK_EVERY_MS = 500;
/** What was accepted and is not shown by then will not come. */
const SHOWN_WITHIN_MS = 30_000;

const untilEnded = async ({ api, output }: Session, workId: string): Promise<Report> => {
  let stage: string | undefined;
  for (let unseenMs = 0; unseenMs < SHOWN_WITHIN_MS; unseenMs += LOOK_EVERY_MS) {
    const { rebuilding, lastRebuilt, lastVerified } = (await api.get(ReadModel, "/readmodel")).answer;
    const report = [rebuilding, lastRebuilt, lastVerified].find((one) => one?.workId === workId);
    if (report?.endedAt) return report;
    if (report !== undefined && report !== null) {
      unseenMs = 0;
      if (!output.json && (report.stage !== stage || report.stage === "folding")) output.tell(`${describeWork(report)}\n`);
      stage = report.stage;
    }
    await delay(LOOK_EVERY_MS);
  }
  throw new CannotDo("The projector took this up, and nothing more was heard of it. dirstream readmodel show says what is known.");
};

const STAGES: Readonly<Record<string, string>> = {
  folding: "Folding",
  indexing: "Making indexes",
  "catching up": "Catching up",
  comparing: "Comparing",
  switching: "Switching",
};

/** `Folding: 12,000 of 100,000 events, 40,000 a second` */
export const describeWork = ({ stage, folded, total, eventsPerSecond }: Report): string => {
  const [done, all, rate] = [folded, total, eventsPerSecond].map((number) => number.toLocaleString("en"));
  return `${STAGES[stage] ?? stage}: ${done} of ${all} events${stage === "folding" ? `, ${rate} a second` : ""}`;
};

const succeeded = ({ outcome }: Report): boolean => outcome === "equal" || outcome === "different";

const notDone = ({ work, outcome }: Report): string => {
  const what = work === "verify" ? "verification" : "rebuild";
  if (outcome === "interrupted") return `The ${what} was interrupted, since its projector has gone: start it again.`;
  return `The ${what} failed. Queries are answered as before; the log of directory-projector says why.`;
};

const describeDifferences = ({ differences }: Report): string =>
  differences
    .map(({ table, onlyInUse, onlyRebuilt }) => `${table} has ${onlyInUse} rows that it should not, and lacks ${onlyRebuilt}`)
    .join("; ");

const describeEnd = (report: Report, { now }: Output): string => {
  const end = succeeded(report) ? (report.outcome === "equal" ? "nothing differed" : describeDifferences(report)) : report.outcome;
  return `${showTime(report.endedAt, now())}: ${end}`;
};
