import { ask, pause } from "./ask.ts";
import { type ApiError, ERROR_CODES, Refused, StreamFull, WrongExpectedSequence } from "./errors.ts";
import type { EventLog, Headers } from "./event-log.ts";
import { messageHeaders } from "./headers.ts";
import { lastMessage, messageAfter } from "./look-up.ts";
import { streamOf } from "./names.ts";

export interface Append {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers?: Headers | undefined;
  /** The sequence of the last message on the subject; 0 when there must be none. */
  readonly expectedSequence: number;
  readonly signal?: AbortSignal | undefined;
}

export const EXPECTED_SEQUENCE = "Nats-Expected-Last-Subject-Sequence";

interface PublishAnswer {
  readonly seq?: number;
  readonly error?: ApiError;
}

/**
 * Appends one message and returns its sequence. Throws WrongExpectedSequence or StreamFull.
 * Where no answer comes it is sent again with the same expectation, until it is known to be stored: the expectation
 * lets one of them through. Payloads must therefore be unique; random event ids see to that.
 */
export const append = async (log: EventLog, { subject, payload, headers, expectedSequence, signal }: Append): Promise<number> => {
  const encoded = messageHeaders({ ...headers, [EXPECTED_SEQUENCE]: expectedSequence });
  const stream = streamOf(subject);
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(log, log.names.subject(subject), payload, { headers: encoded, signal });
    const { seq, error } = answer?.json<PublishAnswer>() ?? {};
    if (seq !== undefined && error === undefined) return seq;

    if (error?.err_code === ERROR_CODES.wrongLastSequence) {
      const next = await messageAfter(log, { stream, subject, after: expectedSequence, signal });
      if (next !== undefined && Buffer.compare(next.payload, payload) === 0) return next.sequence;
      const last = await lastMessage(log, { stream, subject, signal });
      throw new WrongExpectedSequence(subject, expectedSequence, last?.sequence ?? 0);
    }
    if (error?.err_code === ERROR_CODES.full) throw new StreamFull(log.names.stream(stream));
    if (error !== undefined && error.code !== 503 && error.err_code !== ERROR_CODES.expectationInFlight) {
      throw new Refused(`a message on ${subject}`, error);
    }
    await pause(attempt, signal);
  }
};
