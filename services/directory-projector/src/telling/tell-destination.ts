import { createHash } from "node:crypto";
import type { Log } from "@dirstream/service";
import { killPoint } from "@dirstream/service/kill-point";
import type { NeedsAttention } from "../http/needs-attention.ts";
import { type Channels, mailAll, postOne } from "./channels.ts";
import { type Destination, destinationKey, type Outcome } from "./destination.ts";
import { asAttempted, asRefused, asTold, differenceOf, forgotten, type Occurrence } from "./difference.ts";
import type { Told } from "./told.ts";
import { waitMs } from "./waits.ts";

/** What one destination of an account is told with. One at a time tells it, and keeps `told` as it goes. */
export interface Teller {
  readonly account: string;
  readonly destination: Destination;
  told: Told;
  /** Whether what is stored says the same. */
  isSaved: boolean;
}

export interface Telling {
  readonly channels: Channels;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  /** Of one connector each kind is told at most once in this time. */
  readonly repeatMs: number;
  /** Mails to one address are so far apart: whatever fails meanwhile comes in one. */
  readonly mailPauseMs: number;
  readonly save: (teller: Teller) => Promise<void>;
}

const POSTED_AT_ONCE = 4;
/** So many webhook messages are written down together. */
const CHUNK = 20;

/** Tells a destination whatever it does not know yet, unless it is left alone for now. */
export const tellDestination = async (telling: Telling, teller: Teller, now: readonly NeedsAttention[]): Promise<void> => {
  const { account, destination } = teller;
  const nowMs = telling.nowMs();
  if (!teller.isSaved) await telling.save(teller);
  const whose = `${account}.${destinationKey(destination)}`;
  const { failing, lastToldAt, of } = teller.told;
  const occurrences = differenceOf(of, now, { whose, nowMs, repeatMs: telling.repeatMs });
  if (occurrences.length === 0 || (failing !== null && nowMs < failing.nextAtMs)) return;
  if (destination.kind === "webhook") return postInChunks(telling, teller, occurrences);
  if (lastToldAt !== null && nowMs < Date.parse(lastToldAt) + telling.mailPauseMs) return;
  await tell(telling, teller, occurrences, async () => {
    const place = { account, consoleUrl: telling.channels.consoleUrl };
    const outcome = await mailAll(telling.channels, place, destination.to, occurrences, {
      id: idOfAll(occurrences),
      signal: telling.signal,
    });
    return occurrences.map(() => outcome);
  });
};

/** The same mail has the same id at each attempt. */
const idOfAll = (occurrences: readonly Occurrence[]): string => {
  const [first] = occurrences;
  if (occurrences.length === 1 && first !== undefined) return first.id;
  const ids = occurrences.map(({ id }) => id).sort();
  return `msg_${createHash("sha256").update(ids.join()).digest("base64url").slice(0, 27)}`;
};

const postInChunks = async (telling: Telling, teller: Teller, occurrences: readonly Occurrence[]): Promise<void> => {
  for (let at = 0; at < occurrences.length && !telling.signal.aborted; at += CHUNK) {
    const chunk = occurrences.slice(at, at + CHUNK);
    const isReached = await tell(telling, teller, chunk, () => postAll(telling, teller, chunk));
    if (!isReached) return; // nor will it be for the others
  }
};

const postAll = async (telling: Telling, { account, destination }: Teller, chunk: readonly Occurrence[]): Promise<Outcome[]> => {
  const place = { account, consoleUrl: telling.channels.consoleUrl };
  const outcomes: Outcome[] = [];
  const queue = [...chunk.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      outcomes[next[0]] = await postOne(telling.channels, place, destination.to, next[1], telling.signal);
    }
  };
  await Promise.all(Array.from({ length: POSTED_AT_ONCE }, work));
  return outcomes;
};

/** Writes down what is about to be told, tells it, and writes down what came of it. True when anything was taken. */
const tell = async (
  telling: Telling,
  teller: Teller,
  occurrences: readonly Occurrence[],
  send: () => Promise<readonly Outcome[]>,
): Promise<boolean> => {
  const before = teller.told.of;
  // Else nobody would know of a message that was taken while this process died, and take it back when it is resolved.
  await keep(telling, teller, { ...teller.told, of: asAttempted(before, occurrences) });
  const outcomes = await send();
  killPoint("directory-projector.afterTelling");
  telling.signal.throwIfAborted();
  const nowMs = telling.nowMs();
  const those = (kind: Outcome["kind"]) => occurrences.filter((_, at) => outcomes[at]?.kind === kind);
  const delivered = those("delivered");
  const of = asRefused(asTold(teller.told.of, delivered, nowMs), those("refused"), before);
  const failure = outcomes.find(({ kind }) => kind !== "delivered");
  const lastToldAt = delivered.length === 0 ? teller.told.lastToldAt : new Date(nowMs).toISOString();
  const failing = failingAfter(teller.told.failing, failure, { nowMs, isReached: delivered.length > 0 });
  report(telling, teller, delivered.length, failing);
  await keep(telling, teller, { of: forgotten(of, nowMs), lastToldAt, failing });
  return delivered.length > 0;
};

const keep = async (telling: Telling, teller: Teller, told: Told): Promise<void> => {
  teller.told = told;
  teller.isSaved = false;
  await telling.save(teller);
};

const failingAfter = (
  before: Told["failing"],
  failure: Outcome | undefined,
  { nowMs, isReached }: { readonly nowMs: number; readonly isReached: boolean },
): Told["failing"] => {
  if (failure === undefined) return null;
  const attempts = isReached ? 1 : (before?.attempts ?? 0) + 1;
  const since = isReached || before === null ? new Date(nowMs).toISOString() : before.since;
  return { since, because: failure.said, attempts, nextAtMs: nowMs + waitMs(attempts, nowMs - Date.parse(since)) };
};

/** Neither the address nor the sentence: a log is read by others than the account's people. */
const report = ({ log }: Telling, { account, destination }: Teller, told: number, failing: Told["failing"]): void => {
  const about = { account, kind: destination.kind, destination: destinationKey(destination) };
  if (told > 0) log.info({ ...about, told }, "told that connectors need somebody, or do not any more");
  if (failing !== null)
    log.warn({ ...about, attempts: failing.attempts, since: failing.since }, "a destination does not take what it is told");
};
