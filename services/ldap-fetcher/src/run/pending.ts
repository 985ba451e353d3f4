import type { SyncRequest } from "@dirstream/contracts";

export interface PendingRequest extends SyncRequest {
  readonly sequence: number;
}

/** What one run will answer: the longest row of waiting requests of one kind, beginning with the first. */
export interface Row {
  readonly kind: "read" | "apply";
  readonly requestId: string;
  readonly mode: "full" | "incremental";
  /** The sequence of the last request of the row. */
  readonly covers: number;
  readonly requests: readonly PendingRequest[];
}

/** `pending` in the order of the log; undefined when nothing waits. Among reads, one that asks for a full run wins. */
export const firstRow = (pending: readonly PendingRequest[]): Row | undefined => {
  const [first] = pending;
  if (first === undefined) return undefined;
  const end = pending.findIndex(({ kind }) => kind !== first.kind);
  const requests = end === -1 ? pending : pending.slice(0, end);
  return {
    kind: first.kind,
    requestId: first.requestId,
    mode: requests.some(({ mode }) => mode === "full") ? "full" : "incremental",
    covers: (requests.at(-1) as PendingRequest).sequence,
    requests,
  };
};
