import { readFile } from "node:fs/promises";
import { checkStreams, connectEventLog } from "@dirstream/event-log";
import { openLog, refuseToStart, shutdownSignal, startHttp } from "@dirstream/service";
import { newAgenda } from "./agenda.ts";
import { readSchedulerConfig } from "./config.ts";
import { schedulerMetrics } from "./metrics.ts";
import { requestSyncs } from "./request-syncs.ts";

const name = "scheduler-service";
const { NATS_URL: servers, NATS_NAMESPACE: namespace, NATS_CREDS_FILE, HOST: host, PORT: port, LOG_LEVEL } = readSchedulerConfig();
const signal = shutdownSignal();
const log = openLog(name, LOG_LEVEL);
const agenda = newAgenda();
const { registry, onRecorded } = schedulerMetrics(name, agenda);
let ready = () => false;

try {
  await using _http = await startHttp({ name, log, host, port, ready: () => ready(), metrics: registry });
  const credentials = NATS_CREDS_FILE === undefined ? undefined : await readFile(NATS_CREDS_FILE, "utf8");
  const onStatus = (status: { type: string; data: string }) => log.info(status, "event log");
  await using eventLog = await connectEventLog({ servers, name, credentials, namespace, onStatus, signal });
  await checkStreams(eventLog);

  const gone = eventLog.closed.then(() => Promise.reject(new Error("The connection to the event log is gone for good.")));
  const onCaughtUp = () => {
    ready = eventLog.connected;
  };
  const alarm = (sentence: string) => log.error(sentence);
  await Promise.race([gone, requestSyncs({ log: eventLog, agenda, now: Date.now, signal, onCaughtUp, onRecorded, alarm })]);
} catch (error) {
  if (!signal.aborted) refuseToStart(error);
}
