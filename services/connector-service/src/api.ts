import { type Auth, type HttpServer, type Log, startHttp } from "@dirstream/service";
import { addAccountRoutes } from "./accounts/account-routes.ts";
import { addAttentionTestRoute } from "./accounts/attention-test-route.ts";
import { addConnectionTestRoutes } from "./ask-fetcher/connection-test-routes.ts";
import { addLookupRoutes } from "./ask-fetcher/lookup-routes.ts";
import { addPreviewRoutes } from "./ask-fetcher/preview-routes.ts";
import type { Commands } from "./command.ts";
import { addConnectorRoutes } from "./connectors/connector-routes.ts";
import { addReadModelRoutes } from "./read-model-routes.ts";
import { addSyncRoutes } from "./syncs/sync-routes.ts";

interface Api extends Commands {
  readonly auth: Auth;
  readonly log: Log;
  readonly host: string;
  readonly port: number;
}

/** Serves the commands. It answers from the start; until the log is there, with the problem that it is away. */
export const startApi = ({ auth, host, port, ...commands }: Api): Promise<HttpServer> =>
  startHttp({
    name: "connector-service",
    log: commands.log,
    host,
    port,
    auth,
    ready: () => commands.eventLog()?.connected() ?? false,
    openapi: { title: "dirstream commands", path: "/api/v1/openapi.json" },
    register: (app) => {
      addAccountRoutes(app, commands);
      addAttentionTestRoute(app, commands);
      addConnectorRoutes(app, commands);
      addSyncRoutes(app, commands);
      addConnectionTestRoutes(app, commands);
      addPreviewRoutes(app, commands);
      addLookupRoutes(app, commands);
      addReadModelRoutes(app, commands);
    },
  });
