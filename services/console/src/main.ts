import { once } from "node:events";
import { openLog, shutdownSignal, startHttp } from "@dirstream/service";
import { readConsoleConfig } from "./config.ts";
import { serveOrigin } from "./origin.ts";

const { HOST, PORT, LOG_LEVEL, CONNECTOR_SERVICE_URL, PROJECTOR_URL } = readConsoleConfig();
const signal = shutdownSignal();
const log = openLog("console", LOG_LEVEL);

await using _server = await startHttp({
  name: "console",
  log,
  host: HOST,
  port: PORT,
  // Ready without the services behind it: their absence is better told in a sentence than by a balancer's empty page.
  ready: () => true,
  register: serveOrigin({ connectorService: CONNECTOR_SERVICE_URL, projector: PROJECTOR_URL }),
});
if (!signal.aborted) await once(signal, "abort");
