import type { StreamName } from "@dirstream/contracts";
import { askApi, askUntilAnswered } from "./ask.ts";
import { ERROR_CODES, Refused } from "./errors.ts";
import type { EventLog, RecordedMessage } from "./event-log.ts";
import { statusCode } from "./headers.ts";
import { fromDirectGet, fromLeader, headerBlock, type StoredMessage } from "./recorded-message.ts";

interface Cancellable {
  readonly signal?: AbortSignal | undefined;
}

export interface LastMessage extends Cancellable {
  readonly stream: StreamName;
  readonly subject: string;
  /** "leader" (the default) sees every stored message; "any" may lag behind on a cluster, and is cheaper. */
  readonly from?: "leader" | "any" | undefined;
}

/** The last message on a subject. */
export const lastMessage = async (log: EventLog, look: LastMessage): Promise<RecordedMessage | undefined> => {
  const { stream, subject, from = "leader", signal } = look;
  const name = log.names.stream(stream);
  if (from === "any") return lastOfAny(log, name, log.names.subject(subject), signal);
  return storedMessage(log, name, { last_by_subj: log.names.subject(subject) }, signal);
};

/** The first message on a subject after a sequence, from the leader. */
export const messageAfter = async (
  log: EventLog,
  { stream, subject, after, signal }: Cancellable & { readonly stream: StreamName; readonly subject: string; readonly after: number },
): Promise<RecordedMessage | undefined> =>
  storedMessage(log, log.names.stream(stream), { seq: after + 1, next_by_subj: log.names.subject(subject) }, signal);

/** The message with a sequence; undefined when the stream has none there (any more). */
export const messageAt = async (
  log: EventLog,
  { stream, sequence, signal }: Cancellable & { readonly stream: StreamName; readonly sequence: number },
): Promise<RecordedMessage | undefined> => storedMessage(log, log.names.stream(stream), { seq: sequence }, signal);

/** Asks the leader of a stream, given by its name on the server. */
export const storedMessage = async (
  log: EventLog,
  stream: string,
  which: { readonly seq: number; readonly next_by_subj?: string } | { readonly last_by_subj: string },
  signal?: AbortSignal | undefined,
): Promise<RecordedMessage | undefined> => {
  try {
    const { message } = await askApi<{ message: StoredMessage }>(log, `STREAM.MSG.GET.${stream}`, which, signal);
    return fromLeader(log, message);
  } catch (error) {
    if (error instanceof Refused && error.errorCode === ERROR_CODES.noMessageFound) return undefined;
    throw error;
  }
};

const EMPTY = new Uint8Array(0);

/** Asks whichever replica answers. */
export const lastOfAny = async (
  log: EventLog,
  stream: string,
  subject: string,
  signal?: AbortSignal,
): Promise<RecordedMessage | undefined> => {
  const answer = await askUntilAnswered(log, `$JS.API.DIRECT.GET.${stream}.${subject}`, EMPTY, { signal });
  return statusCode(headerBlock(answer)) === undefined ? fromDirectGet(log, answer) : undefined;
};

const IN_FLIGHT = 256;

export interface LastMessages extends Cancellable {
  readonly stream: StreamName;
  readonly subjects: readonly string[];
}

/** The last message on each subject, in the order asked. May lag behind on a cluster. */
export const lastMessages = async (log: EventLog, look: LastMessages): Promise<(RecordedMessage | undefined)[]> => {
  const { stream, subjects, signal } = look;
  const name = log.names.stream(stream);
  const found: (RecordedMessage | undefined)[] = new Array(subjects.length).fill(undefined);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < subjects.length) {
      const at = next++;
      found[at] = await lastOfAny(log, name, log.names.subject(subjects[at] as string), signal);
    }
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, subjects.length) }, work));
  return found;
};

interface StreamAnswer {
  readonly config: { readonly metadata?: { readonly identity?: string }; readonly max_bytes: number };
  readonly state: { readonly last_seq: number; readonly bytes: number };
}

const streamInfo = (log: EventLog, stream: StreamName, signal?: AbortSignal): Promise<StreamAnswer> =>
  askApi<StreamAnswer>(log, `STREAM.INFO.${log.names.stream(stream)}`, undefined, signal);

/** 0 when nothing was ever stored. */
export const lastSequence = async (log: EventLog, stream: StreamName, signal?: AbortSignal): Promise<number> =>
  (await streamInfo(log, stream, signal)).state.last_seq;

/** Random, given to the stream when it was created: a stream of the same name made anew is another one. */
export const streamIdentity = async (log: EventLog, stream: StreamName, signal?: AbortSignal): Promise<string> =>
  (await streamInfo(log, stream, signal)).config.metadata?.identity ?? "";

/** How many bytes the stream still takes before it is full; Infinity where it was given no limit. */
export const freeBytes = async (log: EventLog, stream: StreamName, signal?: AbortSignal): Promise<number> => {
  const { config, state } = await streamInfo(log, stream, signal);
  return config.max_bytes < 0 ? Number.POSITIVE_INFINITY : config.max_bytes - state.bytes;
};
