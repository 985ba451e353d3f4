import type { EventLog } from "./event-log.ts";

/** Published and not stored: whoever listens now gets it. Lost while there is no server. */
export const publishVolatile = (log: EventLog, { subject, payload }: VolatileMessage): void => {
  if (log.connected()) log.nats.publish(log.names.subject(subject), payload);
};

export interface VolatileMessage {
  readonly subject: string;
  readonly payload: Uint8Array;
}

const MAX_WAITING = 1000;

/** Listens from the call on. Ends when the signal aborts. A listener that is too slow loses the oldest. */
export const subscribeVolatile = (
  log: EventLog,
  { subject, signal }: { readonly subject: string; readonly signal: AbortSignal },
): AsyncGenerator<VolatileMessage, void, undefined> => {
  const waiting: VolatileMessage[] = [];
  let wake = () => {};
  let failure: Error | undefined;
  const subscription = log.nats.subscribe(log.names.subject(subject), {
    callback: (error, message) => {
      if (error !== null) failure = error;
      else waiting.push({ subject: log.names.plain(message.subject), payload: message.data });
      if (waiting.length > MAX_WAITING) waiting.shift();
      wake();
    },
  });
  const stop = () => {
    if (!log.nats.isClosed() && !subscription.isClosed()) subscription.unsubscribe();
    wake();
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();

  return (async function* () {
    try {
      while (!signal.aborted && !log.nats.isClosed()) {
        const message = waiting.shift();
        if (message !== undefined) yield message;
        else if (failure !== undefined) throw failure;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      signal.removeEventListener("abort", stop);
      stop();
    }
  })();
};
