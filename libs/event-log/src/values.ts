import { askUntilAnswered, pause } from "./ask.ts";
import { type ApiError, ERROR_CODES, Refused, StreamFull } from "./errors.ts";
import type { EventLog, Headers } from "./event-log.ts";
import { messageHeaders } from "./headers.ts";
import { lastOfAny, storedMessage } from "./look-up.ts";
import { lastOfStream } from "./read.ts";

export interface ValueKey {
  readonly bucket: string;
  readonly key: string;
  readonly signal?: AbortSignal | undefined;
}

// The headers that the key-value buckets of all NATS clients know.
const OPERATION = "KV-Operation";
const DELETED: readonly string[] = ["DEL", "PURGE"];

/** Puts a value, in place of the one that was there. Resolves when it is stored. */
export const putValue = async (log: EventLog, { value, ...key }: ValueKey & { readonly value: Uint8Array }): Promise<void> =>
  store(log, key, value, {});

export interface GetValue extends ValueKey {
  /** "leader" (the default) has every stored value; "any" may lag behind on a cluster, and a large value costs less. */
  readonly from?: "leader" | "any" | undefined;
}

export const getValue = async (log: EventLog, { bucket, key, from = "leader", signal }: GetValue): Promise<Uint8Array | undefined> => {
  const subject = log.names.valueSubject(bucket, checked(key));
  const stream = log.names.bucketStream(bucket);
  const found = await (from === "any"
    ? lastOfAny(log, stream, subject, signal)
    : storedMessage(log, stream, { last_by_subj: subject }, signal));
  return found === undefined || DELETED.includes(found.header(OPERATION) ?? "") ? undefined : found.payload;
};

/** Nothing of the value stays in the bucket; only that there was one. */
export const deleteValue = async (log: EventLog, key: ValueKey): Promise<void> =>
  store(log, key, new Uint8Array(0), { [OPERATION]: "PURGE", "Nats-Rollup": "sub" });

export interface ListKeys {
  readonly bucket: string;
  /** A filter over keys, with the wildcards of subjects: `acme.*.>`. */
  readonly filter?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const listKeys = async (log: EventLog, { bucket, filter = ">", signal }: ListKeys): Promise<string[]> => {
  const keys: string[] = [];
  const start = log.names.valueSubject(bucket, "").length;
  const stream = log.names.bucketStream(bucket);
  const all = lastOfStream(log, { stream, filter: log.names.valueSubject(bucket, filter), headersOnly: true, signal });
  for await (const batch of all) {
    for (const { subject, header } of batch.map((it) => ({ subject: it.subject, header: it.header(OPERATION) ?? "" }))) {
      if (!DELETED.includes(header)) keys.push(subject.slice(start));
    }
  }
  return keys;
};

const KEY = /^[A-Za-z0-9_=/-]+(\.[A-Za-z0-9_=/-]+)*$/;

const checked = (key: string): string => {
  if (!KEY.test(key)) throw new TypeError("A key is words of letters, digits, _, =, / and -, with dots between them");
  return key;
};

/** Storing the same twice leaves the same, so it is sent until it is answered. */
const store = async (log: EventLog, { bucket, key, signal }: ValueKey, value: Uint8Array, headers: Headers): Promise<void> => {
  const question = { headers: messageHeaders(headers), signal };
  const subject = log.names.valueSubject(bucket, checked(key));
  for (let attempt = 1; ; attempt++) {
    const { error } = (await askUntilAnswered(log, subject, value, question)).json<{ error?: ApiError }>();
    if (error === undefined) return;
    if (error.err_code === ERROR_CODES.full) throw new StreamFull(log.names.bucketStream(bucket));
    if (error.code !== 503) throw new Refused(`a value in ${bucket}`, error);
    await pause(attempt, signal);
  }
};
