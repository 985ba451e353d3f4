import { requestEvents, SyncRunAlive, subjects, syncEvents } from "@dirstream/contracts";
import { type EventLog, lastMessage, readToEnd, request } from "@dirstream/event-log";
import type { Place } from "./place.ts";
import { type LastLifecycle, payloadHash } from "./run/lifecycle.ts";
import type { PendingRequest } from "./run/pending.ts";

/** The last lifecycle message, asked of the stream's leader: a stale one would cost a run. */
export const readLastLifecycle = async (
  log: EventLog,
  { account, connector }: Place,
): Promise<(LastLifecycle & { time: string }) | undefined> => {
  const message = await lastMessage(log, { stream: "DIRECTORY", subject: subjects.sync(account, connector), from: "leader" });
  if (message === undefined) return undefined;
  const decoded = syncEvents.decode(message.payload);
  if (decoded.kind !== "event") {
    throw new Error(`message ${message.sequence} of the stream DIRECTORY cannot be read by this fetcher; a newer one may be needed`);
  }
  return { event: decoded.event, sequence: message.sequence, hash: payloadHash(message.payload), time: message.time };
};

/** The connector's requests behind a sequence, in their order. */
export const readPending = async (log: EventLog, { account, connector }: Place, covered: number): Promise<PendingRequest[]> => {
  const pending: PendingRequest[] = [];
  const filters = [subjects.syncRequest(account, connector)];
  for await (const messages of readToEnd(log, { stream: "SYNC_REQUESTS", filters, after: covered })) {
    for (const { payload, sequence } of messages) {
      const decoded = requestEvents.decode(payload);
      if (decoded.kind === "event" && decoded.event.type === "SyncRequested") pending.push({ ...decoded.event.data, sequence });
    }
  }
  return pending;
};

const OWNER_ANSWERS_WITHIN_MS = 2_000;

/** Whether a run's owner still lives. A wrong guess costs a run, never the log: its next batch would be refused. */
export const isOwnerAlive = async (log: EventLog, syncId: string): Promise<boolean> => {
  const answer = await request(log, { subject: subjects.syncRun(syncId), payload: new Uint8Array(), timeoutMs: OWNER_ANSWERS_WITHIN_MS });
  return answer !== undefined && SyncRunAlive.safeParse(JSON.parse(Buffer.from(answer).toString("utf8"))).data?.syncId === syncId;
};
