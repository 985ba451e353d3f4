import { MAPPING_VERSION, type Standing } from "@dirstream/contracts";
import { type ConnectorState, isAnotherFailing, readConnector } from "./connector-state.ts";
import type { Directory } from "./directory/directory.ts";
import { markOf } from "./prepare-run.ts";
import { finish } from "./read/finish.ts";
import { readKnownEntries } from "./read/known-entries.ts";
import { readAll } from "./read/read-all.ts";
import { cursorOf } from "./run/cursor.ts";
import { RunFailed } from "./run/writer.ts";
import type { Run } from "./run-sync.ts";

const durationsOf = ({ startedAt, writer }: Run, readMs: number) => {
  const total = Math.round(performance.now() - startedAt);
  return { total, read: Math.min(total, Math.round(readMs)), append: Math.min(total, Math.round(writer.appendMs)) };
};

/** The server itself says that nothing has changed. */
export const completeUnchanged = async (run: Run): Promise<void> => {
  const { writer, standing, covers } = run;
  const completed = { held: standing.hold !== null, leftOut: [], references: [], durationsMs: durationsOf(run, 0) };
  await writer.complete({ ...standing, covered: covers, failing: false }, completed);
  run.tell("completed", writer.counts, null);
};

/** A full run: the whole scope is read, compared and, where that is allowed, followed. */
export const readEverything = async (run: Run, directory: Directory): Promise<void> => {
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
