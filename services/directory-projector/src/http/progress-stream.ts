import { Progress } from "@dirstream/contracts";
import * as z from "zod";
import { requireConnector } from "./connector-view.ts";
import { streamEvents } from "./event-stream.ts";
import { type AddQueries, CONNECTOR_PATH, ConnectorPath, problems, viewer } from "./queries.ts";

/** `progress` with what a run publishes while it goes on; the last known at once. Who reads too slowly misses some of it: it is about now. */
export const addProgressStream: AddQueries = (app, { db, progress }) => {
  const schema = {
    summary: "The progress of a connector's runs as server-sent events",
    tags: ["synchronisations"],
    params: ConnectorPath,
    produces: ["text/event-stream"],
    response: { 200: z.string().describe(`Events named progress; their data: ${Object.keys(Progress.shape).join(", ")}`), ...problems },
  };
  app.get(`${CONNECTOR_PATH}/progress`, { config: viewer, schema }, async ({ params }, reply) => {
    await requireConnector(db, params);
    streamEvents(reply, "progress follows", ({ send }) => progress.listen(params, (data) => send("progress", "progress", data)));
  });
};
