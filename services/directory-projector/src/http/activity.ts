import { setTimeout as delay } from "node:timers/promises";
import type { Counts } from "@dirstream/contracts";
import type { Kysely } from "kysely";
import type * as z from "zod";
import type { ProgressHub } from "../progress-hub.ts";
import type { ReadModel } from "../tables.ts";
import { foldedSince, type Positions, positionsOf } from "./folded-since.ts";

/** Something has happened that whoever looks at an account may want to ask about; without anything personal. */
export type Activity =
  | { readonly name: "run"; readonly connector: string; readonly data: RunActivity }
  | { readonly name: "hold"; readonly connector: string; readonly data: { readonly holdId: string; readonly status: string } }
  | { readonly name: "connector" | "entries" | "attention"; readonly connector: string; readonly data: Readonly<Record<string, never>> };

export interface RunActivity {
  readonly event: "requested" | "started" | "progressed" | "ended";
  readonly requestId: string | null;
  readonly syncId: string | null;
  readonly status: "requested" | "running" | "held" | "completed" | "failed";
  readonly stage: string | null;
  /** Entries read, of about `expected`, as far as it is known. */
  readonly read: number | null;
  readonly expected: number | null;
  readonly counts: z.output<typeof Counts> | null;
}

type Listener = (activity: Activity) => void;

export interface ActivityHub {
  /** Once it resolves, nothing that is folded from then on is missed. Returns how to stop. */
  readonly listen: (account: string, listener: Listener) => Promise<() => void>;
}

/** Where another process folds nobody says when it has; there it is seen by its checkpoint. */
const LOOK_EVERY_MS = 1_000;
/** A fold that catches up commits twenty times a second. */
const SHORTEST_PAUSE_MS = 200;
const AT_WORK: readonly string[] = ["connecting", "reading", "comparing", "removing"];

/**
 * Looks what has been folded since the last look, in all accounts that somebody listens to at once, by the rows' sequences:
 * so a process that stands by tells the same as the one that folds, and what was missed while Postgres was away comes later.
 */
export const openActivityHub = (db: Kysely<ReadModel>, progress: ProgressHub): ActivityHub => {
  const listeners = new Map<string, Set<Listener>>();
  let looking: Promise<void> | undefined;

  const tell = (account: string, activity: Activity): void => {
    for (const listener of listeners.get(account) ?? []) listener(activity);
  };

  /** Until nobody listens any more. */
  const lookAgainAndAgain = async (from: Positions): Promise<void> => {
    let since = from;
    const commits = openCommits(progress);
    while (listeners.size > 0) {
      await commits.next(LOOK_EVERY_MS);
      try {
        const { activities, upTo } = await foldedSince(db, [...listeners.keys()], since);
        since = upTo;
        for (const [account, activity] of activities) tell(account, activity);
      } catch {
        // Postgres is away: the next look begins where this one did.
      }
      await delay(SHORTEST_PAUSE_MS, undefined, { ref: false });
    }
    commits.stop();
    looking = undefined;
  };

  /** Resolves when it is known from where on nothing is missed. */
  const beLooking = async (): Promise<void> => {
    looking ??= positionsOf(db).then(
      (from) => void lookAgainAndAgain(from),
      (error: unknown) => {
        looking = undefined;
        throw error;
      },
    );
    await looking;
  };

  return {
    listen: async (account, listener) => {
      const others = listeners.get(account) ?? new Set();
      listeners.set(account, others.add(listener));
      const stopProgress = progress.listenToAll(account, ({ syncId, stage, read, expected, counts }, connector) => {
        if (!AT_WORK.includes(stage)) return; // its end is told once it can be asked for
        const data = { event: "progressed", requestId: null, syncId, status: "running", stage, read, expected, counts } as const;
        listener({ name: "run", connector, data });
      });
      const stop = () => {
        stopProgress();
        others.delete(listener);
        if (others.size === 0 && listeners.get(account) === others) listeners.delete(account);
      };
      try {
        await beLooking();
      } catch (error) {
        stop();
        throw error;
      }
      return stop;
    },
  };
};

const openCommits = (progress: ProgressHub) => {
  let hasCommitted = false;
  let wake = (): void => undefined;
  const stop = progress.onCommitted(() => {
    hasCommitted = true;
    wake();
  });
  const next = async (atMostMs: number): Promise<void> => {
    if (!hasCommitted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMostMs).unref();
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    hasCommitted = false;
  };
  return { next, stop };
};
