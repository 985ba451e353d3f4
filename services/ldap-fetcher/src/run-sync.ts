import { randomUUID } from "node:crypto";
import { type Counts, type Progress, type Standing, subjects } from "@dirstream/contracts";
import { respond } from "@dirstream/event-log";
import { applyCommands } from "./apply/apply-commands.ts";
import { completeUnchanged } from "./complete-read.ts";
import type { ConnectorState } from "./connector-state.ts";
import type { Directory } from "./directory/directory.ts";
import { DirectoryError } from "./directory/errors.ts";
import type { Fetcher } from "./handle-sync-request.ts";
import type { Place } from "./place.ts";
import { type Prepared, prepareRun } from "./prepare-run.ts";
import { openProgress } from "./progress.ts";
import { readChanges } from "./read-changes.ts";
import { readEverything } from "./read-everything.ts";
import { beginRun, type Failure, type LastLifecycle, noCounts, settleFailure } from "./run/lifecycle.ts";
import type { Row } from "./run/pending.ts";
import { Displaced, RunFailed, RunWriter } from "./run/writer.ts";

/** A run that has begun. */
export interface Run extends Place {
  readonly fetcher: Fetcher;
  readonly writer: RunWriter;
  readonly state: ConnectorState;
  readonly standing: Standing;
  readonly covers: number;
  readonly startedAt: number;
  readonly tell: (stage: Progress["stage"], counts: Counts, expected: number | null) => void;
}

/** One run from its first message to its last. "ended" whether it completed or failed; "displaced" when it was somebody else's. */
export const runSync = async (
  { mostRunMs, ...rest }: Fetcher,
  place: Place,
  row: Row,
  last: LastLifecycle | undefined,
): Promise<"ended" | "displaced"> => {
  const tooLate = AbortSignal.timeout(mostRunMs);
  const fetcher: Fetcher = { ...rest, mostRunMs, signal: AbortSignal.any([rest.signal, tooLate]) };
  const { log, report } = fetcher;
  const syncId = randomUUID();
  const alive = Buffer.from(JSON.stringify({ syncId }));
  await using _alive = respond(log, { subject: subjects.syncRun(syncId), handle: () => alive });
  const progress = openProgress(log, place, syncId);
  const tell: Run["tell"] = (stage, counts, expected) => progress({ stage, counts, expected, read: counts.read });
  const startedAt = performance.now();
  tell("connecting", noCounts, null);

  using prepared = await prepareRun(fetcher, place, row, last);
  const { mode, directory, state } = prepared;
  const { requestId, covers } = row;
  const lifecycle = beginRun(last, { syncId, mode, requestId, covers });
  let writer: RunWriter;
  try {
    writer = await RunWriter.start(log, place, lifecycle, last?.sequence ?? 0, {
      configuration: state?.configuration ?? 0,
      host: directory?.host ?? null,
      server: directory?.identity ?? null,
      ...changesSaid(prepared),
    });
  } catch (error) {
    if (error instanceof Displaced) return "displaced";
    throw error;
  }
  report({ ...place, syncId, mode, host: directory?.host }, "a run began");

  try {
    if (state === undefined || prepared.failure !== undefined) throw prepared.failure;
    const { standing } = lifecycle;
    await carryOut({ ...place, fetcher, writer, state, standing, covers, startedAt, tell }, prepared);
  } catch (error) {
    // Whatever an ended signal has broken is no failure of its own.
    const reason = rest.signal.aborted ? leaving : tooLate.aborted ? tookTooLong(mostRunMs) : error;
    return await endFailed(fetcher, place, writer, reason, lifecycle.attempt, tell);
  }
  report({ ...place, syncId, counts: writer.counts, appendMs: Math.round(writer.appendMs) }, "a run completed");
  return "ended";
};

const carryOut = async (run: Run, { mode, plan, commands, directory }: Prepared): Promise<void> => {
  if (mode === "apply") return applyCommands(run, commands, directory);
  switch (plan.read) {
    case "nothing":
      return completeUnchanged(run);
    case "changes":
      return readChanges(run, directory as Directory, plan);
    case "everything":
      return readEverything(run, directory as Directory).finally(collectGarbage);
  }
};

/** What a full read has known is garbage all at once; V8 by itself would look for it when the next one has filled as much again (`--expose-gc`). */
const collectGarbage = (): void => void globalThis.gc?.({ type: "major", execution: "async" });

/** How the run knows what has changed, for everybody to see. */
const changesSaid = ({ mode, plan, directory }: Prepared): Started => {
  if (mode === "apply" || directory === undefined) return {};
  const changesOffered = [...directory.changesOffered()];
  switch (plan.read) {
    case "nothing":
      return { changesOffered, changesBy: null };
    case "changes":
      return { changesOffered, changesBy: plan.by, removalsBy: plan.by === "sweep" || plan.seesDeleted ? "increment" : "full" };
    case "everything":
      return { changesOffered, ...(plan.because === undefined ? {} : { fullBecause: plan.because }) };
  }
};

type Started = Partial<Parameters<typeof RunWriter.start>[4]>;

const endFailed = async (
  { retryDelaysMs, report }: Fetcher,
  place: Place,
  writer: RunWriter,
  error: unknown,
  attempt: number,
  tell: Run["tell"],
): Promise<"ended" | "displaced"> => {
  const failure = settleFailure(failureOf(error), attempt, retryDelaysMs.length);
  const { syncId, counts } = writer;
  const { code, stage } = failure;
  // Our own failures are told by their code; what is behind them, where there is something.
  const cause = code === "internal" ? error : error instanceof RunFailed ? error.cause : undefined;
  report({ ...place, syncId, code, stage, ...(cause === undefined ? {} : { error: cause }) }, "a run failed");
  try {
    if (!(error instanceof Displaced)) await writer.fail(failure);
  } catch (second) {
    if (second instanceof Displaced) return "displaced";
    throw second;
  }
  tell("failed", counts, null);
  return error instanceof Displaced ? "displaced" : "ended";
};

/** What a run, or whatever goes the way of one, has ended with. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof RunFailed) return error.failure;
  if (error instanceof DirectoryError) {
    const { stage, code, message, retryable } = error;
    return { stage, code, message, retryable };
  }
  return {
    stage: "compare",
    code: "internal",
    message:
      "The fetcher met something that it was not made for; its log says what. What was recorded stays, and the next run goes on from there.",
    retryable: true,
  };
};

const leaving = new RunFailed({
  stage: "abandoned",
  code: "abandoned",
  message: "The fetcher was told to stop before the end of this synchronisation; the next run goes on from what it has recorded.",
  retryable: true,
});

const limitInWords = (ms: number): string => (ms < 120_000 ? `${Math.ceil(ms / 1000)} seconds` : `${Math.round(ms / 60_000)} minutes`);

const tookTooLong = (mostRunMs: number) =>
  new RunFailed({
    stage: "read",
    code: "runTookTooLong",
    message: `The synchronisation was ended after ${limitInWords(mostRunMs)}: the directory answers too slowly, or without end. What was recorded stays.`,
    retryable: true,
  });
