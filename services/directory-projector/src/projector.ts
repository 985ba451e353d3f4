import { setTimeout as delay, setImmediate as yieldToOthers } from "node:timers/promises";
import { STREAM_NAMES, type StreamName } from "@dirstream/contracts";
import { type EventLog, type RecordedMessage, readBatches, streamIdentity } from "@dirstream/event-log";
import type { Log } from "@dirstream/service";
import { type DatabaseOptions, migrate } from "./database.ts";
import { type Reading, readEvent } from "./fold/read-event.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { loadProjection, positionOf, project, type StreamProjection } from "./projection.ts";
import type { ProjectorMetrics } from "./projector-metrics.ts";
import { resumeHalted } from "./resume.ts";
import { CheckpointNotInLog, verifyCheckpoint } from "./verify-checkpoint.ts";
import { openWriterSession, type WriterSession } from "./writer-session.ts";

export interface ProjectorOptions {
  readonly eventLog: EventLog;
  readonly database: DatabaseOptions;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly metrics: ProjectorMetrics;
  /** How often the connection to the log has come back: what the log holds is looked at anew each time. */
  readonly reconnects: () => number;
}

// A batch ends with its fullness or its age: writing whenever nothing waits makes thousands of tiny transactions.
const BATCH_EVENTS = 5_000;
const BATCH_AGE_MS = 50;
const DECODED_AT_ONCE = 250;
const LONGEST_PAUSE_MS = 5_000;
const FIRST_PAUSE_MS = 200;
const WATCH_MS = 1_000;

/**
 * Folds the three streams until the signal aborts. Whatever goes away, Postgres or NATS, is waited for;
 * a log that is not the one folded so far ends it with CheckpointNotInLog.
 */
export const runProjector = async (options: ProjectorOptions): Promise<void> => {
  const { signal, log, metrics, database } = options;
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      await migrate(database);
      const onStandBy = () => {
        metrics.state("standing by");
        log.info("another projector holds the lock: standing by");
      };
      await using session = await openWriterSession({ ...database, signal, onStandBy });
      await foldAll(session, options, () => {
        pauseMs = FIRST_PAUSE_MS;
      });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof CheckpointNotInLog) {
        log.fatal({ err: error, alarm: error.code }, "nothing is folded any more: the log is not the one that was folded");
        throw error;
      }
      metrics.state("recovering");
      log.warn({ err: error, pauseMs }, "folding was interrupted and begins again from the checkpoint");
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }
};

interface Term extends ProjectorOptions {
  readonly session: WriterSession;
  readonly projections: ReadonlyMap<StreamName, StreamProjection>;
  /** Everything that writes, and what it decides by, happens one after the other. */
  readonly exclusively: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly onProgress: () => void;
}

/** One term as the active projector: until the signal aborts, or something breaks. */
const foldAll = async (session: WriterSession, options: ProjectorOptions, onProgress: () => void): Promise<void> => {
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, session.lost, ended.signal]);
  const projections = new Map<StreamName, StreamProjection>();
  for (const stream of STREAM_NAMES) {
    projections.set(stream, await loadProjection(session, stream, await streamIdentity(options.eventLog, stream, signal)));
  }
  const term: Term = { ...options, signal, session, projections, exclusively: oneAtATime(), onProgress };
  const verified = verifier(term);
  await verified(true);
  for (const projection of projections.values()) await resume(term, projection);
  options.metrics.state("projecting");
  options.log.info({ positions: Object.fromEntries([...projections].map(([name, it]) => [name, positionOf(it)])) }, "folding");

  const works = [...projections.values()].map((projection) => follow(term, projection, verified));
  works.push(watch(term, verified));
  try {
    await Promise.race(works);
  } finally {
    ended.abort();
    await Promise.allSettled(works);
  }
  if (session.lost.aborted) throw session.lost.reason;
};

type Verify = (isStart?: boolean) => Promise<void>;

/** Looks whether the log is still the one that was folded, once after each time that the connection came back. */
const verifier = ({ eventLog, projections, reconnects, signal }: Term): Verify => {
  let verifiedAt = reconnects();
  return async (isStart = false) => {
    const now = reconnects();
    if (!isStart && now === verifiedAt) return;
    for (const { checkpoint } of projections.values()) {
      if (checkpoint !== undefined) await verifyCheckpoint(eventLog, checkpoint, signal);
    }
    verifiedAt = now;
  };
};

/** Also while nothing new comes: then no batch asks. */
const watch = async ({ exclusively, signal }: Term, verified: Verify): Promise<void> => {
  while (!signal.aborted) {
    await delay(WATCH_MS, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await exclusively(() => verified());
  }
};

const follow = async (term: Term, projection: StreamProjection, verified: Verify): Promise<void> => {
  const { eventLog, signal, exclusively } = term;
  const { stream } = projection;
  const catchUp = { stream, after: positionOf(projection), signal, maxMessages: BATCH_EVENTS, maxDelayMs: BATCH_AGE_MS };
  const batches = readBatches(eventLog, catchUp);
  try {
    let coming = nextReadings(batches);
    for (;;) {
      const readings = await coming;
      if (readings === undefined || signal.aborted) return;
      coming = nextReadings(batches); // read and decoded while Postgres works
      await exclusively(async () => {
        await verified();
        await projectAndResume(term, projection, readings);
      });
      term.onProgress();
    }
  } finally {
    // Not awaited: the batch that is still to come ends with the term's signal, which aborts when this has thrown.
    void batches.return().catch(() => undefined);
  }
};

const nextReadings = (batches: AsyncGenerator<RecordedMessage[], void, undefined>): Promise<Reading[] | undefined> => {
  const coming = batches.next().then(({ value }) => (value === undefined ? undefined : decode(value)));
  coming.catch(() => undefined); // it is awaited later, and throws there
  return coming;
};

/** In pieces: queries are answered meanwhile. */
const decode = async (messages: readonly RecordedMessage[]): Promise<Reading[]> => {
  const readings: Reading[] = [];
  for (let at = 0; at < messages.length; at += DECODED_AT_ONCE) {
    for (const message of messages.slice(at, at + DECODED_AT_ONCE)) readings.push(readEvent(message));
    await yieldToOthers();
  }
  return readings;
};

const projectAndResume = async (term: Term, projection: StreamProjection, readings: readonly Reading[]): Promise<void> => {
  const { session, projections, metrics, log } = term;
  const { stream } = projection;
  for (const { changes, halts, foreign } of await project(session, projection, readings)) {
    metrics.foreign(stream, foreign);
    for (const { account, connector, sequence, reason } of halts) {
      log.error({ stream, account, connector, sequence, reason }, "this connector's projection has halted: resume it, or skip the event");
    }
    // What was resumed is recorded on one stream and concerns any; and a halt may find that it was resumed already.
    if (changes.images.projection_resumed.size > 0) for (const other of projections.values()) await resume(term, other);
    else if (halts.length > 0) await resume(term, projection);
  }
  metrics.folded(stream, readings.length, positionOf(projection), projection.halted.size);
};

const resume = async ({ session, eventLog, metrics, log }: Term, projection: StreamProjection): Promise<void> => {
  for (const { account, connector } of await resumeHalted(session, eventLog, projection)) {
    log.info({ stream: projection.stream, account, connector }, "this connector's projection has been resumed and is up to date");
  }
  metrics.folded(projection.stream, 0, positionOf(projection), projection.halted.size);
};
