import { hash, randomUUID } from "node:crypto";
import {
  type Counts,
  type EntryChangedData,
  type EntryEvent,
  entryEvents,
  HEADERS,
  type Lifecycle,
  MAPPING_VERSION,
  type Standing,
  type SyncEvent,
  subjects,
  syncEvents,
} from "@dirstream/contracts";
import { append, appendBatch, type BatchMessage, type EventLog, freeBytes, WrongExpectedSequence } from "@dirstream/event-log";
import { killPoint } from "@dirstream/service/kill-point";
import { emptyTree, leafHash, type MerkleTree, rootOf, withLeaf } from "./digest.ts";
import { type Failure, payloadHash, standingAfterFailure, withChanges } from "./lifecycle.ts";

const SOURCE = "/dirstream/ldap-fetcher";
/** Room for the SyncProgressed in front, and for a SyncHeld and the terminal behind. */
const LEAVES_PER_BATCH = 1000 - 3;
const BYTES_PER_BATCH = 7 * 1024 * 1024;
/** The client writes what was published to its socket a moment later. */
const SENT_WITHIN_MS = 3;
/** A run stops while there is still room to say so. */
const RESERVED_BYTES = 64 * 1024 * 1024;

/** One message of the run's record, before it has its ordinal. */
export interface Leaf {
  readonly subject: string;
  /** The last sequence on the subject as this run knows it; 0 for none. The server refuses the batch where that is no longer so. */
  readonly expectedSequence: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly event: (run: { syncId: string; ordinal: number }) => EntryEvent;
}

/** Another owner has closed or displaced this run: it may write nothing more. */
export class Displaced extends Error {}

/** A run that must end as SyncFailed. */
export class RunFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.failure = failure;
  }
}

export type Held = Pick<
  Extract<SyncEvent, { type: "SyncHeld" }>["data"],
  "holdId" | "holdDigest" | "reasons" | "held" | "active" | "guard"
>;
export type Completed = Pick<Extract<SyncEvent, { type: "SyncCompleted" }>["data"], "held" | "leftOut" | "references" | "durationsMs">;

type Started = Pick<
  Extract<SyncEvent, { type: "SyncStarted" }>["data"],
  "configuration" | "host" | "server" | "changesOffered" | "changesBy" | "removalsBy" | "fullBecause"
>;

/** Where a read puts what it finds. */
export type Recorder = Pick<RunWriter, "add" | "beginRemoving" | "countRead" | "counts">;

/** The run as the log has it: its last lifecycle message, with `chain` already that of the next one. */
interface Stored {
  readonly lifecycle: Lifecycle;
  readonly sequence: number;
}

/** Tens of events share a millisecond, and one text of it. */
let now = { ms: 0, text: "" };

const timeOfNow = (): string => {
  const ms = Date.now();
  if (ms !== now.ms) now = { ms, text: new Date(ms).toISOString() };
  return now.text;
};

const metadata = () => ({ id: randomUUID(), source: SOURCE, time: timeOfNow() });

/**
 * Writes one run: its leaves in atomic batches, each opened by a SyncProgressed that expects the run's previous lifecycle message.
 * One batch is under way while the next is filled. A batch that was not stored leaves no trace in digest and counts.
 */
export class RunWriter {
  /** Milliseconds spent waiting for the log. */
  appendMs = 0;
  #counts: Counts;
  #changedAt: string | undefined;
  #stage: "reading" | "removing" = "reading";
  #stored: Stored;
  #tree: MerkleTree = emptyTree;
  #waiting: BatchMessage[] = [];
  #waitingBytes = 0;
  #underWay: Promise<void> = Promise.resolve();
  readonly #log: EventLog;
  readonly #syncSubject: string;

  private constructor(log: EventLog, syncSubject: string, stored: Stored) {
    this.#log = log;
    this.#syncSubject = syncSubject;
    this.#stored = stored;
    this.#counts = stored.lifecycle.counts;
  }

  /** Appends SyncStarted. Throws Displaced where somebody else has begun meanwhile. */
  static async start(
    log: EventLog,
    place: { account: string; connector: string },
    lifecycle: Lifecycle,
    expectedSequence: number,
    started: Started,
  ): Promise<RunWriter> {
    const subject = subjects.sync(place.account, place.connector);
    const payload = syncEvents.encode({ type: "SyncStarted", data: { ...lifecycle, ...started } }, metadata());
    const sequence = await append(log, { subject, payload, expectedSequence }).catch((error: unknown) => {
      if (error instanceof WrongExpectedSequence) throw new Displaced("another run of this connector began", { cause: error });
      throw error;
    });
    killPoint("ldap-fetcher.afterStarted");
    return new RunWriter(log, subject, { lifecycle: { ...lifecycle, chain: payloadHash(payload) }, sequence });
  }

  get syncId(): string {
    return this.#stored.lifecycle.syncId;
  }

  /** Entries that the directory has sent so far. */
  countRead(entries: number): void {
    this.#counts = { ...this.#counts, read: this.#counts.read + entries };
  }

  get counts(): Counts {
    return this.#counts;
  }

  /** From here on batches say that proved removals are being recorded. */
  async beginRemoving(): Promise<void> {
    if (this.#waiting.length > 0) await this.#send();
    killPoint("ldap-fetcher.beforeRemovals");
    this.#stage = "removing";
  }

  /** Records leaves that belong together: in one batch wherever they fit into one. */
  async add(leaves: readonly Leaf[]): Promise<void> {
    if (this.#waiting.length + leaves.length > LEAVES_PER_BATCH && this.#waiting.length > 0) await this.#send();
    for (const { subject, expectedSequence, headers = {}, event: eventOf } of leaves) {
      const event = eventOf({ syncId: this.syncId, ordinal: this.#tree.size + 1 });
      const payload = entryEvents.encode(event, metadata());
      if (this.#waiting.length > 0 && this.#waitingBytes + payload.length > BYTES_PER_BATCH) await this.#send();
      this.#waiting.push({ subject, payload, expectedSequence, headers });
      this.#waitingBytes += payload.length;
      this.#tree = withLeaf(this.#tree, leafHash(subject, payload));
      if (event.type === "EntryChanged") this.#count(event.data);
      if (this.#waiting.length >= LEAVES_PER_BATCH) await this.#send();
    }
  }

  #count(data: EntryChangedData): void {
    this.#counts = withChanges(this.#counts, data);
    const { whenChanged } = data.observed;
    if (whenChanged !== undefined && whenChanged > (this.#changedAt ?? "")) this.#changedAt = whenChanged;
  }

  /** Appends what waits and the terminal, in one batch. */
  async complete(standing: Standing, completed: Completed, held?: Held): Promise<void> {
    killPoint("ldap-fetcher.beforeTerminal");
    const changedAt = this.#changedAt === undefined ? {} : { changedAt: this.#changedAt };
    await this.#send([
      ...(held === undefined ? [] : [(data: Lifecycle) => ({ type: "SyncHeld" as const, data: { ...data, ...held } })]),
      (data) => ({ type: "SyncCompleted", data: { ...data, standing, ...completed, ...changedAt } }),
    ]);
    await this.#underWay;
  }

  /** Closes the run as failed. What was not stored yet is dropped: the next run finds it again. */
  async fail(failure: Failure): Promise<void> {
    await this.#underWay.catch(() => undefined);
    const data = { ...this.#stored.lifecycle, counts: { ...this.#stored.lifecycle.counts, read: this.#counts.read } };
    const event: SyncEvent = { type: "SyncFailed", data: { ...data, ...failure, standing: standingAfterFailure(data, failure) } };
    const payload = syncEvents.encode(event, metadata());
    await append(this.#log, { subject: this.#syncSubject, payload, expectedSequence: this.#stored.sequence }).catch((error: unknown) => {
      if (error instanceof WrongExpectedSequence) throw new Displaced("the run was closed by another owner", { cause: error });
      throw error;
    });
  }

  /** Waits for the batch under way, then sends what has gathered, and does not wait for it. `ending` are the run's last messages. */
  async #send(ending: readonly ((data: Lifecycle) => SyncEvent)[] = []): Promise<void> {
    const began = performance.now();
    await this.#underWay;
    this.appendMs += performance.now() - began;

    const leaves = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    let data: Lifecycle = { ...this.#stored.lifecycle, ordinal: this.#tree.size, digest: rootOf(this.#tree), counts: this.#counts };
    const progressed = syncEvents.encode({ type: "SyncProgressed", data: { ...data, stage: this.#stage } }, metadata());
    const messages: BatchMessage[] = [
      { subject: this.#syncSubject, payload: progressed, expectedSequence: this.#stored.sequence },
      ...leaves,
    ];
    data = { ...data, chain: payloadHash(progressed) };
    for (const event of ending) {
      const payload = syncEvents.encode(event(data), metadata());
      messages.push({ subject: this.#syncSubject, payload });
      data = { ...data, chain: payloadHash(payload) };
    }
    this.#underWay = this.#append(messages, data, this.#stage);
    // A failure is seen by whoever waits next; until then it must not count as unhandled.
    this.#underWay.catch(() => undefined);
  }

  async #append(messages: readonly BatchMessage[], lifecycle: Lifecycle, stage: "reading" | "removing"): Promise<void> {
    if ((await freeBytes(this.#log, "DIRECTORY")) < RESERVED_BYTES) throw new RunFailed(logFull);
    killPoint("ldap-fetcher.batchSent", SENT_WITHIN_MS);
    const outcome = await appendBatch(this.#log, { stream: "DIRECTORY", messages });
    switch (outcome.kind) {
      case "stored":
        this.#stored = { lifecycle, sequence: outcome.first };
        killPoint(stage === "reading" ? "ldap-fetcher.betweenBatches" : "ldap-fetcher.amidRemovals");
        return;
      case "displaced":
        throw new Displaced("the run was closed by another owner");
      case "staleRead":
        throw new RunFailed(staleRead, { cause: new Error(outcome.said) });
      case "full":
        throw new RunFailed(logFull);
    }
  }
}

const staleRead: Failure = {
  stage: "append",
  code: "staleRead",
  message: "An entry was recorded by somebody else while this synchronisation ran; it will be tried again.",
  retryable: true,
};

const logFull: Failure = {
  stage: "append",
  code: "logFull",
  message: "The DIRECTORY stream is full. Give it more room (max_bytes); nothing that was recorded is lost.",
  retryable: true,
};

/** What every entry message says in its headers, so that a headers-only read knows what is recorded. */
export const entryHeaders = (fingerprint: string, state: string, marker: string | undefined, dn: string): Record<string, string> => ({
  [HEADERS.fingerprint]: fingerprint,
  [HEADERS.state]: state,
  [HEADERS.mapping]: MAPPING_VERSION,
  ...(marker === undefined ? {} : { [HEADERS.marker]: marker }),
  [HEADERS.dn]: dnMark(dn),
});

/** Enough of a DN to see that it is another one. */
export const dnMark = (dn: string): string => hash("sha256", dn).slice(0, 16);
