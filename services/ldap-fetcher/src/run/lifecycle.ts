import { createHash, hash } from "node:crypto";
import {
  type Counts,
  type EntryChangedData,
  type Lifecycle,
  type Standing,
  type SyncEvent,
  type SyncMode,
  TERMINALS,
} from "@dirstream/contracts";

/** The last message on a connector's `.sync` subject, from which everything about its runs follows. */
export interface LastLifecycle {
  readonly event: SyncEvent;
  readonly sequence: number;
  /** SHA-256 of its payload as stored: the `chain` of the message after it. */
  readonly hash: string;
}

const noGroups = { created: 0, removed: 0, restored: 0 };

export const noCounts: Counts = {
  ...{ read: 0, created: 0, updated: 0, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 },
  groups: noGroups,
};

/** Reclassified is no change of its own: the entry is removed under one kind and created under the other. */
export const withChanges = (counts: Counts, { kind, changes }: Pick<EntryChangedData, "kind" | "changes">): Counts => {
  const groups = { ...(counts.groups ?? noGroups) };
  const sum: Counts = { ...counts, groups };
  for (const change of changes) {
    if (change === "reclassified") continue;
    sum[change] += 1;
    if (kind === "group" && (change === "created" || change === "removed" || change === "restored")) groups[change] += 1;
  }
  return sum;
};

const nothingYet: Standing = { covered: 0, previousDigest: null, cursor: null, readWith: null, hold: null, rejected: [], failing: false };

const EMPTY_DIGEST = hash("sha256", "");

export const payloadHash = (payload: Uint8Array): string => createHash("sha256").update(payload).digest("hex");

/** The run that has begun and not ended, if there is one. */
export const openRun = (last: LastLifecycle | undefined): LastLifecycle | undefined =>
  last !== undefined && !TERMINALS.includes(last.event.type) ? last : undefined;

/** What is true between runs: what the next run starts from. */
export const standingAfter = (last: LastLifecycle | undefined): Standing => {
  if (last === undefined) return nothingYet;
  const { standing, digest } = last.event.data;
  return openRun(last) === undefined ? { ...standing, previousDigest: digest } : standing;
};

/** How a run begins: its lifecycle as its first message carries it. */
export const beginRun = (
  last: LastLifecycle | undefined,
  run: { syncId: string; mode: SyncMode; requestId: string; covers: number },
): Lifecycle => ({
  ...run,
  attempt: attemptAfter(last, run.requestId),
  chain: last?.hash ?? null,
  ordinal: 0,
  digest: EMPTY_DIGEST,
  counts: noCounts,
  standing: standingAfter(last),
});

const attemptAfter = (last: LastLifecycle | undefined, requestId: string): number => {
  if (last?.event.type !== "SyncFailed" || last.event.data.requestId !== requestId) return 1;
  const { attempt, retryable, code } = last.event.data;
  return code === "abandoned" ? attempt : retryable ? attempt + 1 : 1;
};

/** How often a retryable failure is tried again, and after how long. Beyond them it is final. */
export const RETRY_DELAYS_MS: readonly number[] = [30_000, 120_000, 600_000];

export interface Failure {
  readonly stage: Extract<SyncEvent, { type: "SyncFailed" }>["data"]["stage"];
  /** A word for programs. */
  readonly code: string;
  /** A sentence for people. */
  readonly message: string;
  readonly retryable: boolean;
}

/** A failure that may pass by itself stays retryable until the retries are used up. */
export const settleFailure = (failure: Failure, attempt: number, retries = RETRY_DELAYS_MS.length): Failure => ({
  ...failure,
  retryable: failure.retryable && attempt <= retries,
});

/** An abandoned run leaves its requests open; so does a failure that will be tried again. A failed run has no say on cursor or hold. */
export const standingAfterFailure = ({ standing, covers }: Lifecycle, { code, retryable }: Failure): Standing => ({
  ...standing,
  covered: code === "abandoned" || retryable ? standing.covered : covers,
  failing: code === "abandoned" ? standing.failing : true,
});

/** The terminal that closes a run whose owner is gone, made from the run's own last message. */
export const abandon = (last: LastLifecycle): Extract<SyncEvent, { type: "SyncFailed" }> => {
  const { syncId, mode, requestId, attempt, covers, ordinal, digest, counts } = last.event.data;
  const failure: Failure = {
    stage: "abandoned",
    code: "abandoned",
    message: "The fetcher that ran this synchronisation stopped before its end; the next run goes on from what it has recorded.",
    retryable: true,
  };
  const standing = standingAfterFailure(last.event.data, failure);
  return {
    type: "SyncFailed",
    data: { syncId, mode, requestId, attempt, covers, chain: last.hash, ordinal, digest, counts, standing, ...failure },
  };
};
