import { Progress } from "@dirstream/contracts";
import * as z from "zod";
import { requireConnector } from "./connector-view.ts";
import { type AddQueries, CONNECTOR_PATH, ConnectorPath, problems, viewer } from "./queries.ts";

const HEARTBEAT_MS = 10_000;

/** Server-sent events (HTML, section 9.2): `progress` with what a run publishes while it goes on; the last known at once. */
export const addProgressStream: AddQueries = (app, { db, progress }) => {
  const schema = {
    summary: "The progress of a connector's runs as server-sent events",
    tags: ["synchronisations"],
    params: ConnectorPath,
    produces: ["text/event-stream"],
    response: { 200: z.string().describe(`Events named progress; their data: ${Object.keys(Progress.shape).join(", ")}`), ...problems },
  };
  app.get(`${CONNECTOR_PATH}/progress`, { config: viewer, schema }, async ({ params, raw: request }, reply) => {
    await requireConnector(db, params);
    reply.hijack();
    const { raw: response } = reply;
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" });
    response.write(": progress follows\n\n");
    const unsubscribe = progress.listen(params, (data) => {
      // Progress is about now: a reader that is too slow misses some of it.
      if (!response.writableNeedDrain) response.write(`event: progress\ndata: ${JSON.stringify(data)}\n\n`);
    });
    const heartbeat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
    request.once("close", () => {
      clearInterval(heartbeat);
      unsubscribe();
      response.end();
    });
  });
};
