import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type RequestEvent, requestEvents, type StreamName, subjects } from "@dirstream/contracts";
import { append, type EventLog, readBatches, readToEnd, StreamFull, WrongExpectedSequence } from "@dirstream/event-log";
import { killPoint } from "@dirstream/service/kill-point";
import {
  type Agenda,
  connectorsInUnknownZones,
  decideFor,
  dueConnectors,
  foldMessage,
  lookAtAll,
  recordRequest,
  requestedOf,
} from "./agenda.ts";

/** The clock is looked at this often at least, so that one that was set does not leave a slot waiting. */
const LONGEST_PAUSE_MS = 1_000;
const SHORTEST_PAUSE_MS = 20;

const APPENDS_IN_FLIGHT = 64;

/** An append that is not answered by then is decided anew: later the same slot may have to be skipped. */
const APPEND_DEADLINE_MS = 10_000;

export interface SchedulerOptions {
  readonly log: EventLog;
  readonly agenda: Agenda;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onCaughtUp: () => void;
  readonly onRecorded: (event: RequestEvent) => void;
  /** One sentence for the person who runs it. */
  readonly alarm: (sentence: string) => void;
}

/**
 * Turns schedules into requests until the signal aborts.
 * Any number of schedulers may run: each appends expecting the request that it saw last, so of two that decide the same slot
 * one is refused, folds what the other recorded, and decides anew. The log, not the clock, says what has been requested.
 */
export const requestSyncs = async (options: SchedulerOptions): Promise<void> => {
  const stop = new AbortController();
  const running = { ...options, signal: AbortSignal.any([options.signal, stop.signal]) };
  try {
    const connectors = await catchUp(running, "CONNECTORS");
    const requests = await catchUp(running, "SYNC_REQUESTS");
    options.onCaughtUp();
    await Promise.all([follow(running, "CONNECTORS", connectors), follow(running, "SYNC_REQUESTS", requests), watchTheClock(running)]);
  } catch (error) {
    if (!options.signal.aborted) throw error;
  } finally {
    stop.abort();
  }
};

const catchUp = async ({ log, agenda, signal, alarm }: SchedulerOptions, stream: StreamName): Promise<number> => {
  let position = 0;
  for await (const messages of readToEnd(log, { stream, signal })) {
    for (const message of messages) report(alarm, foldMessage(agenda, message));
    position = messages.at(-1)?.sequence ?? position;
  }
  return position;
};

const follow = async ({ log, agenda, signal, alarm }: SchedulerOptions, stream: StreamName, after: number): Promise<void> => {
  for await (const messages of readBatches(log, { stream, after, signal })) {
    for (const message of messages) report(alarm, foldMessage(agenda, message));
  }
};

const watchTheClock = async (options: SchedulerOptions): Promise<void> => {
  const { log, agenda, now, signal } = options;
  const alarmed = new Set<string>();
  let lastMs = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const nowMs = now();
    if (nowMs < lastMs) lookAtAll(agenda);
    lastMs = nowMs;
    if (log.connected()) await requestAllDue(options, nowMs);
    alarmUnknownZones(options, alarmed);
    await delay(pauseMs(agenda, now()), undefined, { signal });
  }
};

const pauseMs = ({ nextDueMs }: Agenda, nowMs: number): number => {
  let nextMs = nowMs + LONGEST_PAUSE_MS;
  for (const atMs of nextDueMs.values()) if (atMs < nextMs) nextMs = atMs;
  return Math.max(nextMs - nowMs, SHORTEST_PAUSE_MS);
};

const requestAllDue = async (options: SchedulerOptions, nowMs: number): Promise<void> => {
  const keys = dueConnectors(options.agenda, nowMs).values();
  const requestNext = async () => {
    for (const key of keys) await requestDue(options, key, nowMs);
  };
  await Promise.all(Array.from({ length: APPENDS_IN_FLIGHT }, requestNext));
};

/** A refused append ends the turn: the connector stays due, and is decided anew with what the other scheduler recorded. */
const requestDue = async (options: SchedulerOptions, key: string, nowMs: number): Promise<void> => {
  const { agenda, alarm, onRecorded } = options;
  for (const event of decideFor(agenda, key, nowMs, randomUUID)) {
    killPoint("scheduler-service.beforeAppend");
    try {
      recordRequest(agenda, key, event, await appendRequest(options, key, event));
      onRecorded(event);
    } catch (error) {
      if (error instanceof WrongExpectedSequence || error instanceof AppendUnanswered) return;
      if (!(error instanceof StreamFull)) throw error;
      agenda.nextDueMs.set(key, nowMs + APPEND_DEADLINE_MS);
      alarm(`${error.message}. ${key} is asked for again in ${APPEND_DEADLINE_MS / 1000} seconds.`);
      return;
    }
  }
};

class AppendUnanswered extends Error {
  override readonly name = "AppendUnanswered";
}

const appendRequest = async ({ log, agenda, now, signal }: SchedulerOptions, key: string, event: RequestEvent): Promise<number> => {
  const [account = "", connector = ""] = key.split("/");
  const deadline = AbortSignal.timeout(APPEND_DEADLINE_MS);
  try {
    return await append(log, {
      subject: subjects.syncRequest(account, connector),
      payload: requestEvents.encode(event, {
        id: randomUUID(),
        source: "/dirstream/scheduler-service",
        time: new Date(now()).toISOString(),
      }),
      expectedSequence: requestedOf(agenda, key).revision,
      signal: AbortSignal.any([signal, deadline]),
    });
  } catch (error) {
    if (deadline.aborted && !signal.aborted) throw new AppendUnanswered(`No answer for ${key}`, { cause: error });
    throw error;
  }
};

const alarmUnknownZones = ({ agenda, alarm }: SchedulerOptions, alarmed: Set<string>): void => {
  for (const [key, zone] of connectorsInUnknownZones(agenda)) {
    if (alarmed.has(`${key} ${zone}`)) continue;
    alarmed.add(`${key} ${zone}`);
    alarm(`The time zone "${zone}" of ${key} is not known to this machine: it is not scheduled until it is given another.`);
  }
};

const report = (alarm: (sentence: string) => void, sentence: string | undefined): void => {
  if (sentence !== undefined) alarm(sentence);
};
