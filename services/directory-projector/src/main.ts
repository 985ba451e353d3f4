import { readFile } from "node:fs/promises";
import { checkStreams, connectEventLog, type EventLog } from "@dirstream/event-log";
import { openAuth, openLog, openMetrics, readConfig, refuseToStart, shutdownSignal } from "@dirstream/service";
import { Config } from "./config.ts";
import { openDatabase } from "./database.ts";
import { startApi } from "./http/start-api.ts";
import { openProgressHub } from "./progress-hub.ts";
import { runProjector } from "./projector.ts";
import { openProjectorMetrics } from "./projector-metrics.ts";
import { openChannels } from "./telling/open-channels.ts";

const { HOST: host, PORT: port, NATS_URL: servers, NATS_NAMESPACE: namespace, ...config } = readConfig(Config);
const stop = shutdownSignal();
const log = openLog("directory-projector", config.LOG_LEVEL);
const credentials = config.NATS_CREDS_FILE === undefined ? undefined : await readFile(config.NATS_CREDS_FILE, "utf8").catch(refuseToStart);
const auth = await openAuth(config).catch(refuseToStart);

const channels = await openChannels(config).catch(refuseToStart);

const database = { url: config.DATABASE_URL, schema: config.DATABASE_SCHEMA };
const registry = openMetrics("directory-projector");
const metrics = openProjectorMetrics(registry);
const progress = openProgressHub();
let connected: EventLog | undefined;
let reconnects = 0;
const onStatus = (status: { type: string; data: string }) => {
  if (status.type === "reconnect") reconnects++;
  log.info(status, "event log");
};

try {
  await using db = openDatabase(database);
  await using _api = await startApi({ auth, log, host, port, registry, metrics, progress, channels, db, eventLog: () => connected });
  await using eventLog = await connectEventLog({ servers, name: "directory-projector", credentials, namespace, onStatus, signal: stop });
  await checkStreams(eventLog);
  connected = eventLog;
  const gone = eventLog.closed.then(() => Promise.reject(new Error("The connection to the event log is gone for good.")));
  const following = progress.follow(eventLog, stop);
  const projecting = runProjector({
    eventLog,
    database,
    signal: stop,
    log,
    metrics,
    reconnects: () => reconnects,
    onCommit: progress.committed,
    telling: { db, channels, everyMs: 1_000 * config.ATTENTION_EVERY_SECONDS, repeatMs: 60_000 * config.ATTENTION_REPEAT_MINUTES },
  });
  await Promise.race([gone, projecting, following.then(() => projecting)]);
} catch (error) {
  if (!stop.aborted) refuseToStart(error);
}
