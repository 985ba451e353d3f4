import { setTimeout as delay } from "node:timers/promises";
import { type AttentionTo, STREAM_NAMES, type StreamName, TOLD_BUCKET, toldKey } from "@dirstream/contracts";
import { deleteValue, type EventLog, lastSequence, listKeys } from "@dirstream/event-log";
import type { Log } from "@dirstream/service";
import type { Kysely } from "kysely";
import { needsAttention } from "../http/needs-attention.ts";
import type { ReadModel } from "../tables.ts";
import { type Channels, isSetUp } from "./channels.ts";
import { destinationKey, destinationsOf } from "./destination.ts";
import { type Teller, tellDestination } from "./tell-destination.ts";
import { readTold, writeTold } from "./told.ts";

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
  readonly reached: (account: string, destinationKeys: readonly string[]) => Promise<void>;
}

/** What happens at once comes together: a site that is away takes all its connectors with it. */
const GATHER_SHARE = 6;
const MOST_AT_ONCE = 64;
const LOOK_MS = 50;
const STORE_MS = 10_000;

export const attend = (options: TellAttention): Attending => {
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const nowMs = options.nowMs ?? Date.now;
  const { eventLog, db, channels, log, everyMs, repeatMs } = options;
  const tellers = new Map<string, Teller>();
  const atWork = new Map<string, Promise<void>>();
  let looked = new Set<string>();
  let wake = () => {};

  const storing = () => AbortSignal.any([signal, AbortSignal.timeout(STORE_MS)]);
  const save = async (teller: Teller): Promise<void> => {
    await writeTold(eventLog, { ...teller, signal: storing() }, teller.told);
    teller.isSaved = true;
  };
  const telling = { channels, log, signal, nowMs, repeatMs, mailPauseMs: everyMs, save };
  const tellerOf = async (account: string, destination: Teller["destination"], key: string): Promise<Teller> => {
    const known = tellers.get(key);
    if (known !== undefined) return known;
    const told = await readTold(eventLog, { account, destination, signal: storing() });
    const teller = tellers.get(key) ?? { account, destination, told, isSaved: true };
    tellers.set(key, teller);
    return teller;
  };

  const lookAt = async ({ account, attention }: AccountRow): Promise<void> => {
    const destinations = destinationsOf(attention).filter((destination) => isSetUp(channels, destination));
    if (destinations.length === 0) return;
    const now = await needsAttention(account, { db, eventLog, nowMs: nowMs() });
    for (const destination of destinations) {
      const key = toldKey(account, destinationKey(destination));
      if (atWork.has(key)) {
        void atWork.get(key)?.then(() => look([account]));
        continue;
      }
      if (atWork.size >= MOST_AT_ONCE) await Promise.race(atWork.values());
      const work = (async () => tellDestination(telling, await tellerOf(account, destination, key), now))()
        .catch((error: unknown) => {
          if (!signal.aborted) log.warn({ err: error, account, kind: destination.kind }, "a destination could not be told");
        })
        .finally(() => atWork.delete(key));
      atWork.set(key, work);
    }
  };

  /** Whoever is told no longer is forgotten: entered again, he is told what is so then. */
  const forget = async (accounts: readonly AccountRow[]): Promise<void> => {
    const wanted = accounts.flatMap(({ account, attention }) =>
      destinationsOf(attention).map((destination) => toldKey(account, destinationKey(destination))),
    );
    const stored = await listKeys(eventLog, { bucket: TOLD_BUCKET, signal: storing() });
    for (const key of new Set(stored).difference(new Set(wanted))) {
      if (atWork.has(key)) continue;
      tellers.delete(key);
      await deleteValue(eventLog, { bucket: TOLD_BUCKET, key, signal: storing() });
    }
  };

  const round = async (only: ReadonlySet<string> | undefined): Promise<void> => {
    // What was so in between is not told: a read model that is filled from the first event shows the whole past.
    await untilFolded(options, signal);
    const accounts = await toldAccounts(db);
    for (const row of accounts) if (only === undefined || only.has(row.account)) await lookAt(row);
    if (only === undefined) await forget(accounts);
  };

  const run = async (): Promise<void> => {
    let sweptAtMs = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const isSweep = performance.now() >= sweptAtMs + everyMs;
      const only = isSweep ? undefined : looked;
      looked = new Set();
      if (isSweep) sweptAtMs = performance.now();
      try {
        await round(only);
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, "what needs somebody could not be compared with what was told");
      }
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const dueMs = Math.max(0, sweptAtMs + everyMs - performance.now());
      if (looked.size === 0) await Promise.race([woken, pause(dueMs, signal)]);
      if (performance.now() < sweptAtMs + everyMs) await pause(everyMs / GATHER_SHARE, signal);
    }
    await Promise.all(atWork.values());
  };
  const running = run();

  const look: Attending["look"] = (accounts) => {
    for (const account of accounts) looked.add(account);
    if (looked.size > 0) wake();
  };
  return {
    look,
    reached: async (account, destinationKeys) => {
      for (const destination of destinationKeys) {
        const teller = tellers.get(toldKey(account, destination));
        if (teller === undefined || teller.told.failing === null) continue;
        teller.told = { ...teller.told, failing: null };
        teller.isSaved = false;
        await save(teller).catch((error: unknown) => log.warn({ err: error, account }, "that a destination is reached could not be kept"));
      }
      look([account]);
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      wake();
      await running;
    },
  };
};

interface AccountRow {
  readonly account: string;
  readonly attention: AttentionTo;
}

const toldAccounts = async (db: Kysely<ReadModel>): Promise<AccountRow[]> =>
  db.selectFrom("account").select(["account", "attention"]).where("attention", "is not", null).orderBy("account").execute();

/** As far as the log goes now. */
const untilFolded = async ({ eventLog, foldedUntil }: TellAttention, signal: AbortSignal): Promise<void> => {
  for (const stream of STREAM_NAMES) {
    const last = await lastSequence(eventLog, stream, signal);
    while (foldedUntil(stream) < last && !signal.aborted) await pause(LOOK_MS, signal);
  }
  signal.throwIfAborted();
};

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
};
