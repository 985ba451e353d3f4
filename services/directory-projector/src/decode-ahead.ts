import { setImmediate as yieldToOthers } from "node:timers/promises";
import type { RecordedMessage } from "@dirstream/event-log";
import { type Reading, readEvent } from "./fold/read-event.ts";

const DECODED_AT_ONCE = 250;

/** Batches as they come, decoded; the next one is read and decoded while the caller works on the last. */
export const decodeAhead = async function* (
  batches: AsyncGenerator<RecordedMessage[], void, undefined>,
): AsyncGenerator<Reading[], void, undefined> {
  try {
    let coming = nextReadings(batches);
    for (;;) {
      const readings = await coming;
      if (readings === undefined) return;
      coming = nextReadings(batches);
      yield readings;
    }
  } finally {
    // Not awaited: the batch that is still to come may take as long as its stream is silent.
    void batches.return().catch(() => undefined);
  }
};

const nextReadings = (batches: AsyncGenerator<RecordedMessage[], void, undefined>): Promise<Reading[] | undefined> => {
  const coming = batches.next().then(({ value }) => (value === undefined ? undefined : decode(value)));
  coming.catch(() => undefined); // it is awaited later, and throws there
  return coming;
};

/** In pieces: queries are answered meanwhile. */
const decode = async (messages: readonly RecordedMessage[]): Promise<Reading[]> => {
  const readings: Reading[] = [];
  for (let at = 0; at < messages.length; at += DECODED_AT_ONCE) {
    for (const message of messages.slice(at, at + DECODED_AT_ONCE)) readings.push(readEvent(message));
    await yieldToOthers();
  }
  return readings;
};
