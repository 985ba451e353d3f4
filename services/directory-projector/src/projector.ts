import { setTimeout as delay } from "node:timers/promises";
import { STREAM_NAMES, type StreamName } from "@dirstream/contracts";
import { type EventLog, lastSequence, readBatches, streamIdentity } from "@dirstream/event-log";
import type { Log } from "@dirstream/service";
import { type DatabaseOptions, migrate } from "./database.ts";
import { BATCH_EVENTS, foldAhead } from "./fold-ahead.ts";
import { type FoldedModel, foldInto, resume } from "./folded-model.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { loadProjection, positionOf, type StreamProjection } from "./projection.ts";
import type { ProjectorMetrics } from "./projector-metrics.ts";
import { takeWork } from "./read-model-work/take-work.ts";
import { answerTests } from "./telling/answer-tests.ts";
import { type Attending, attend, type TellAttention } from "./telling/tell-attention.ts";
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
  /** Called after each batch that was folded. */
  readonly onCommit?: () => void;
  /** Where people are told what needs somebody. Only the one who folds does it. */
  readonly telling?: Pick<TellAttention, "db" | "channels" | "everyMs" | "repeatMs">;
}

// A batch ends with its fullness or its age: writing whenever nothing waits makes thousands of tiny transactions.
const BATCH_AGE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
const FIRST_PAUSE_MS = 200;
const WATCH_MS = 1_000;

/**
 * Folds the three streams until the signal aborts. Whatever goes away, Postgres or NATS, is waited for;
 * a log that is not the one folded so far ends it with CheckpointNotInLog.
 */
export const runProjector = async (options: ProjectorOptions): Promise<void> => {
  const { signal, log, metrics, database } = options;
  const history: History = new Map();
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      await migrate(database);
      const onStandBy = () => {
        metrics.state("standing by");
        log.info("another projector holds the lock: standing by");
      };
      await using session = await openWriterSession({ ...database, signal, onStandBy });
      await foldAll(session, options, history, () => {
        pauseMs = FIRST_PAUSE_MS;
        options.onCommit?.();
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

interface Term extends ProjectorOptions, FoldedModel {
  /** Everything that writes, and what it decides by, happens one after the other. */
  readonly exclusively: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly onProgress: () => void;
  readonly onAttention: Attending["look"];
}

/** How far each stream went when this process began to fold it from its first event. */
type History = Map<StreamName, number>;

const load = async (
  session: WriterSession,
  stream: StreamName,
  { eventLog }: ProjectorOptions,
  history: History,
  signal: AbortSignal,
): Promise<StreamProjection> => {
  const loaded = await loadProjection(session, stream, await streamIdentity(eventLog, stream, signal));
  if (loaded.checkpoint === undefined) history.set(stream, await lastSequence(eventLog, stream, signal));
  return { ...loaded, historyUntil: history.get(stream) ?? 0 };
};

/** One term as the active projector: until the signal aborts, or something breaks. */
const foldAll = async (session: WriterSession, options: ProjectorOptions, history: History, onProgress: () => void): Promise<void> => {
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, session.lost, ended.signal]);
  const projections = new Map<StreamName, StreamProjection>();
  for (const stream of STREAM_NAMES) projections.set(stream, await load(session, stream, options, history, signal));
  await using telling = new AsyncDisposableStack();
  let onAttention: Attending["look"] = () => undefined;
  const term: Term = {
    ...{ ...options, signal, session, projections, exclusively: oneAtATime(), onProgress },
    onAttention: (accounts) => onAttention(accounts),
  };
  const verified = verifier(term);
  await verified(true);
  for (const projection of projections.values()) await resume(term, projection);
  options.metrics.state("projecting");
  options.log.info({ positions: Object.fromEntries([...projections].map(([name, it]) => [name, positionOf(it)])) }, "folding");

  if (options.telling !== undefined) onAttention = tellPeople(term, options.telling, telling);
  const works = [...projections.values()].map((projection) => follow(term, projection, verified));
  works.push(watch(term, verified), takeWork({ ...term, verified }));
  try {
    await Promise.race(works);
  } finally {
    ended.abort();
    await Promise.allSettled(works);
  }
  if (session.lost.aborted) throw session.lost.reason;
};

const tellPeople = (term: Term, how: NonNullable<ProjectorOptions["telling"]>, stack: AsyncDisposableStack): Attending["look"] => {
  const { eventLog, log, signal, projections } = term;
  const foldedUntil = (stream: StreamName) => positionOf(projections.get(stream) as StreamProjection);
  const attending = stack.use(attend({ ...how, eventLog, log, signal, foldedUntil }));
  stack.use(answerTests({ eventLog, channels: how.channels, attending, log, signal }));
  return attending.look;
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
  for await (const batch of foldAhead(readBatches(eventLog, catchUp), projection)) {
    if (signal.aborted) return;
    await exclusively(async () => {
      await verified();
      term.onAttention(await foldInto(term, projection, batch));
    });
    term.onProgress();
  }
};
