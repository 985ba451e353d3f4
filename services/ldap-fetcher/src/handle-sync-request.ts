import { randomUUID } from "node:crypto";
import { parseSubject, subjects, syncEvents } from "@dirstream/contracts";
import { append, type EventLog, type Verdict, type WorkItem, WrongExpectedSequence } from "@dirstream/event-log";
import type { Access } from "./open-for.ts";
import type { Place } from "./place.ts";
import type { Keeping } from "./read/known-entries.ts";
import { isOwnerAlive, readLastLifecycle, readPending } from "./read-lifecycle.ts";
import { abandon, type LastLifecycle, openRun, payloadHash, standingAfter } from "./run/lifecycle.ts";
import { firstRow, type Row } from "./run/pending.ts";
import { runSync } from "./run-sync.ts";

export interface Fetcher {
  readonly log: EventLog;
  readonly access: Access;
  /** Ends runs that are still under way when the process must leave. */
  readonly signal: AbortSignal;
  readonly retryDelaysMs: readonly number[];
  /** A directory that goes on sending for ever does not hold its connector for ever. */
  readonly mostRunMs: number;
  readonly keeping: Keeping;
  readonly report: (news: Record<string, unknown>, sentence: string) => void;
}

const BUSY_RETRY_MS = 2_000;

/**
 * What becomes of one delivered request: acknowledged once a run has settled it, handed back while somebody else runs
 * the connector or until a failure may be tried again. Everything that is needed is read from the log each time.
 */
export const handleSyncRequest = async (fetcher: Fetcher, { message }: WorkItem): Promise<Verdict> => {
  const parsed = parseSubject(message.subject);
  if (parsed?.of !== "sync-request") return { do: "term", reason: "not the subject of a sync request" };
  const place: Place = { account: parsed.account, connector: parsed.connector };

  for (;;) {
    // Whoever is leaving begins nothing: another fetcher takes the request.
    if (fetcher.signal.aborted) return { do: "nak", delayMs: BUSY_RETRY_MS };
    const last = await readLastLifecycle(fetcher.log, place);
    const { covered } = standingAfter(last);
    if (message.sequence <= covered) return { do: "ack" };
    const pending = await readPending(fetcher.log, place, covered);
    const row = firstRow(pending);
    // A skipped slot, or something that a newer service has said, is no work.
    if (row === undefined || !pending.some(({ sequence }) => sequence === message.sequence)) return { do: "ack" };

    const running = openRun(last);
    if (running !== undefined && (await isOwnerAlive(fetcher.log, running.event.data.syncId))) return { do: "nak", delayMs: BUSY_RETRY_MS };
    const waitMs = last === undefined ? 0 : retryIn(last, row, fetcher.retryDelaysMs);
    if (waitMs > 0) return { do: "nak", delayMs: waitMs };

    const before = running === undefined ? last : await closeAbandoned(fetcher, place, running);
    if (before === "taken" || (await runSync(fetcher, place, row, before)) === "displaced") return { do: "nak", delayMs: BUSY_RETRY_MS };
  }
};

/** Failures that say nothing about the directory: the next run may begin at once. */
const AT_ONCE: readonly string[] = ["abandoned", "configurationChanged", "staleRead"];

/** How long the same requests still wait after a failure that may pass by itself. A new request does not wait for it. */
const retryIn = (last: LastLifecycle & { time: string }, row: Row, delaysMs: readonly number[]): number => {
  const { event } = last;
  if (event.type !== "SyncFailed" || AT_ONCE.includes(event.data.code) || event.data.covers < row.covers) return 0;
  const delayMs = delaysMs[Math.min(event.data.attempt, delaysMs.length) - 1] ?? 0;
  return Math.max(0, Math.min(delayMs, Date.parse(last.time) + delayMs - Date.now()));
};

/** Ends the run of an owner that is gone; "taken" when somebody else was quicker. */
const closeAbandoned = async (
  { log, report }: Fetcher,
  { account, connector }: Place,
  running: LastLifecycle,
): Promise<LastLifecycle | "taken"> => {
  const event = abandon(running);
  const payload = syncEvents.encode(event, { id: randomUUID(), source: "/dirstream/ldap-fetcher", time: new Date().toISOString() });
  try {
    const sequence = await append(log, { subject: subjects.sync(account, connector), payload, expectedSequence: running.sequence });
    report({ account, connector, syncId: event.data.syncId }, "closed a run whose fetcher is gone");
    return { event, sequence, hash: payloadHash(payload) };
  } catch (error) {
    if (error instanceof WrongExpectedSequence) return "taken";
    throw error;
  }
};
