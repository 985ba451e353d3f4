import { STREAM_NAMES, type StreamName } from "@dirstream/contracts";
import { type EventLog, lastSequence } from "@dirstream/event-log";
import { sql } from "kysely";
import * as z from "zod";
import { Positions, Report } from "../read-model-work/report.ts";
import { type AddQueries, problems, viewer } from "./queries.ts";

const LOG_ANSWERS_WITHIN_MS = 1_000;

const ReadModelView = z.object({
  live: z.object({
    schema: z.string(),
    positions: Positions.describe("Up to where each stream of the log is folded"),
    behind: Positions.nullable().describe("How many events of each stream are not folded yet; null while the log does not answer"),
  }),
  rebuilding: Report.nullable().describe("The rebuild or verification that goes on"),
  lastRebuilt: Report.nullable(),
  lastVerified: Report.nullable(),
});

export const addReadModelQueries: AddQueries = (app, { db, eventLog }) => {
  const schema = {
    summary: "The read model: how far it is folded, and what is known of rebuilding and verifying it",
    tags: ["readmodel"],
    response: { 200: ReadModelView, ...problems },
  };
  app.get("/api/v1/readmodel", { config: viewer, schema }, async () => {
    const name = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
    const checkpoints = await db.selectFrom("checkpoint").select(["stream", "sequence"]).execute();
    const reports = await sql<{ name: string; report: unknown }>`select name, report from work_report`.execute(db);
    const positions = Object.fromEntries(checkpoints.map(({ stream, sequence }) => [stream, sequence]));
    const told = new Map(reports.rows.map(({ name, report }) => [name, Report.parse(report)]));
    return {
      live: {
        schema: name.rows[0]?.schema ?? "",
        positions,
        behind: await behindOf(eventLog(), positions),
      },
      rebuilding: told.get("current") ?? null,
      lastRebuilt: told.get("rebuild") ?? null,
      lastVerified: told.get("verify") ?? null,
    };
  });
};

/** Asked for after the positions, so that what is folded meanwhile makes no number negative. */
const behindOf = async (log: EventLog | undefined, positions: z.output<typeof Positions>): Promise<z.output<typeof Positions> | null> => {
  if (log?.connected() !== true) return null;
  const signal = AbortSignal.timeout(LOG_ANSWERS_WITHIN_MS);
  const behind = async (stream: StreamName) => [stream, (await lastSequence(log, stream, signal)) - (positions[stream] ?? 0)] as const;
  return Promise.all(STREAM_NAMES.map(behind)).then(Object.fromEntries, () => null);
};
