import { STREAM_NAMES } from "@dirstream/contracts";
import * as z from "zod";
import type { WriterSession } from "../writer-session.ts";

/** A table that is not the same in the two models, and how many of its rows the other has not. */
export const Difference = z.object({ table: z.string(), onlyInUse: z.int(), onlyRebuilt: z.int() });
export type Difference = z.output<typeof Difference>;

export const Positions = z.partialRecord(z.enum(STREAM_NAMES as [string, ...string[]]), z.int());

/** Work on the read model, as everybody may see it: while it goes on, and how it ended. */
export const Report = z.object({
  workId: z.uuid(),
  work: z.enum(["rebuild", "verify"]),
  by: z.string(),
  startedAt: z.string(),
  stage: z.enum(["folding", "indexing", "catching up", "comparing", "switching", "ended"]),
  folded: z.int().describe("Events of the log that are folded into the new model"),
  total: z.int().describe("Events that the model in use has folded"),
  eventsPerSecond: z.int().describe("While folding, on the average"),
  endedAt: z.string().nullable(),
  outcome: z
    .enum(["equal", "different", "failed", "interrupted"])
    .nullable()
    .describe("equal, different: what comparing found; interrupted: the projector that did it has gone"),
  positions: Positions.nullable().describe("Up to where the two models were folded when they were compared"),
  differences: z.array(Difference),
});
export type Report = z.output<typeof Report>;

/** `current` while it goes on; then `rebuild` or `verify`, the last of its kind. */
export type ReportName = "current" | Report["work"];

type Query = WriterSession["query"];

export const saveReport = async (query: Query, name: ReportName, report: Report): Promise<void> => {
  await query("insert into work_report (name, report) values ($1, $2) on conflict (name) do update set report = excluded.report", [
    name,
    JSON.stringify(report),
  ]);
};

/** Moves what was going on to where the last of its kind stands. */
export const saveEnd = async (session: WriterSession, report: Report): Promise<void> =>
  session.transaction(async () => {
    await saveReport(session.query, report.work, report);
    await session.query("delete from work_report where name = 'current'");
  });

/** What a projector that has gone since was at. */
export const unfinishedReport = async (query: Query): Promise<Report | undefined> => {
  const [row] = await query<{ report: unknown }>("select report from work_report where name = 'current'");
  return row === undefined ? undefined : Report.parse(row.report);
};
