import { setTimeout as delay } from "node:timers/promises";
import { ErrorCode, type Msg, type MsgHdrs, NatsError } from "nats";
import { type ApiError, ERROR_CODES, EventLogMisconfigured, Refused } from "./errors.ts";
import type { EventLog } from "./event-log.ts";

export interface Question {
  readonly timeoutMs?: number | undefined;
  readonly headers?: MsgHdrs | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where the answer is to go, and the answer; else one is made for it, and forgotten with it. */
  readonly inbox?: { readonly subject: string; readonly answer: Promise<Msg> } | undefined;
}

const TIMEOUT_MS = 5000;
const UNANSWERED: readonly string[] = [ErrorCode.Timeout, ErrorCode.NoResponders, ErrorCode.Disconnect];

/**
 * One question on a subject as it is on the wire. Waits for the connection first.
 * undefined: no answer came, so what it asked for may have happened, or may still happen.
 */
export const ask = async (log: EventLog, subject: string, payload: Uint8Array, question: Question = {}): Promise<Msg | undefined> => {
  const { timeoutMs = TIMEOUT_MS, headers, signal, inbox } = question;
  await log.whenConnected(signal);
  if (inbox !== undefined) log.nats.publish(subject, payload, { reply: inbox.subject, ...(headers && { headers }) });
  const answer = inbox?.answer ?? log.nats.request(subject, payload, { timeout: timeoutMs, ...(headers && { headers }) });
  const interrupted = Promise.withResolvers<undefined>();
  const giveUp = () => interrupted.resolve(undefined);
  const forget = log.onDisconnect(giveUp);
  signal?.addEventListener("abort", giveUp, { once: true });
  if (signal?.aborted) giveUp(); // while the connection was waited for
  try {
    return await Promise.race([answer, interrupted.promise]);
  } catch (error) {
    if (error instanceof NatsError && UNANSWERED.includes(error.code)) return undefined;
    if (error instanceof NatsError && error.code === ErrorCode.PermissionsViolation) throw notAllowed(subject, error);
    throw error;
  } finally {
    answer.catch(() => {}); // an answer that nobody waits for any more may still fail
    forget();
    signal?.removeEventListener("abort", giveUp);
    signal?.throwIfAborted();
  }
};

const notAllowed = (subject: string, cause: unknown): Error =>
  new EventLogMisconfigured(`The NATS user of this service may not publish to ${subject}: generate the server's configuration anew`, {
    cause,
  });

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/** Waits longer with each attempt (1, 2, 3, …), up to a second. */
export const pause = async (attempt: number, signal?: AbortSignal | undefined): Promise<void> => {
  signal?.throwIfAborted();
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  await delay(pauseMs, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
};

/** Asks until an answer comes, so only for what may be asked twice. */
export const askUntilAnswered = async (log: EventLog, subject: string, payload: Uint8Array, question: Question = {}): Promise<Msg> => {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(log, subject, payload, question);
    if (answer !== undefined) return answer;
    await pause(attempt, question.signal);
  }
};

const encoder = new TextEncoder();

/** Asks the JetStream API until it answers. Throws Refused when it says no. */
export const askApi = async <Answer>(log: EventLog, verb: string, body?: unknown, signal?: AbortSignal | undefined): Promise<Answer> => {
  const payload = encoder.encode(body === undefined ? "" : JSON.stringify(body));
  for (let attempt = 1; ; attempt++) {
    const message = await askUntilAnswered(log, `$JS.API.${verb}`, payload, { signal });
    const answer = message.json<Answer & { readonly error?: ApiError }>();
    if (answer.error === undefined) return answer;
    if (answer.error.err_code === ERROR_CODES.notEnabled || answer.error.err_code === ERROR_CODES.notEnabledForAccount) {
      throw new EventLogMisconfigured("JetStream is not enabled on this nats-server: add a jetstream block to its configuration");
    }
    if (answer.error.code !== 503) throw new Refused(verb, answer.error);
    await pause(attempt, signal); // the cluster has no leader for it at the moment
  }
};
