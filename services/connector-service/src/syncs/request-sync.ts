import { randomUUID } from "node:crypto";
import { requestEvents, type SyncRequest, subjects } from "@dirstream/contracts";
import { append, type EventLog, readToEnd, WrongExpectedSequence } from "@dirstream/event-log";
import { unavailable } from "@dirstream/service";
import { readLastRun } from "./last-run.ts";

const MOST_ATTEMPTS = 20;
const SOURCE = "/dirstream/connector-service";

/** What is asked for; the id and the slot are not the asker's. */
export type Wish = Pick<SyncRequest, "kind" | "mode" | "reason" | "causedBy" | "by">;

export interface RecordedRequest {
  readonly sequence: number;
  readonly request: SyncRequest;
}

export interface Requested {
  readonly requestId: string;
  readonly sequence: number;
}

/** Appends a request for a run, or answers with the one that is there already and will do. */
export const requestSync = async (
  log: EventLog,
  account: string,
  connector: string,
  wish: Wish,
  signal: AbortSignal,
): Promise<Requested> => {
  const subject = subjects.syncRequest(account, connector);
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const { requests, lastSequence } = await readRequests(log, subject, signal);
    const { takenUpTo } = await readLastRun(log, account, connector, signal);
    const found = requests.find((recorded) => serves(recorded, wish, takenUpTo));
    if (found !== undefined) return { requestId: found.request.requestId, sequence: found.sequence };

    const request: SyncRequest = { ...wish, requestId: randomUUID(), slot: null };
    const metadata = { id: randomUUID(), source: SOURCE, time: new Date().toISOString() };
    const payload = requestEvents.encode({ type: "SyncRequested", data: request }, metadata);
    try {
      const sequence = await append(log, { subject, payload, expectedSequence: lastSequence, signal });
      return { requestId: request.requestId, sequence };
    } catch (error) {
      if (!(error instanceof WrongExpectedSequence)) throw error;
    }
  }
  throw unavailable("Many others are asking for this at the same time. Try again shortly.");
};

/**
 * Whether a recorded request does what is wished: for a command the one that names it, whoever appended it;
 * else one that no run has taken yet, of the same kind and at least as wide.
 */
export const serves = ({ sequence, request }: RecordedRequest, wish: Wish, takenUpTo: number): boolean => {
  if (wish.causedBy !== null) return request.causedBy === wish.causedBy;
  return sequence > takenUpTo && request.kind === wish.kind && (request.mode === wish.mode || request.mode === "full");
};

const readRequests = async (log: EventLog, subject: string, signal: AbortSignal) => {
  const requests: RecordedRequest[] = [];
  let lastSequence = 0;
  for await (const batch of readToEnd(log, { stream: "SYNC_REQUESTS", filters: [subject], signal })) {
    for (const { sequence, payload } of batch) {
      lastSequence = sequence;
      const decoded = requestEvents.decode(payload);
      if (decoded.kind === "event" && decoded.event.type === "SyncRequested") requests.push({ sequence, request: decoded.event.data });
    }
  }
  return { requests, lastSequence };
};
