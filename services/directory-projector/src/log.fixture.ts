import { STREAM_NAMES, type StreamName } from "@dirstream/contracts";
import { append, connectEventLog, type EventLog, lastMessage, provision } from "@dirstream/event-log";
import type { RandomLog } from "./fold/random-log.fixture.ts";
import type { Message } from "./fold/read-event.ts";

let namespaces = 0;

/** Streams of their own on the shared server. */
export const openTestLog = async (servers: string, onStatus: (status: { type: string }) => void = () => undefined): Promise<EventLog> => {
  const namespace = `p${process.pid}-${Date.now().toString(36)}-${++namespaces}`;
  const log = await connectEventLog({ servers, name: "projector test", namespace, onStatus });
  await provision(log);
  return log;
};

/** Appends what a random log holds; the sequences of an empty stream come out the same. */
export const store = async (log: EventLog, random: RandomLog, streams: readonly StreamName[] = STREAM_NAMES): Promise<void> => {
  const last = new Map<string, number>();
  for (const stream of streams) {
    for (const message of random[stream]) await storeOne(log, message, last);
  }
};

const storeOne = async (log: EventLog, { subject, payload }: Message, last: Map<string, number>): Promise<void> => {
  last.set(subject, await append(log, { subject, payload, expectedSequence: last.get(subject) ?? 0 }));
};

/** Appends to a subject whatever is there already. */
export const appendTo = async (log: EventLog, stream: StreamName, subject: string, payload: Uint8Array | string): Promise<number> => {
  const before = await lastMessage(log, { stream, subject });
  const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  return append(log, { subject, payload: bytes, expectedSequence: before?.sequence ?? 0 });
};
