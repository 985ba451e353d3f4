import type { Msg } from "nats";
import { ask, type Question as WireQuestion } from "./ask.ts";
import type { EventLog } from "./event-log.ts";

export interface Question {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks; undefined when nobody answered in time, or nobody is there to answer. */
export const request = async (log: EventLog, question: Question): Promise<Uint8Array | undefined> =>
  (await askInTime(log, log.names.subject(question.subject), question))?.data;

/** The time is for everything: also for the connection to come back. `subject` is as on the wire. */
export const askInTime = async (
  log: EventLog,
  subject: string,
  { payload, timeoutMs, signal, inbox }: Omit<Question, "subject"> & Pick<WireQuestion, "inbox">,
): Promise<Msg | undefined> => {
  const inTime = AbortSignal.timeout(timeoutMs);
  try {
    const either = signal === undefined ? inTime : AbortSignal.any([signal, inTime]);
    return await ask(log, subject, payload, { timeoutMs, signal: either, inbox });
  } catch (error) {
    if (inTime.aborted && !signal?.aborted) return undefined;
    throw error;
  }
};

export interface Respond {
  readonly subject: string;
  /** Of those who answer under one queue name, one gets each question. */
  readonly queue?: string | undefined;
  readonly handle: (payload: Uint8Array, subject: string) => Promise<Uint8Array> | Uint8Array;
  /** A handler that throws gives no answer; this is told why. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Answers questions until it is disposed of; then it finishes those that it has begun. */
export const respond = (log: EventLog, { subject, queue, handle, onError }: Respond): AsyncDisposable => {
  const atWork = new Set<Promise<void>>();
  const subscription = log.nats.subscribe(log.names.subject(subject), {
    ...(queue !== undefined && { queue }),
    callback: (error, message) => {
      if (error !== null) return onError?.(error);
      const work = (async () => message.respond(await handle(message.data, log.names.plain(message.subject))))()
        .then(() => {}, onError)
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
