import { randomUUID } from "node:crypto";
import { addAbortListener } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { ReadModelWork, type ReadModelWorkAnswer, subjects } from "@dirstream/contracts";
import { respond } from "@dirstream/event-log";
import type * as z from "zod";
import { workSchema } from "../database.ts";
import { openWriterSession, type WriterSession } from "../writer-session.ts";
import { buildBeside, type ModelInUse, type Tell } from "./build-beside.ts";
import { type Report, saveEnd, saveReport, unfinishedReport } from "./report.ts";
import { dropLeftovers, nextSchema } from "./schemas.ts";

const RETRY_MS = 1_000;
const TELL_EVERY_MS = 250;
/** Making an index, or comparing a large table, is one statement. */
const STATEMENT_TIMEOUT_MS = 60 * 60 * 1000;
/** Four times what Postgres has for it: a table of a million entries is sorted in it, and all workers may help. */
const INDEXING_MEMORY = "256MB";

/** As the projector that folds: takes up what is asked for, one thing at a time, until the signal aborts. Folding never waits for it. */
export const takeWork = async (inUse: ModelInUse): Promise<void> => {
  const { eventLog, signal, log } = inUse;
  await endUnfinished(inUse);
  let current: string | undefined;
  let ended: Promise<void> = Promise.resolve();

  const answer = (work: Report["work"]) => (payload: Uint8Array) => {
    const { by } = ReadModelWork.parse(JSON.parse(new TextDecoder().decode(payload)));
    if (current !== undefined) return encode({ status: "busy", workId: current });
    const workId = randomUUID();
    current = workId;
    ended = doWork(inUse, newReport(workId, work, by), () => {
      if (current === workId) current = undefined;
    });
    return encode({ status: "started", workId });
  };
  const onError = (error: unknown) => log.warn({ err: error }, "a question about the read model could not be answered");
  await using answering = new AsyncDisposableStack();
  for (const work of ["rebuild", "verify"] as const) {
    answering.use(respond(eventLog, { subject: subjects.readModel(work), handle: answer(work), onError }));
  }
  if (!signal.aborted) await new Promise<void>((resolve) => addAbortListener(signal, () => resolve()));
  await ended;
};

const encode = (answer: z.output<typeof ReadModelWorkAnswer>): Uint8Array => new TextEncoder().encode(JSON.stringify(answer));

const newReport = (workId: string, work: Report["work"], by: string): Report => ({
  ...{ workId, work, by, startedAt: new Date().toISOString(), stage: "folding", folded: 0, total: 0, eventsPerSecond: 0 },
  ...{ endedAt: null, outcome: null, positions: null, differences: [] },
});

const endOf = (report: Report, outcome: Report["outcome"]): Report => ({
  ...report,
  stage: "ended",
  endedAt: new Date().toISOString(),
  outcome,
});

/** What a projector had begun that has gone since is not gone on with: whoever wants it asks again. */
const endUnfinished = async (inUse: ModelInUse): Promise<void> => {
  const { signal, log, database } = inUse;
  while (!signal.aborted) {
    try {
      await using session = await openSession(inUse);
      const report = await unfinishedReport(session.query);
      if (report !== undefined) await saveEnd(session, endOf(report, "interrupted"));
      await dropLeftovers(session, database.schema);
      return;
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error }, "what is left of an unfinished rebuild could not be cleared away");
      await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
};

/** Writes into the schema beside the one in use. Ends with the signal, also in the middle of a statement. */
const openSession = async (inUse: ModelInUse): Promise<WriterSession> => {
  const { schema } = inUse.database;
  const lock = nextSchema(schema);
  const session = await openWriterSession({ ...inUse.database, signal: inUse.signal, lock, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  const listener = addAbortListener(inUse.signal, () => void session[Symbol.asyncDispose]());
  session.lost.addEventListener("abort", () => listener[Symbol.dispose]());
  await session.query(`set search_path = ${nextSchema(schema)}, ${workSchema(schema)}`);
  await session.query(`set maintenance_work_mem = '${INDEXING_MEMORY}'`);
  return session;
};

/** Whatever comes of it is reported and logged; it throws nothing. Who hears that it has ended may ask for more at once. */
const doWork = async (inUse: ModelInUse, begun: Report, onEnd: () => void): Promise<void> => {
  const { signal, log, database } = inUse;
  let report = begun;
  log.info({ work: report.work, workId: report.workId, by: report.by }, "work on the read model begins");
  try {
    await using session = await openSession(inUse);
    const tell = teller(session, report, (told) => {
      report = told;
    });
    await tell({});
    try {
      const differences = await buildBeside(inUse, session, report.work, tell);
      report = endOf(report, differences.length === 0 ? "equal" : "different");
    } catch (error) {
      if (signal.aborted || session.lost.aborted) throw error;
      log.error({ err: error, work: report.work }, "work on the read model has failed");
      await session.query("rollback");
      await dropLeftovers(session, database.schema);
      report = endOf(report, "failed");
    }
    onEnd();
    await saveEnd(session, report);
    log.info({ work: report.work, outcome: report.outcome, differences: report.differences }, "work on the read model has ended");
  } catch (error) {
    if (signal.aborted) return; // whoever folds next says that it was interrupted
    log.warn({ err: error, work: report.work }, "work on the read model was interrupted");
    await endUnfinished(inUse);
  } finally {
    onEnd();
  }
};

/** Keeps the report, with the rate, and writes it down: at once when the stage changes, else now and then. */
const teller = (session: WriterSession, begun: Report, keep: (report: Report) => void): Tell => {
  let report = begun;
  let savedAtMs = 0;
  const beganMs = performance.now();
  return async (more) => {
    const isNewStage = more.folded === undefined;
    report = { ...report, ...more };
    const nowMs = performance.now();
    if (report.stage === "folding") report = { ...report, eventsPerSecond: Math.round((1000 * report.folded) / (nowMs - beganMs)) };
    keep(report);
    if (!isNewStage && nowMs - savedAtMs < TELL_EVERY_MS) return;
    savedAtMs = nowMs;
    await saveReport(session.query, "current", report);
  };
};
