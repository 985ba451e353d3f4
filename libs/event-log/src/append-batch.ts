import { randomBytes } from "node:crypto";
import type { StreamName } from "@dirstream/contracts";
import type { Msg } from "nats";
import { EXPECTED_SEQUENCE } from "./append.ts";
import { ask, pause } from "./ask.ts";
import { type ApiError, ERROR_CODES, Refused } from "./errors.ts";
import type { EventLog, Headers, RecordedMessage } from "./event-log.ts";
import { type Framed, framesOf, sendFrames } from "./frames.ts";
import { headerLines, publishable } from "./headers.ts";
import { lastMessage } from "./look-up.ts";

export const MAX_BATCH_MESSAGES = 1000;
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;
export const MAX_MESSAGE_BYTES = 900 * 1024;

export interface BatchMessage {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers?: Headers | undefined;
  /** The sequence of the last message on the subject; 0 when there must be none; left out: whatever is there. */
  readonly expectedSequence?: number | undefined;
}

export interface Batch {
  readonly stream: StreamName;
  readonly messages: readonly BatchMessage[];
  readonly signal?: AbortSignal | undefined;
}

export type BatchOutcome =
  | { readonly kind: "stored"; readonly first: number; readonly last: number }
  /** The first subject is still as expected, another expectation failed: what the writer knew was too old. */
  | { readonly kind: "staleRead"; readonly said: string }
  /** Another writer appended to the first message's subject. */
  | { readonly kind: "displaced"; readonly by: RecordedMessage | undefined }
  | { readonly kind: "full" };

interface CommitAnswer {
  readonly seq?: number;
  readonly count?: number;
  readonly error?: ApiError;
}

const BATCH_ID = "Nats-Batch-Id";
const BATCH_SEQUENCE = "Nats-Batch-Sequence";
/** It is stored with every message, so it is short; nobody else's is ever the same. */
const BATCH_ID_BYTES = 12;
const AGAIN: readonly number[] = [ERROR_CODES.expectationInFlight, ERROR_CODES.batchIncomplete, ERROR_CODES.tooManyBatches];
const MAX_REFUSALS = 10;

/**
 * Appends all messages or none. The first one must carry an expectation: its subject tells whose turn it is to write.
 * Where no answer comes the same messages are sent again under a new batch id, until it is known what became of them:
 * the expectations let one batch through at most, however late a former one is judged.
 */
export const appendBatch = async (log: EventLog, { stream, messages, signal }: Batch): Promise<BatchOutcome> => {
  const prepared = prepare(log, messages);
  const [first] = messages as readonly [BatchMessage, ...BatchMessage[]];
  const ourBatchIds = new Set<string>();
  let refusals = 0;
  for (let attempt = 1; ; attempt++) {
    const batchId = randomBytes(BATCH_ID_BYTES).toString("base64url");
    ourBatchIds.add(batchId);
    const { seq, error } = (await send(log, prepared, batchId, signal))?.json<CommitAnswer>() ?? {};
    if (seq !== undefined && error === undefined) return { kind: "stored", first: seq - messages.length + 1, last: seq };

    if (error?.err_code === ERROR_CODES.wrongLastSequence) {
      const last = await lastMessage(log, { stream, subject: first.subject, signal });
      const became = whatBecameOf(last, first.expectedSequence ?? 0, messages.length, ourBatchIds);
      return became.kind === "staleRead" ? { ...became, said: error.description } : became;
    }
    if (error?.err_code === ERROR_CODES.full) return { kind: "full" };
    if (error !== undefined && error.code !== 503) {
      refusals++;
      if (!AGAIN.includes(error.err_code) || refusals > MAX_REFUSALS) throw new Refused(`a batch on ${first.subject}`, error);
    }
    await pause(attempt, signal);
  }
};

/** An expectation failed. The last message of the batch's first subject, as its leader has it, tells which. */
export const whatBecameOf = (
  last: RecordedMessage | undefined,
  expectedSequence: number,
  messageCount: number,
  ourBatchIds: ReadonlySet<string>,
): Exclude<BatchOutcome, { kind: "staleRead" }> | { readonly kind: "staleRead" } => {
  if (last !== undefined && ourBatchIds.has(last.header(BATCH_ID) ?? "")) {
    const first = last.sequence - Number(last.header(BATCH_SEQUENCE)) + 1;
    return { kind: "stored", first, last: first + messageCount - 1 };
  }
  return (last?.sequence ?? 0) === expectedSequence ? { kind: "staleRead" } : { kind: "displaced", by: last };
};

/** With header lines that are the message's own. */
const prepare = (log: EventLog, messages: readonly BatchMessage[]): readonly Framed[] => {
  if (messages[0]?.expectedSequence === undefined) throw new TypeError("The first message of a batch must have an expected sequence");
  if (messages.length > MAX_BATCH_MESSAGES) throw new RangeError(`A batch of ${messages.length} messages is above ${MAX_BATCH_MESSAGES}`);
  let batchBytes = 0;
  const prepared = messages.map(({ subject, payload, headers, expectedSequence }) => {
    const expectation = expectedSequence === undefined ? "" : `${EXPECTED_SEQUENCE}: ${expectedSequence}\r\n`;
    const lines = headers === undefined ? expectation : headerLines(headers) + expectation;
    const bytes = lines.length + payload.byteLength;
    if (bytes > MAX_MESSAGE_BYTES) throw new RangeError(`A message of ${bytes} bytes on ${subject} is above ${MAX_MESSAGE_BYTES}`);
    batchBytes += bytes;
    return { subject: log.names.subject(subject), payload, lines };
  });
  if (batchBytes > MAX_BATCH_BYTES) throw new RangeError(`A batch of ${batchBytes} bytes is above ${MAX_BATCH_BYTES}`);
  return prepared;
};

/** Only the last message is answered: it decides. undefined: no answer came. */
const send = async (log: EventLog, messages: readonly Framed[], batchId: string, signal?: AbortSignal): Promise<Msg | undefined> => {
  await log.whenConnected(signal);
  const ownLines = (at: number): string => `${BATCH_ID}: ${batchId}\r\n${BATCH_SEQUENCE}: ${at + 1}\r\n`;
  const decisive = messages.length - 1;
  if (decisive > 0) sendFrames(log.nats, framesOf(messages.slice(0, decisive), ownLines));
  const { subject, payload, lines } = messages[decisive] as Framed;
  return ask(log, subject, payload, { headers: publishable(`${ownLines(decisive)}Nats-Batch-Commit: 1\r\n${lines}`), signal });
};
