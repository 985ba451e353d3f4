import { randomBytes } from "node:crypto";
import type { Msg } from "nats";
import { askApi } from "./ask.ts";
import type { EventLog } from "./event-log.ts";
import { statusCode, statusText } from "./headers.ts";
import { Intake } from "./intake.ts";
import { DeliveredMessage, headerBlock } from "./recorded-message.ts";

/** The consumer is gone, silent or out of order: a new one must go on from the position. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

export interface DeliveryOptions {
  /** By its name on the server. */
  readonly stream: string;
  /** Subjects on the wire; none: all. */
  readonly filters: readonly string[];
  /** Sequences up to this one are not delivered. */
  readonly after: number;
  readonly lastPerSubject?: boolean | undefined;
  readonly headersOnly?: boolean | undefined;
  /** Whether to wait for what is yet to come. */
  readonly follow: boolean;
  readonly maxMessages: number;
  readonly maxDelayMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Delivery extends Disposable {
  /** The next messages, in order; empty when a delivery that does not follow has come to its end. Throws Interrupted. */
  readonly next: () => Promise<DeliveredMessage[]>;
}

const HEARTBEAT_MS = 1000;
const SILENCE_MS = 3000;
const PULL_EXPIRES_MS = 30_000;
/** Of a pull, and of a batch: bounds the memory of a reader of large messages. More than the largest message has. */
const MOST_BYTES = 2 * 1024 * 1024;
/** How long the server keeps a consumer that asks for nothing: afterwards a slow reader gets a new one. */
const INACTIVE_MS = { following: 30_000, bounded: 5000 };
const NANOSECONDS = 1_000_000;

/**
 * An ephemeral consumer and what it delivers. The next pull is sent while the reader works on the last.
 * The client's own `consume()` sets no bound to what waits in memory for a slow reader.
 */
export const openDelivery = async (log: EventLog, options: DeliveryOptions): Promise<Delivery> => {
  const { stream, follow, signal } = options;
  const { consumer, pending } = await createConsumer(log, options);
  const intake = new Intake<DeliveredMessage>({ ...options, pending, maxBytes: MOST_BYTES });
  const inbox = log.newInbox();
  const wait = follow ? { expires: PULL_EXPIRES_MS * NANOSECONDS, idle_heartbeat: HEARTBEAT_MS * NANOSECONDS } : { no_wait: true };
  let pulls = 0;
  let heardAtMs = 0;
  let wake = () => {};

  const pull = (): void => {
    const batch = intake.beginPull();
    if (batch === 0 || !log.connected()) return;
    pulls++;
    heardAtMs = Date.now();
    const payload = JSON.stringify({ batch, max_bytes: MOST_BYTES, ...wait });
    log.nats.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, payload, { reply: `${inbox}.${pulls}` });
  };
  const interrupt = (why: string): void => {
    intake.interrupt(why);
    wake();
  };
  const subscription = log.nats.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      if (error !== null) return interrupt(error.message);
      heardAtMs = Date.now();
      const status = statusOf(message);
      if (status === undefined) intake.receive(new DeliveredMessage(message, log.names), heardAtMs);
      else if (message.subject === `${inbox}.${pulls}`) heed(intake, status); // else of a pull that is over
      pull();
      wake();
    },
  });
  const watchdog = setInterval(() => {
    if (intake.pullInFlight && Date.now() - heardAtMs > SILENCE_MS) interrupt("the server fell silent");
  }, 1000);
  const forget = log.onDisconnect(() => interrupt("the connection was lost"));
  const onAbort = () => wake();
  signal?.addEventListener("abort", onAbort);

  const next = async (): Promise<DeliveredMessage[]> => {
    for (;;) {
      signal?.throwIfAborted();
      pull();
      const dueInMs = intake.dueInMs(Date.now());
      if (dueInMs === 0) return intake.take(Date.now());
      if (dueInMs === undefined && intake.ended) return [];
      if (dueInMs === undefined && intake.interruption !== undefined) throw new Interrupted(intake.interruption);
      await new Promise<void>((resolve) => {
        const timer = dueInMs === undefined ? undefined : setTimeout(resolve, dueInMs);
        wake = () => {
          if (timer !== undefined && intake.dueInMs(Date.now()) !== 0) return; // only complete batches are early
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const dispose = (): void => {
    clearInterval(watchdog);
    forget();
    signal?.removeEventListener("abort", onAbort);
    if (!log.nats.isClosed()) subscription.unsubscribe();
  };
  return { next, [Symbol.dispose]: dispose };
};

const statusOf = (message: Msg): { readonly code: number; readonly text: string } | undefined => {
  const block = headerBlock(message);
  const code = statusCode(block);
  return code === undefined ? undefined : { code, text: statusText(block) };
};

const HEARTBEAT = 100;
const NO_MESSAGES = 404;
const TIMED_OUT = 408;
const CONFLICT = 409;

const heed = (intake: Intake<DeliveredMessage>, { code, text }: { readonly code: number; readonly text: string }): void => {
  if (code === NO_MESSAGES) intake.endOfMessages();
  else if (code === TIMED_OUT || (code === CONFLICT && PULL_OVER.test(text))) intake.endPull();
  else if (code !== HEARTBEAT) intake.interrupt(`${code} ${text}`);
};

/** These say that a pull is over and leave the consumer as it is; every other 409 says that something became of it. */
const PULL_OVER = /max ?bytes|batch completed/i;

const createConsumer = async (
  log: EventLog,
  { stream, filters, after, lastPerSubject = false, headersOnly = false, follow, signal }: DeliveryOptions,
): Promise<{ readonly consumer: string; readonly pending: number }> => {
  // Short: it stands in every message, and the client reads that byte by byte.
  const consumer = randomBytes(9).toString("base64url");
  const [filter, ...others] = filters;
  const start = lastPerSubject ? { deliver_policy: "last_per_subject" } : { deliver_policy: "by_start_sequence", opt_start_seq: after + 1 };
  const config = {
    name: consumer,
    ack_policy: "none",
    replay_policy: "instant",
    ...start,
    ...(others.length > 0 ? { filter_subjects: filters } : filter !== undefined && { filter_subject: filter }),
    ...(headersOnly && { headers_only: true }),
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: (follow ? INACTIVE_MS.following : INACTIVE_MS.bounded) * NANOSECONDS,
  };
  // A single filter is part of the subject, where permissions can limit it.
  const filtered = filter !== undefined && others.length === 0 ? `.${filter}` : "";
  const body = { stream_name: stream, config, action: "create" };
  const info = await askApi<{ num_pending: number }>(log, `CONSUMER.CREATE.${stream}.${consumer}${filtered}`, body, signal);
  return { consumer, pending: info.num_pending };
};
