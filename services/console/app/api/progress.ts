import { type QueryClient, skipToken, useQuery } from "@tanstack/react-query";
import { type Sample, samplesWith } from "./pace.ts";
import type { Run } from "./queries.ts";

/** That a run began or ended, or how far it is. */
export interface RunEvent {
  readonly connector: string;
  readonly event: "requested" | "started" | "progressed" | "ended";
  readonly syncId: string | null;
  readonly stage: string | null;
  readonly read: number | null;
  readonly expected: number | null;
  readonly counts: Run["counts"] | null;
}

export interface Followed {
  readonly progress: RunEvent & { readonly read: number };
  /** What was read when, of the same run: for its pace. */
  readonly samples: readonly Sample[];
}

/** Not below the account: nobody can be asked for it. */
const keyOf = (account: string, connector: string) => ["progress", account, connector] as const;

export const rememberProgress = (client: QueryClient, account: string, told: RunEvent): void => {
  const progress = { ...told, read: told.read ?? 0 };
  client.setQueryData<Followed | null>(keyOf(account, told.connector), (before) => {
    const samples = before?.progress.syncId === told.syncId ? before.samples : [];
    return { progress, samples: samplesWith(samples, { time: new Date().toISOString(), read: progress.read }) };
  });
};

/**
 * How far a connector's run was when last heard of; undefined where none told. It is kept when the run has ended: until the connector
 * is known to run no more, its numbers must not fall back. Whoever shows it looks whether it is of the run that goes on.
 */
export const useProgress = (account: string, connector: string): Followed | undefined =>
  useQuery<Followed | null>({ queryKey: keyOf(account, connector), queryFn: skipToken, staleTime: Number.POSITIVE_INFINITY }).data ??
  undefined;
