import { setTimeout as delay } from "node:timers/promises";
import { type AttentionTo, STREAM_NAMES, type StreamName, toldKey } from "@dirstream/contracts";
import { type EventLog, lastSequence } from "@dirstream/event-log";
import type { Log } from "@dirstream/service";
import type { Kysely } from "kysely";
import { needsAttention } from "../http/needs-attention.ts";
import type { ReadModel } from "../tables.ts";
import { type Channels, isSetUp } from "./channels.ts";
import { type Destination, destinationKey, destinationsOf } from "./destination.ts";
import { type KeptTellers, keepTellers } from "./kept-tellers.ts";
import { tellDestination } from "./tell-destination.ts";

export interface TellAttention {
  readonly eventLog: EventLog;
  readonly db: Kysely<ReadModel>;
  readonly channels: Channels;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** How far a stream is folded. */
  readonly foldedUntil: (stream: StreamName) => number;
  /** Everything that is so is compared with everything that was told so often. */
  readonly everyMs: number;
  readonly repeatMs: number;
  readonly nowMs?: () => number;
}

/** Tells people, until it is disposed of. */
export interface Attending extends AsyncDisposable {
  /** Something has happened in these accounts that may need somebody, or may have been what was needed. */
  readonly look: (accounts: Iterable<string>) => void;
  /** They can be reached after all: whatever waits for them is told now. */
  readonly reached: (account: string, destinations: readonly Destination[]) => Promise<void>;
}

/** What happens at once comes together: a site that is away takes all its connectors with it. */
const GATHER_SHARE = 6;
const MOST_AT_ONCE = 64;
const LOOK_MS = 50;

export const attend = (options: TellAttention): Attending => {
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const { log, everyMs } = options;
  const tellers = keepTellers(options.eventLog, signal);
  const round = openRounds({ ...options, signal }, tellers, (account) => look([account]));
  let looked = new Set<string>();
  let wake = () => {};

  const run = async (): Promise<void> => {
    let sweptAtMs = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const isSweep = performance.now() >= sweptAtMs + everyMs;
      const only = isSweep ? undefined : looked;
      looked = new Set();
      if (isSweep) sweptAtMs = performance.now();
      await round.compare(only).catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, "what needs somebody could not be compared with what was told");
      });
      const woken = new Promise<void>((resolve) => (wake = resolve));
      if (looked.size === 0) await Promise.race([woken, pause(sweptAtMs + everyMs - performance.now(), signal)]);
      if (performance.now() < sweptAtMs + everyMs) await pause(everyMs / GATHER_SHARE, signal);
    }
    await round.ended();
  };
  const look: Attending["look"] = (accounts) => {
    for (const account of accounts) looked.add(account);
    if (looked.size > 0) wake();
  };
  const running = run();

  return {
    look,
    reached: async (account, destinations) => {
      await Promise.all(destinations.map((destination) => tellers.reached(account, destination)));
      look([account]);
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await running;
    },
  };
};

interface Rounds {
  /** What is so with what was told, in all accounts or in some; whoever is being told meanwhile is not waited for. */
  readonly compare: (only: ReadonlySet<string> | undefined) => Promise<void>;
  /** Whoever is being told. */
  readonly ended: () => Promise<unknown>;
}

const openRounds = (options: TellAttention, tellers: KeptTellers, again: (account: string) => void): Rounds => {
  const { eventLog, db, channels, log, signal, everyMs, repeatMs, nowMs = Date.now } = options;
  const telling = { channels, log, signal, nowMs, repeatMs, mailPauseMs: everyMs, save: tellers.save };
  const atWork = new Map<string, Promise<void>>();

  const lookAt = async ({ account, attention }: AccountRow): Promise<void> => {
    const destinations = destinationsOf(attention).filter((destination) => isSetUp(channels, destination));
    if (destinations.length === 0) return;
    const now = await needsAttention(account, { db, eventLog, nowMs: nowMs() });
    for (const destination of destinations) {
      const key = toldKey(account, destinationKey(destination));
      const busy = atWork.get(key);
      if (busy !== undefined) {
        void busy.then(() => again(account));
        continue;
      }
      if (atWork.size >= MOST_AT_ONCE) await Promise.race(atWork.values());
      const work = (async () => tellDestination(telling, await tellers.of(account, destination), now))()
        .catch((error: unknown) => {
          if (!signal.aborted) log.warn({ err: error, account, kind: destination.kind }, "a destination could not be told");
        })
        .finally(() => atWork.delete(key));
      atWork.set(key, work);
    }
  };
  return {
    compare: async (only) => {
      // What was so in between is not told: a read model that is filled from the first event shows the whole past.
      await untilFolded(options);
      const accounts = await toldAccounts(db);
      for (const row of accounts) if (only === undefined || only.has(row.account)) await lookAt(row);
      if (only === undefined) await tellers.keepOnly(new Set([...keysOf(accounts), ...atWork.keys()]));
    },
    ended: () => Promise.all(atWork.values()),
  };
};

const keysOf = (accounts: readonly AccountRow[]): string[] =>
  accounts.flatMap(({ account, attention }) => destinationsOf(attention).map((it) => toldKey(account, destinationKey(it))));

interface AccountRow {
  readonly account: string;
  readonly attention: AttentionTo;
}

const toldAccounts = async (db: Kysely<ReadModel>): Promise<AccountRow[]> =>
  db.selectFrom("account").select(["account", "attention"]).where("attention", "is not", null).orderBy("account").execute();

/** As far as the log goes now. */
const untilFolded = async ({ eventLog, foldedUntil, signal }: TellAttention): Promise<void> => {
  for (const stream of STREAM_NAMES) {
    const last = await lastSequence(eventLog, stream, signal);
    while (foldedUntil(stream) < last && !signal.aborted) await pause(LOOK_MS, signal);
  }
  signal.throwIfAborted();
};

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
};
