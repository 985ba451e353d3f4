import { MAPPING_VERSION } from "@dirstream/contracts";
import { isAnotherFailing, readConnector } from "./connector-state.ts";
import type { Directory } from "./directory/directory.ts";
import { finish } from "./read/finish.ts";
import type { KnownEntries } from "./read/known-entries.ts";
import type { AfterRead } from "./read/read-all.ts";
import { cursorOf, type Position } from "./run/cursor.ts";
import { RunFailed } from "./run/writer.ts";
import type { Run } from "./run-sync.ts";

/** What a read has come to, whether it was of everything or of what has changed. */
export interface Ending {
  readonly after: AfterRead;
  readonly known: KnownEntries;
  /** Active entries before the run; asked for once something would be destroyed. */
  readonly active: number;
  /** Entries that were to be read, where that was known. */
  readonly expected: number | null;
  /** Where the next run may begin; null where the server does not say. */
  readonly position: Position | null;
  /** From then on an entry is in another state without any change in the directory. */
  readonly untilMs: number | undefined;
  readonly readMs: number;
  /** Not everybody was looked at: what a person has refused may still be so, though this run has not met it. */
  readonly isPartial?: boolean;
}

/** The end of every read: what would be destroyed is judged, what may go is recorded, and the record tells where the next run begins. */
export const completeRead = async (run: Run, directory: Directory, ending: Ending): Promise<void> => {
  const { fetcher, writer, state, standing, covers } = run;
  const { after, known, active, expected, position, untilMs, readMs, isPartial = false } = ending;
  run.tell("removing", writer.counts, expected);
  const finished = await finish({
    ...{ directory, writer, known, after, standing, active, guard: state.settings.guard },
    sourceInError: () => isAnotherFailing(fetcher.log, run),
    assertConfiguration: () => assertConfiguration(run),
  });
  const from = finished.isHeld || finished.isUnsettled ? null : position;
  // After everything that was read: a server that is put back to before that shows another end.
  const witness = from === null ? undefined : await directory.changeLists()?.witness();
  await writer.complete(
    {
      ...standing,
      covered: covers,
      cursor: from === null ? null : cursorOf(from, untilMs, witness),
      readWith: { configuration: state.configuration, mapping: MAPPING_VERSION },
      hold: finished.hold,
      rejected: [...(isPartial ? standing.rejected : finished.rejected)],
      failing: false,
    },
    { held: finished.isHeld, leftOut: [], references: [...directory.references], durationsMs: durationsOf(run, readMs) },
    finished.held,
  );
  run.tell(finished.isHeld ? "held" : "completed", writer.counts, expected);
};

/** The server itself says that nothing has changed. */
export const completeUnchanged = async (run: Run): Promise<void> => {
  const { writer, standing, covers } = run;
  const completed = { held: standing.hold !== null, leftOut: [], references: [], durationsMs: durationsOf(run, 0) };
  await writer.complete({ ...standing, covered: covers, failing: false }, completed);
  run.tell("completed", writer.counts, null);
};

const durationsOf = ({ startedAt, writer }: Run, readMs: number) => {
  const total = Math.round(performance.now() - startedAt);
  return { total, read: Math.min(total, Math.round(readMs)), append: Math.min(total, Math.round(writer.appendMs)) };
};

/** Before anything is believed to be gone, nothing may speak against the read having been whole. */
export const assertComplete = async (directory: Directory): Promise<void> => {
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
