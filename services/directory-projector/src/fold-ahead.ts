import { setImmediate as yieldToOthers } from "node:timers/promises";
import { openFold } from "./fold/fold-batch.ts";
import { type Message, readEvent } from "./fold/read-event.ts";
import { type Foreseen, prepared, type StreamProjection } from "./projection.ts";

/** A batch as it came, and what becomes of it when nobody has halted by then; undefined where somebody has already. */
export interface AheadOfTurn {
  readonly messages: readonly Message[];
  readonly foreseen: Foreseen | undefined;
}

/** Larger ones cost Postgres no less, and this process memory: three of them are in it at a time. */
export const BATCH_EVENTS = 1_000;
const FOLDED_AT_ONCE = 50;

/** Batches as they come, folded ahead of their turn: the next one is read and folded while the caller writes the last. */
export const foldAhead = async function* (
  batches: AsyncGenerator<Message[], void, undefined>,
  projection: StreamProjection,
): AsyncGenerator<AheadOfTurn, void, undefined> {
  try {
    let coming = nextOf(batches, projection);
    for (;;) {
      const next = await coming;
      if (next === undefined) return;
      coming = nextOf(batches, projection);
      yield next;
    }
  } finally {
    // Not awaited: the batch that is still to come may take as long as its stream is silent.
    void batches.return().catch(() => undefined);
  }
};

const nextOf = (batches: AsyncGenerator<Message[], void, undefined>, projection: StreamProjection): Promise<AheadOfTurn | undefined> => {
  const coming = batches.next().then(async ({ value: messages }) => {
    if (messages === undefined) return undefined;
    return { messages, foreseen: projection.halted.size === 0 ? await foresee(projection, messages) : undefined };
  });
  coming.catch(() => undefined); // it is awaited later, and throws there
  return coming;
};

/** In pieces: queries are answered meanwhile. */
const foresee = async ({ stream }: StreamProjection, messages: readonly Message[]): Promise<Foreseen> => {
  const { add, end } = openFold(stream, () => false);
  for (let at = 0; at < messages.length; at += FOLDED_AT_ONCE) {
    for (const message of messages.slice(at, at + FOLDED_AT_ONCE)) add(readEvent(message));
    await yieldToOthers();
  }
  return prepared(end());
};
