import { type EventLog, messageAt, streamIdentity } from "@dirstream/event-log";
import { hashOf } from "./fold/read-event.ts";
import type { CheckpointRow } from "./tables.ts";

/** The read model was folded from another log than this one. Going on would mix the two. */
export class CheckpointNotInLog extends Error {
  override readonly name = "CheckpointNotInLog";
  readonly code = "checkpointNotInLog";

  constructor({ stream, sequence }: CheckpointRow, what: string) {
    super(
      `The read model is folded up to ${sequence} of ${stream}, but ${what}: the log was replaced, or restored from an older copy. ` +
        "Nothing is written until that is settled: bring back the log, or drop the read model's schema to fold this log from its start.",
    );
  }
}

/** Refuses a log that does not hold the checkpoint's event at its sequence, whatever its numbers say (R10). */
export const verifyCheckpoint = async (log: EventLog, checkpoint: CheckpointRow, signal: AbortSignal): Promise<void> => {
  const { stream, identity, sequence, subject, event } = checkpoint;
  if ((await streamIdentity(log, stream, signal)) !== identity) throw new CheckpointNotInLog(checkpoint, "this stream is another one");
  const message = await messageAt(log, { stream, sequence, signal });
  if (message === undefined) throw new CheckpointNotInLog(checkpoint, "the stream holds nothing at that sequence");
  if (message.subject !== subject || (event !== hashOf(message.payload) && event !== ownId(message.payload))) {
    throw new CheckpointNotInLog(checkpoint, "the stream holds another event at that sequence");
  }
};

/** Read without a schema: whether this version understands the event does not matter here. */
const ownId = (payload: Uint8Array): unknown => {
  try {
    return (JSON.parse(new TextDecoder().decode(payload)) as { id?: unknown } | null)?.id;
  } catch {
    return undefined;
  }
};
