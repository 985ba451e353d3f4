import type { StreamName } from "@dirstream/contracts";
import { pause } from "./ask.ts";
import { type DeliveryOptions, Interrupted, openDelivery } from "./delivery.ts";
import type { EventLog, RecordedMessage } from "./event-log.ts";

const MAX_MESSAGES = 2000;
const MAX_DELAY_MS = 50;

export type Batches = AsyncGenerator<RecordedMessage[], void, undefined>;

export interface CatchUp {
  readonly stream: StreamName;
  /** Every subject of the stream when left out. */
  readonly filters?: readonly string[] | undefined;
  /** The position: the first message is the one after this sequence. */
  readonly after: number;
  readonly signal: AbortSignal;
  readonly maxMessages?: number | undefined;
  /** A batch that is not full is handed over this long after its first message. */
  readonly maxDelayMs?: number | undefined;
  readonly headersOnly?: boolean | undefined;
}

/**
 * Catches up and then follows, until the signal aborts: the generator then ends, without an error.
 * Never an empty batch, a skip or a repetition. While the caller works on a batch the next one comes in.
 */
export const readBatches = async function* (log: EventLog, { stream, filters, signal, ...options }: CatchUp): Batches {
  try {
    yield* deliver(log, { ...common(options), stream: log.names.stream(stream), filters: onWire(log, filters), follow: true, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

export interface ReadToEnd {
  readonly stream: StreamName;
  readonly filters?: readonly string[] | undefined;
  readonly after?: number | undefined;
  readonly maxMessages?: number | undefined;
  readonly headersOnly?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the stream holds at the time of the call, after the given sequence. Throws when the signal aborts. */
export const readToEnd = (log: EventLog, { stream, filters, signal, ...options }: ReadToEnd): Batches =>
  deliver(log, { ...common(options), stream: log.names.stream(stream), filters: onWire(log, filters), follow: false, signal });

export interface LastPerSubject {
  readonly stream: StreamName;
  readonly filter: string;
  readonly maxMessages?: number | undefined;
  readonly headersOnly?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The last message of every matching subject, in the order of the stream, as things stand at the call.
 * Only where the server was lost meanwhile may a subject come twice, the later message last. Throws when the signal aborts.
 */
export const lastPerSubject = (log: EventLog, { stream, filter, ...options }: LastPerSubject): Batches =>
  lastOfStream(log, { ...options, stream: log.names.stream(stream), filter: log.names.subject(filter) });

/** The same with names as they are on the server. */
export const lastOfStream = (
  log: EventLog,
  { stream, filter, signal, ...options }: Omit<LastPerSubject, "stream"> & { readonly stream: string },
): Batches => deliver(log, { ...common(options), stream, filters: [filter], lastPerSubject: true, follow: false, signal });

/** What `openDelivery` is told by every way of reading. */
const common = ({ after = 0, maxMessages = MAX_MESSAGES, maxDelayMs = MAX_DELAY_MS, headersOnly }: Common) => ({
  after,
  maxMessages,
  maxDelayMs,
  headersOnly,
});

type Common = { readonly [Option in "after" | "maxMessages" | "maxDelayMs" | "headersOnly"]?: DeliveryOptions[Option] | undefined };

const onWire = (log: EventLog, filters: readonly string[] = []): readonly string[] => filters.map(log.names.subject);

/** One consumer after another, each from where the one before it was left. */
const deliver = async function* (log: EventLog, options: DeliveryOptions): Batches {
  let position = options.after;
  for (let failures = 1; ; failures++) {
    try {
      using delivery = await openDelivery(log, { ...options, after: position });
      for (let batch = await delivery.next(); batch.length > 0; batch = await delivery.next()) {
        position = batch.at(-1)?.sequence ?? position;
        failures = 0;
        yield batch;
      }
      return;
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
    }
    await pause(failures, options.signal);
  }
};
