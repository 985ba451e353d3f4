import { ErrorCode, headers, type Msg, NatsError } from "nats";
import { Unanswered } from "./errors.ts";
import type { EventLog } from "./event-log.ts";
import { askInTime, type Question } from "./request.ts";

/** On the last message of an answer: complete or failed. On the asker's last: unwanted. */
const ENDS = "Answer";
const NOTHING = new Uint8Array();
/** How long who answers waits until the next part is asked for. */
const PATIENCE_MS = 30_000;

const ending = (how: "complete" | "failed" | "unwanted") => {
  const set = headers();
  set.set(ENDS, how);
  return { headers: set };
};

/**
 * Asks, and gives out the answer part by part as it is made. Each part is asked for by replying to the one before: so both
 * sides answer once to everything that they are asked, nobody is sent more than it takes, and who stops reading stops the
 * work. `timeoutMs` is for each part. Throws Unanswered when nobody is there, or the answer is not complete.
 */
export async function* requestParts(
  log: EventLog,
  { subject, payload, timeoutMs, signal }: Question,
): AsyncGenerator<Uint8Array, void, undefined> {
  let part = await askForPart(log, log.names.subject(subject), { payload, timeoutMs, signal });
  if (part === undefined) throw new Unanswered(`Nobody has answered on ${subject}`);
  let isOver = false;
  try {
    for (;;) {
      const { reply, headers: told, data } = part;
      isOver = !reply;
      if (told?.get(ENDS) === "complete") return;
      if (!reply) throw new Unanswered(`The answer on ${subject} broke off`);
      yield data;
      isOver = true; // from here on the part is replied to
      const next = await askForPart(log, reply, { payload: NOTHING, timeoutMs, signal });
      if (next === undefined) throw new Unanswered(`The answer on ${subject} broke off`);
      part = next;
    }
  } finally {
    if (!isOver && log.connected()) part.respond(NOTHING, ending("unwanted"));
  }
}

/** A part that comes when nobody waits for it any more is answered too: that no more is wanted. */
const askForPart = async (log: EventLog, subject: string, question: Omit<Question, "subject">): Promise<Msg | undefined> => {
  const inbox = openInbox(log, question.timeoutMs + PATIENCE_MS);
  let part: Msg | undefined;
  try {
    part = await askInTime(log, subject, { ...question, inbox });
    return part;
  } finally {
    if (part === undefined) void inbox.answer.then((late) => late.reply && late.respond(NOTHING, ending("unwanted"))).catch(() => {});
  }
};

/** An inbox for one message, which goes with it, or after this time. */
const openInbox = ({ nats, newInbox }: EventLog, timeout: number) => {
  const subject = newInbox();
  const { promise: answer, resolve, reject } = Promise.withResolvers<Msg>();
  const subscription = nats.subscribe(subject, {
    ...{ max: 1, timeout },
    callback: (error, message) => {
      if (error !== null) subscription.unsubscribe();
      if (error !== null) reject(error);
      else if (message.headers?.code === NO_RESPONDERS && message.data.length === 0) reject(NatsError.errorForCode(ErrorCode.NoResponders));
      else resolve(message);
    },
  });
  return { subject, answer };
};

/** The status of an answer to what nobody has subscribed to. */
const NO_RESPONDERS = 503;

export interface RespondInParts {
  readonly subject: string;
  /** Of those who answer under one queue name, one gets each question. */
  readonly queue?: string | undefined;
  /** Its parts are taken one by one; when nobody wants more, it is returned from. */
  readonly handle: (payload: Uint8Array, subject: string) => AsyncIterable<Uint8Array>;
  /** A handler that throws ends the answer as failed; this is told why. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Answers questions of `requestParts` until it is disposed of; then it finishes those that it has begun. */
export const respondInParts = (log: EventLog, { subject, queue, handle, onError }: RespondInParts): AsyncDisposable => {
  const atWork = new Set<Promise<void>>();
  const subscription = log.nats.subscribe(log.names.subject(subject), {
    ...(queue !== undefined && { queue }),
    callback: (error, question) => {
      if (error !== null) return onError?.(error);
      const work = answer(log, question, () => handle(question.data, log.names.plain(question.subject)))
        .catch((reason: unknown) => onError?.(reason))
        .finally(() => atWork.delete(work));
      atWork.add(work);
    },
  });
  return {
    [Symbol.asyncDispose]: async () => {
      if (!log.nats.isClosed() && !subscription.isClosed()) subscription.unsubscribe();
      await Promise.all(atWork);
    },
  };
};

const answer = async (log: EventLog, question: Msg, handle: () => AsyncIterable<Uint8Array>): Promise<void> => {
  let asked: Msg = question;
  try {
    for await (const part of handle()) {
      const next = await handOver(log, asked, part);
      if (next === undefined) return;
      asked = next;
    }
    asked.respond(NOTHING, ending("complete"));
  } catch (error) {
    if (log.connected()) asked.respond(NOTHING, ending("failed"));
    throw error;
  }
};

const GONE: readonly string[] = [ErrorCode.Timeout, ErrorCode.NoResponders, ErrorCode.Disconnect];

/** Gives a part to who has asked for it; undefined when nobody wants another. */
const handOver = async (log: EventLog, { reply }: Msg, part: Uint8Array): Promise<Msg | undefined> => {
  if (!reply) return undefined;
  try {
    const next = await log.nats.request(reply, part, { timeout: PATIENCE_MS });
    return next.headers?.get(ENDS) === "unwanted" ? undefined : next;
  } catch (error) {
    if (error instanceof NatsError && GONE.includes(error.code)) return undefined;
    throw error;
  }
};
