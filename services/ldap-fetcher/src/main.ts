import { readFile } from "node:fs/promises";
import { SYNC_WORK, subjects } from "@dirstream/contracts";
import { checkStreams, connectEventLog, consumeWork, respondInParts, type WorkItem } from "@dirstream/event-log";
import { allowAddressIn, openLog, refuseToStart, shutdownSignal, startHttp } from "@dirstream/service";
import { readFetcherConfig } from "./config.ts";
import { answerTest } from "./connection-test/answer-tests.ts";
import { type Fetcher, handleSyncRequest } from "./handle-sync-request.ts";
import { leavingSignal } from "./leaving.ts";
import { answerLookup } from "./lookup/answer-lookups.ts";
import { openPassword, readPrivateKeys } from "./open-password.ts";
import { answerPreview } from "./preview/answer-previews.ts";

const name = "ldap-fetcher";
const config = readFetcherConfig();
const log = openLog(name, config.LOG_LEVEL);
const signal = shutdownSignal();
const { NATS_URL: servers, NATS_NAMESPACE: namespace, HOST: host, PORT: port } = config;
let ready = () => false;

try {
  const keys = await readPrivateKeys(config.SEAL_PRIVATE_KEYS_FILE);
  await using _http = await startHttp({ name, log, host, port, ready: () => ready() });
  const credentials = config.NATS_CREDS_FILE === undefined ? undefined : await readFile(config.NATS_CREDS_FILE, "utf8");
  const onStatus = (status: { type: string; data: string }) => log.info(status, "event log");
  await using eventLog = await connectEventLog({ servers, name, credentials, namespace, onStatus, signal });
  await checkStreams(eventLog);
  ready = eventLog.connected;

  const fetcher: Fetcher = {
    log: eventLog,
    access: {
      openPassword: (at, place, version) => openPassword(at, keys, place, version),
      allowAddress: allowAddressIn(config.ALLOW_ADDRESSES, config.DENY_ADDRESSES),
      pageSize: config.PAGE_SIZE,
      inactivityMs: config.MOST_SILENCE_SECONDS * 1_000,
    },
    signal: leavingSignal(signal),
    retryDelaysMs: config.RETRY_DELAYS_MS,
    mostRunMs: config.MOST_RUN_MINUTES * 60_000,
    keeping: {
      snapshotAfter: config.SNAPSHOT_AFTER,
      onError: (error) => log.warn({ error }, "what is known could not be kept; the next run reads the log whole instead"),
    },
    report: (news, sentence) => log.info(news, sentence),
  };
  await using _tests = respondInParts(eventLog, {
    subject: subjects.connectionTest,
    queue: name,
    handle: (question) => answerTest({ ...fetcher, keys }, question),
    onError: (error) => log.error({ error }, "a connection test could not be carried out"),
  });
  const onPreviewError = (error: unknown) => log.error({ error }, "a preview could not be made");
  await using _previews = respondInParts(eventLog, {
    subject: subjects.preview,
    queue: name,
    handle: (question) => answerPreview({ ...fetcher, keys, onError: onPreviewError }, question),
    onError: onPreviewError,
  });
  const onLookupError = (error: unknown, of?: object) => log.error({ error, ...of }, "a lookup could not be answered");
  await using _lookups = respondInParts(eventLog, {
    subject: subjects.lookup,
    queue: name,
    handle: (question) => answerLookup({ ...fetcher, onError: onLookupError }, question),
    onError: onLookupError,
  });
  const handle = (item: WorkItem) => handleSyncRequest(fetcher, item);
  const onError = (error: unknown) => log.error({ error }, "a request could not be handled; it will be delivered again");
  const gone = eventLog.closed.then(() => Promise.reject(new Error("The connection to the event log is gone for good.")));
  const { CONCURRENCY: concurrency } = config;
  await Promise.race([gone, consumeWork(eventLog, { ...SYNC_WORK, concurrency, signal, handle, onError })]);
} catch (error) {
  if (!signal.aborted) refuseToStart(error);
}
