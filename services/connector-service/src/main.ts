import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type ConnectionStatus, checkStreams, connectEventLog, type EventLog } from "@dirstream/event-log";
import { openAuth, openLog, readConfig, refuseToStart, shutdownSignal } from "@dirstream/service";
import { startApi } from "./api.ts";
import { Config } from "./config.ts";
import { keepSwept } from "./passwords/keep-swept.ts";
import { openSeal } from "./passwords/seal.ts";

const config = readConfig(Config);
const signal = shutdownSignal();
const stopped = once(signal, "abort");
const log = openLog("connector-service", config.LOG_LEVEL);
const [auth, seal, credentials] = await Promise.all([
  openAuth(config),
  openSeal(config.SEAL_PUBLIC_KEY_FILE),
  config.NATS_CREDS_FILE === undefined ? undefined : readFile(config.NATS_CREDS_FILE, "utf8"),
]).catch(refuseToStart);

let eventLog: EventLog | undefined;
await using connections = new AsyncDisposableStack(); // closed last: commands that are under way end first
await using _api = await startApi({ auth, seal, log, host: config.HOST, port: config.PORT, eventLog: () => eventLog }).catch(refuseToStart);

try {
  const onStatus = (status: ConnectionStatus) => log.info(status, "event log");
  const { NATS_URL: servers, NATS_NAMESPACE: namespace } = config;
  const connected = await connectEventLog({ servers, name: "connector-service", credentials, namespace, onStatus, signal });
  connections.use(connected);
  await checkStreams(connected);
  eventLog = connected;
  void keepSwept(connected, log, signal);
  await Promise.race([stopped, connected.closed]);
  if (!signal.aborted) throw new Error("The connection to the event log is gone for good.");
} catch (error) {
  if (!signal.aborted) refuseToStart(error);
}
