import { randomUUID } from "node:crypto";
import { STREAM_NAMES, SYNC_WORK } from "@dirstream/contracts";
import { askApi } from "./ask.ts";
import { ERROR_CODES, EventLogMisconfigured, Refused } from "./errors.ts";
import type { EventLog } from "./event-log.ts";
import {
  allSettings,
  difference,
  type ServerInfo,
  type Settings,
  type StreamSettings,
  serverProblem,
  streamSettings,
  workConsumerSettings,
} from "./stream-settings.ts";

export interface Provision {
  readonly replicas?: 1 | 3 | 5 | undefined;
  /** Of each of the three streams; unlimited, or as it is, when left out. */
  readonly maxBytes?: number | undefined;
}

interface StreamInfo {
  readonly config: Readonly<Record<string, unknown>> & { readonly num_replicas: number; readonly max_bytes: number };
}

/** Creates what is missing: streams, the work consumer, the bucket. Needs the admin user. Throws EventLogMisconfigured. */
export const provision = async (log: EventLog, options: Provision = {}): Promise<void> => {
  requireServer(log);
  for (const wanted of allSettings(log.names)) await provisionStream(log, wanted, options);
  await provisionConsumer(log);
};

/** Looks, changes nothing, and throws EventLogMisconfigured when the server or a stream is not as it must be. */
export const checkStreams = async (log: EventLog): Promise<void> => {
  await log.whenConnected();
  requireServer(log);
  for (const name of STREAM_NAMES) {
    const wanted = streamSettings(log.names, name);
    const found = await find<StreamInfo>(log, `STREAM.INFO.${wanted.name}`);
    if (found === undefined)
      throw new EventLogMisconfigured(`The stream ${wanted.name} is missing: provision the log as its admin user first`);
    requireSame(`The stream ${wanted.name}`, wanted, found.config);
  }
};

const requireServer = ({ nats }: EventLog): void => {
  const problem = nats.info === undefined ? undefined : serverProblem(nats.info as ServerInfo);
  if (problem !== undefined) throw new EventLogMisconfigured(problem);
};

const requireSame = (what: string, wanted: Settings, found: Readonly<Record<string, unknown>>): void => {
  const problem = difference(what, wanted, found);
  if (problem !== undefined) throw new EventLogMisconfigured(problem);
};

const provisionStream = async (log: EventLog, wanted: StreamSettings, options: Provision): Promise<void> => {
  const name = wanted.name;
  const isBucket = name.startsWith("KV_");
  const maxBytes = isBucket ? undefined : options.maxBytes;
  const found = await find<StreamInfo>(log, `STREAM.INFO.${name}`);
  if (found === undefined) {
    const size = { num_replicas: options.replicas ?? 1, max_bytes: maxBytes ?? -1 };
    await askApi(log, `STREAM.CREATE.${name}`, { ...wanted, ...size, metadata: { identity: randomUUID() } }).catch(someoneElseDidIt);
    return provisionStreamAgain(log, wanted);
  }
  requireSame(`The stream ${name}`, wanted, found.config);
  const { num_replicas, max_bytes } = found.config;
  const size = { num_replicas: options.replicas ?? num_replicas, max_bytes: maxBytes ?? max_bytes };
  if (size.num_replicas !== num_replicas || size.max_bytes !== max_bytes) {
    await askApi(log, `STREAM.UPDATE.${name}`, { ...found.config, ...size });
  }
};

/** A server that ignores what it does not know would create something else than was asked for. */
const provisionStreamAgain = async (log: EventLog, wanted: StreamSettings): Promise<void> => {
  const { config } = await askApi<StreamInfo>(log, `STREAM.INFO.${wanted.name}`);
  requireSame(`The stream ${wanted.name}`, wanted, config);
};

const STREAM_NAME_IN_USE = 10058;

/** Two provision at once, or the first answer was lost: what is there is looked at afterwards. */
const someoneElseDidIt = (error: unknown): void => {
  if (!(error instanceof Refused && error.errorCode === STREAM_NAME_IN_USE)) throw error;
};

const provisionConsumer = async (log: EventLog): Promise<void> => {
  const stream = log.names.stream(SYNC_WORK.stream);
  const { consumer } = SYNC_WORK;
  const found = await find<{ config: Readonly<Record<string, unknown>> }>(log, `CONSUMER.INFO.${stream}.${consumer}`);
  if (found !== undefined) return requireSame(`The consumer ${consumer} of ${stream}`, workConsumerSettings, found.config);
  const config = { ...workConsumerSettings, name: consumer };
  await askApi(log, `CONSUMER.CREATE.${stream}.${consumer}`, { stream_name: stream, config, action: "create" });
};

const find = async <Found>(log: EventLog, verb: string): Promise<Found | undefined> => {
  try {
    return await askApi<Found>(log, verb);
  } catch (error) {
    if (error instanceof Refused && (error.errorCode === ERROR_CODES.streamNotFound || error.errorCode === ERROR_CODES.consumerNotFound)) {
      return undefined;
    }
    throw error;
  }
};
