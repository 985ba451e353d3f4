import { gunzipSync, gzipSync } from "node:zlib";
import { AttentionKind, AttentionMessage, TOLD_BUCKET, toldKey } from "@dirstream/contracts";
import { type EventLog, getValue, putValue } from "@dirstream/event-log";
import * as z from "zod";
import { type Destination, destinationKey } from "./destination.ts";

/** What a connector needed when it was told. */
const State = z.object({ kind: AttentionKind, since: z.string().nullable(), holdId: z.string().nullable() });
export type State = z.output<typeof State>;

const ToldOf = z.object({
  name: z.string(),
  /** What it was told last; null: that nobody is needed any more, or nothing yet. */
  state: State.nullable(),
  /** The last message that it took; "" before the first. */
  id: z.string(),
  /** When each kind was told last, and that nobody is needed any more. */
  atMs: z.partialRecord(z.enum([...AttentionKind.options, "resolved"]), z.number()),
  /** Written before it is sent: whoever finds it does not know whether it has arrived. */
  maybe: z.object({ type: AttentionMessage.shape.type, id: z.string(), atMs: z.number(), state: State.nullable() }).nullable(),
});
export type ToldOf = z.output<typeof ToldOf>;

/** What one destination knows of an account's connectors, as far as we know. */
export const Told = z.object({
  of: z.record(z.string(), ToldOf),
  lastToldAt: z.string().nullable(),
  failing: z.object({ since: z.string(), because: z.string(), attempts: z.int(), nextAtMs: z.number() }).nullable(),
});
export type Told = z.output<typeof Told>;

export const TOLD_NOTHING: Told = { of: {}, lastToldAt: null, failing: null };

interface Where {
  readonly account: string;
  readonly destination: Destination;
  readonly signal?: AbortSignal | undefined;
}

const placeOf = ({ account, destination, signal }: Where) => ({
  bucket: TOLD_BUCKET,
  key: toldKey(account, destinationKey(destination)),
  signal,
});

/** What cannot be read counts as nothing: then what is so now is told once more. */
export const readTold = async (log: EventLog, where: Where): Promise<Told> => {
  const value = await getValue(log, placeOf(where));
  if (value === undefined) return TOLD_NOTHING;
  try {
    return Told.parse(JSON.parse(gunzipSync(value).toString()));
  } catch {
    return TOLD_NOTHING;
  }
};

/** Compressed: thousands of connectors may be told together, and a value has its limit. */
export const writeTold = (log: EventLog, where: Where, told: Told): Promise<void> =>
  putValue(log, { ...placeOf(where), value: gzipSync(JSON.stringify(told)) });
