import type { StreamName } from "@dirstream/contracts";
import { ask, pause } from "./ask.ts";
import type { EventLog, RecordedMessage } from "./event-log.ts";
import { statusCode, statusText } from "./headers.ts";
import { DeliveredMessage, headerBlock } from "./recorded-message.ts";

/** `redeliveries` is 0 the first time. */
export interface WorkItem {
  readonly message: RecordedMessage;
  readonly redeliveries: number;
}

export type Verdict =
  | { readonly do: "ack" }
  /** It may work later. */
  | { readonly do: "nak"; readonly delayMs: number }
  /** It never will. */
  | { readonly do: "term"; readonly reason: string };

export interface ConsumeWork {
  readonly stream: StreamName;
  /** A durable consumer that an admin has provisioned. */
  readonly consumer: string;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** While it works the server is told so every 3 s. Where it throws, the message comes again after 5 s. */
  readonly handle: (item: WorkItem) => Promise<Verdict>;
  /** A handler threw, or the consumer does not answer (then without a message): for the service's log. */
  readonly onError?: ((error: unknown, message?: RecordedMessage) => void) | undefined;
}

const WORKING_EVERY_MS = 3000;
const AFTER_ERROR_MS = 5000;
const ACK_ATTEMPTS = 3;
const NANOSECONDS = 1_000_000;
const encoder = new TextEncoder();

/** Hands out work until the signal aborts; resolves when the last handler has finished. */
export const consumeWork = async (log: EventLog, work: ConsumeWork): Promise<void> => {
  await Promise.all(Array.from({ length: work.concurrency }, () => consumeOneByOne(log, work)));
};

const consumeOneByOne = async (log: EventLog, work: ConsumeWork): Promise<void> => {
  const { signal, onError } = work;
  using pulls = openPulls(log, work);
  for (let failures = 0; !signal.aborted; ) {
    try {
      const message = await pulls.next();
      failures = 0;
      if (message !== undefined) await handOut(log, work, message);
    } catch (error) {
      if (signal.aborted) return;
      if (failures === 0) onError?.(error); // once, however long it lasts
      failures++;
      await pause(failures, signal).catch(() => {});
    }
  }
};

const handOut = async (log: EventLog, { handle, onError }: ConsumeWork, message: DeliveredMessage): Promise<void> => {
  const working = setInterval(() => {
    if (log.connected()) log.nats.publish(message.reply, "+WPI");
  }, WORKING_EVERY_MS);
  try {
    const verdict = await handle({ message, redeliveries: message.deliveries - 1 });
    await answer(log, message, verdict);
  } catch (error) {
    onError?.(error, message);
    await answer(log, message, { do: "nak", delayMs: AFTER_ERROR_MS });
  } finally {
    clearInterval(working);
  }
};

/** The protocol of JetStream's acknowledgements. */
export const acknowledgement = (verdict: Verdict): string => {
  switch (verdict.do) {
    case "ack":
      return "+ACK";
    case "nak":
      return `-NAK ${JSON.stringify({ delay: verdict.delayMs * NANOSECONDS })}`;
    case "term":
      return `+TERM ${verdict.reason}`;
  }
};

/** Waits until the server has it. Without an answer the message comes again, which work must bear anyway. */
const answer = async (log: EventLog, message: DeliveredMessage, verdict: Verdict): Promise<void> => {
  const payload = encoder.encode(acknowledgement(verdict));
  for (let attempt = 1; attempt <= ACK_ATTEMPTS; attempt++) {
    if (log.nats.isClosed()) return;
    if ((await ask(log, message.reply, payload, { timeoutMs: 2000 })) !== undefined) return;
  }
};

interface Pulls extends Disposable {
  /** The next piece of work; undefined when there was none for a while. Throws when the consumer does not answer. */
  readonly next: () => Promise<DeliveredMessage | undefined>;
}

const EXPIRES_MS = 10_000;
const HEARTBEAT_MS = 1000;
const SILENCE_MS = 3000;

const openPulls = (log: EventLog, { stream, consumer, signal }: ConsumeWork): Pulls => {
  const inbox = log.newInbox();
  const subject = `$JS.API.CONSUMER.MSG.NEXT.${log.names.stream(stream)}.${consumer}`;
  const payload = JSON.stringify({ batch: 1, expires: EXPIRES_MS * NANOSECONDS, idle_heartbeat: HEARTBEAT_MS * NANOSECONDS });
  // A pull that was given up for silence may be answered later: what it brings is the next piece of work.
  const arrived: DeliveredMessage[] = [];
  let pulls = 0;
  let settle: (outcome: Error | undefined) => void = () => {};
  let heard = () => {};

  const subscription = log.nats.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      if (error !== null) return settle(error);
      heard();
      const code = statusCode(headerBlock(message));
      if (code === 100) return;
      if (code === undefined) arrived.push(new DeliveredMessage(message, log.names));
      else if (message.subject !== `${inbox}.${pulls}`) return;
      const over = code === undefined || code === 404 || code === 408;
      settle(over ? undefined : new Error(`The consumer ${consumer} hands out no work: ${code} ${statusText(headerBlock(message))}`));
    },
  });

  const next = async (): Promise<DeliveredMessage | undefined> => {
    if (arrived.length > 0) return arrived.shift();
    await log.whenConnected(signal);
    await new Promise<void>((resolve, reject) => {
      const silence = setTimeout(() => settle(new Error(`The consumer ${consumer} does not answer`)), SILENCE_MS);
      const onAbort = () => settle(undefined);
      const forget = log.onDisconnect(onAbort);
      signal.addEventListener("abort", onAbort);
      heard = () => void silence.refresh();
      settle = (outcome) => {
        clearTimeout(silence);
        forget();
        signal.removeEventListener("abort", onAbort);
        if (outcome === undefined) resolve();
        else reject(outcome);
      };
      pulls++;
      log.nats.publish(subject, payload, { reply: `${inbox}.${pulls}` });
    });
    return arrived.shift();
  };

  const dispose = () => {
    if (!log.nats.isClosed()) subscription.unsubscribe();
  };
  return { next, [Symbol.dispose]: dispose };
};
