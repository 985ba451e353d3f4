import { webhooks } from "@dirstream/contracts";
import { type Auth, type HttpServer, type Log, type Registry, startHttp } from "@dirstream/service";
import type { ProjectorMetrics } from "../projector-metrics.ts";
import { addQueries } from "./add-queries.ts";
import { databaseAway } from "./database-away.ts";
import type { Queries } from "./queries.ts";

interface Api extends Omit<Queries, "nowMs"> {
  readonly auth: Auth;
  readonly log: Log;
  readonly host: string;
  readonly port: number;
  readonly registry: Registry;
  readonly metrics: ProjectorMetrics;
}

/** Serves the queries; a process that stands by serves them as well as the one that folds. */
export const startApi = ({ auth, log, host, port, registry, metrics, ...queries }: Api): Promise<HttpServer> =>
  startHttp({
    name: "directory-projector",
    log,
    host,
    port,
    auth,
    metrics: registry,
    problemOf: databaseAway,
    ready: () => ["projecting", "standing by"].includes(metrics.currentState()) && queries.eventLog()?.connected() === true,
    openapi: { title: "dirstream queries", path: "/api/v1/openapi.json", webhooks },
    register: (app) => addQueries(app, { ...queries, nowMs: Date.now }),
  });
