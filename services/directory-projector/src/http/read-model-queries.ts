import { sql } from "kysely";
import * as z from "zod";
import { Positions, Report } from "../read-model-work/report.ts";
import { type AddQueries, problems, viewer } from "./queries.ts";

const ReadModelView = z.object({
  live: z.object({ schema: z.string(), positions: Positions.describe("Up to where each stream of the log is folded") }),
  rebuilding: Report.nullable().describe("The rebuild or verification that goes on"),
  lastRebuilt: Report.nullable(),
  lastVerified: Report.nullable(),
});

export const addReadModelQueries: AddQueries = (app, { db }) => {
  const schema = {
    summary: "The read model: how far it is folded, and what is known of rebuilding and verifying it",
    tags: ["readmodel"],
    response: { 200: ReadModelView, ...problems },
  };
  app.get("/api/v1/readmodel", { config: viewer, schema }, async () => {
    const name = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
    const checkpoints = await db.selectFrom("checkpoint").select(["stream", "sequence"]).execute();
    const reports = await sql<{ name: string; report: unknown }>`select name, report from work_report`.execute(db);
    const told = new Map(reports.rows.map(({ name, report }) => [name, Report.parse(report)]));
    return {
      live: {
        schema: name.rows[0]?.schema ?? "",
        positions: Object.fromEntries(checkpoints.map(({ stream, sequence }) => [stream, sequence])),
      },
      rebuilding: told.get("current") ?? null,
      lastRebuilt: told.get("rebuild") ?? null,
      lastVerified: told.get("verify") ?? null,
    };
  });
};
