import { Counts, Id } from "@dirstream/contracts";
import { formatPosition } from "@dirstream/service";
import * as z from "zod";
import { type Activity, openActivityHub } from "./activity.ts";
import { type EventStream, streamEvents } from "./event-stream.ts";
import { positionsOf } from "./folded-since.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, viewer } from "./queries.ts";

const RunEvent = z.object({
  connector: Id,
  event: z.enum(["requested", "started", "progressed", "ended"]),
  requestId: z.string().nullable(),
  syncId: z.string().nullable(),
  status: z.enum(["requested", "running", "held", "completed", "failed"]),
  stage: z.string().nullable(),
  read: z.int().nullable(),
  expected: z.int().nullable(),
  counts: Counts.nullable(),
});

const DESCRIPTION = `Events, each with the connector that it is about: run (${Object.keys(RunEvent.shape).join(", ")});
hold (holdId, status: open, approved or rejected); connector, entries and attention say that what can be asked about has changed.
The first event is position: nothing is told of what was folded before it, and whose header Position is earlier may lack something`;

/** What happens in an account, once it can be asked for. Whoever reads slowly misses progress, never an end. */
export const addAccountEvents: AddQueries = (app, { db, progress }) => {
  const hub = openActivityHub(db, progress);
  const schema = {
    summary:
      "What happens in an account, as server-sent events: ask anew for what they name, and when it opens for what was answered before its position",
    tags: ["accounts"],
    params: AccountPath,
    produces: ["text/event-stream"],
    response: { 200: z.string().describe(DESCRIPTION), ...problems },
  };
  app.get(`${ACCOUNT_PATH}/events`, { config: viewer, schema }, async ({ params: { account } }, reply) => {
    let stream: EventStream | undefined;
    const early: Activity[] = [];
    const stop = await hub.listen(account, (activity) => {
      if (stream === undefined) early.push(activity);
      else sendTo(stream, activity);
    });
    const { folded } = await positionsOf(db).catch((error: unknown) => {
      stop();
      throw error;
    });
    streamEvents(reply, "events follow", (opened) => {
      stream = opened;
      opened.send("position", "position", { position: formatPosition(folded) });
      for (const activity of early) sendTo(opened, activity);
      return stop;
    });
  });
};

const sendTo = ({ send, forget }: EventStream, { name, connector, data }: Activity): void => {
  const { key, overtakes } = keysOf(name, connector, data);
  if (overtakes !== undefined) forget(overtakes);
  send(key, name, { connector, ...data });
};

const keysOf = (name: Activity["name"], connector: string, data: Activity["data"]): { key: string; overtakes?: string } => {
  const progress = `progress/${connector}`;
  if ("event" in data) {
    if (data.event === "progressed") return { key: progress };
    const key = `${data.event}/${data.syncId ?? data.requestId}`;
    return data.event === "ended" ? { key, overtakes: progress } : { key };
  }
  return { key: "holdId" in data ? `hold/${data.holdId}` : `${name}/${connector}` };
};
