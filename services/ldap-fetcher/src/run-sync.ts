import { randomUUID } from "node:crypto";
import { type Counts, MAPPING_VERSION, type Progress, type Standing, type SyncMode, subjects } from "@dirstream/contracts";
import { respond } from "@dirstream/event-log";
import { type ApplyCommand, applyCommands, readCommands } from "./apply/apply-commands.ts";
import { type ConnectorState, isAnotherFailing, readConnector } from "./connector-state.ts";
import type { Directory } from "./directory/directory.ts";
import { DirectoryError } from "./directory/errors.ts";
import type { Fetcher } from "./handle-sync-request.ts";
import { openFor } from "./open-for.ts";
import type { Place } from "./place.ts";
import { openProgress } from "./progress.ts";
import { finish } from "./read/finish.ts";
import { readKnownEntries } from "./read/known-entries.ts";
import { readAll } from "./read/read-all.ts";
import { cursorOf, isUnchanged, type Mark } from "./run/cursor.ts";
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
  fetcher: Fetcher,
  place: Place,
  row: Row,
  last: LastLifecycle | undefined,
): Promise<"ended" | "displaced"> => {
  const { log, signal, report } = fetcher;
  const syncId = randomUUID();
  const alive = Buffer.from(JSON.stringify({ syncId }));
  await using _alive = respond(log, { subject: subjects.syncRun(syncId), handle: () => alive });
  const progress = openProgress(log, place, syncId);
  const tell: Run["tell"] = (stage, counts, expected) => progress({ stage, counts, expected, read: counts.read });
  const startedAt = performance.now();
  tell("connecting", noCounts, null);

  const state = await readConnector(log, place);
  const commands = row.kind === "apply" ? await readCommands(log, row) : [];
  using opened = await open(fetcher, place, row, state, commands, signal);
  const mode = await modeOf(row, state, opened.directory, last);
  const { kind: _kind, requests: _requests, ...answers } = row;
  const lifecycle = beginRun(last, { ...answers, syncId, mode });
  let writer: RunWriter;
  try {
    writer = await RunWriter.start(log, place, lifecycle, last?.sequence ?? 0, {
      configuration: state?.configuration ?? 0,
      host: opened.directory?.host ?? null,
      server: opened.directory?.identity ?? null,
    });
  } catch (error) {
    if (error instanceof Displaced) return "displaced";
    throw error;
  }
  report({ ...place, syncId, mode, host: opened.directory?.host }, "a run began");

  try {
    if (state === undefined || opened.failure !== undefined) throw opened.failure ?? notRegistered();
    const { standing } = lifecycle;
    const run: Run = { ...place, fetcher, writer, state, standing, covers: row.covers, startedAt, tell };
    if (mode === "apply") await applyCommands(run, commands, opened.directory);
    else if (mode === "incremental") await completeUnchanged(run);
    else await readEverything(run, opened.directory as Directory);
  } catch (error) {
    return await endFailed(fetcher, place, writer, error, lifecycle.attempt, tell);
  }
  report({ ...place, syncId, counts: writer.counts, appendMs: Math.round(writer.appendMs) }, "a run completed");
  return "ended";
};

/** The way to the directory, or why there is none. */
interface Opened extends Disposable {
  readonly directory: Directory | undefined;
  readonly failure: RunFailed | DirectoryError | undefined;
}

const open = async (
  { log, access }: Fetcher,
  place: Place,
  row: Row,
  state: ConnectorState | undefined,
  commands: readonly ApplyCommand[],
  signal: AbortSignal,
): Promise<Opened> => {
  const end = (directory?: Directory, failure?: Opened["failure"]): Opened => ({
    directory,
    failure,
    [Symbol.dispose]: () => directory?.[Symbol.dispose](),
  });
  if (state === undefined) return end();
  if (row.kind === "read" && state.status !== "enabled") return end(undefined, notEnabled(state.status));
  if (row.kind === "apply" && !commands.some(({ event }) => event.type === "HoldApproved")) return end();
  try {
    return end(await openFor(log, place, state, access, signal));
  } catch (error) {
    if (error instanceof DirectoryError || error instanceof RunFailed) return end(undefined, error);
    throw error;
  }
};

/** Incremental only where the server itself says that nothing at all has changed since the last complete read. */
const modeOf = async (
  row: Row,
  state: ConnectorState | undefined,
  directory: Directory | undefined,
  last: LastLifecycle | undefined,
): Promise<SyncMode> => {
  if (row.kind === "apply") return "apply";
  const { cursor, readWith } = last?.event.data.standing ?? { cursor: null, readWith: null };
  if (row.mode === "full" || directory === undefined || state === undefined || cursor === null || readWith === null) return "full";
  const isReadAlike = readWith.configuration === state.configuration && readWith.mapping === MAPPING_VERSION;
  if (!isReadAlike) return "full";
  return isUnchanged(cursor, directory.identity, await markOf(directory), Date.now()) ? "incremental" : "full";
};

const markOf = async (directory: Directory): Promise<Mark | null> => {
  const { changeState } = directory.vendor;
  const values = await directory.changeState();
  return changeState === null || values === null ? null : { kind: changeState.kind, values };
};

const durationsOf = ({ startedAt, writer }: Run, readMs: number) => {
  const total = Math.round(performance.now() - startedAt);
  return { total, read: Math.min(total, Math.round(readMs)), append: Math.min(total, Math.round(writer.appendMs)) };
};

const completeUnchanged = async (run: Run): Promise<void> => {
  const { writer, standing, covers } = run;
  const completed = { held: standing.hold !== null, leftOut: [], references: [], durationsMs: durationsOf(run, 0) };
  await writer.complete({ ...standing, covered: covers, failing: false }, completed);
  run.tell("completed", writer.counts, null);
};

const readEverything = async (run: Run, directory: Directory): Promise<void> => {
  const { fetcher, writer, state, standing, covers, account, connector } = run;
  const { log, signal } = fetcher;
  const mark = await markOf(directory);
  const known = await readKnownEntries(log, run);
  const before = [...known.all()];
  const active = before.filter((entry) => entry.state === "active").length;
  const expected = before.length === 0 ? null : before.filter((entry) => entry.state !== "removed").length;
  const onPage = () => run.tell("reading", writer.counts, expected);
  onPage();

  const began = performance.now();
  const cause = isReadOtherwise(standing, state) ? ("configuration" as const) : ("directory" as const);
  const reading = { account, connector, log, known, host: directory.host, cause, directory, writer, signal, onPage };
  const after = await readAll(reading);
  await assertComplete(directory);
  const readMs = performance.now() - began;

  run.tell("removing", writer.counts, expected);
  const finished = await finish({
    ...{ directory, writer, known, after, standing, active, guard: state.settings.guard },
    sourceInError: () => isAnotherFailing(log, run),
    assertConfiguration: () => assertConfiguration(run),
  });
  const settled = mark !== null && !finished.isHeld && !finished.isUnsettled;
  await writer.complete(
    {
      ...standing,
      covered: covers,
      cursor: settled ? cursorOf(directory.identity, mark, after.observer.untilMs()) : null,
      readWith: { configuration: state.configuration, mapping: MAPPING_VERSION },
      hold: finished.hold,
      rejected: [...finished.rejected],
      failing: false,
    },
    { held: finished.isHeld, leftOut: [], references: [...directory.references], durationsMs: durationsOf(run, readMs) },
    finished.held,
  );
  run.tell(finished.isHeld ? "held" : "completed", writer.counts, expected);
};

/** Whether differences may come from us: the scope or the mapping is another one than at the last complete read. */
const isReadOtherwise = ({ readWith }: Standing, { scopeSince }: ConnectorState): boolean =>
  readWith !== null && (readWith.mapping !== MAPPING_VERSION || readWith.configuration < scopeSince);

/** Before anything is believed to be gone, nothing may speak against the read having been whole. */
const assertComplete = async (directory: Directory): Promise<void> => {
  const reasons = (await directory.incompleteness()).filter((reason) => reason !== "referencesNotFollowed");
  if (reasons.length === 0) return;
  throw new RunFailed({
    stage: "read",
    code: reasons.includes("serverChanged") ? "serverChanged" : "readIncomplete",
    message: `The read of ${directory.host} cannot be trusted to be complete (another server answered in between, or a page is missing); nothing was removed.`,
    retryable: true,
  });
};

const assertConfiguration = async (run: Run): Promise<void> => {
  const now = await readConnector(run.fetcher.log, run);
  if (now?.configuration === run.state.configuration) return;
  throw new RunFailed({
    stage: "configuration",
    code: "configurationChanged",
    message: "The connector was changed while this synchronisation ran; it begins again with the new settings.",
    retryable: true,
  });
};

const endFailed = async (
  { retryDelaysMs, report, signal }: Fetcher,
  place: Place,
  writer: RunWriter,
  error: unknown,
  attempt: number,
  tell: Run["tell"],
): Promise<"ended" | "displaced"> => {
  const failure = settleFailure(signal.aborted ? leaving : failureOf(error), attempt, retryDelaysMs.length);
  const { syncId, counts } = writer;
  const { code, stage } = failure;
  report({ ...place, syncId, code, stage, ...(code === "internal" ? { error } : {}) }, "a run failed");
  try {
    if (!(error instanceof Displaced)) await writer.fail(failure);
  } catch (second) {
    if (second instanceof Displaced) return "displaced";
    throw second;
  }
  tell("failed", counts, null);
  return error instanceof Displaced ? "displaced" : "ended";
};

const failureOf = (error: unknown): Failure => {
  if (error instanceof RunFailed) return error.failure;
  if (error instanceof DirectoryError) {
    const { stage, code, message, retryable } = error;
    return { stage, code, message, retryable };
  }
  return {
    stage: "compare",
    code: "internal",
    message: "The fetcher met something that it was not made for; its log says what. Nothing was removed.",
    retryable: true,
  };
};

const leaving: Failure = {
  stage: "abandoned",
  code: "abandoned",
  message: "The fetcher was told to stop before the end of this synchronisation; the next run goes on from what it has recorded.",
  retryable: true,
};

const notRegistered = () =>
  new RunFailed({
    stage: "configuration",
    code: "noSuchConnector",
    message: "There is no connector of this name.",
    retryable: false,
  });

const notEnabled = (status: "disabled" | "removed") =>
  new RunFailed({
    stage: "configuration",
    code: status === "removed" ? "connectorRemoved" : "connectorDisabled",
    message: `The connector is ${status}; ${status === "removed" ? "it is not synchronised any more" : "enable it to synchronise it again"}.`,
    retryable: false,
  });
