import type { PreviewRequest, PreviewSummary } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { assertComplete } from "../complete-read.ts";
import { isAnotherFailing } from "../connector-state.ts";
import type { Directory } from "../directory/directory.ts";
import type { Place } from "../place.ts";
import { type Finished, finish } from "../read/finish.ts";
import { type KnownEntries, readKnownEntries } from "../read/known-entries.ts";
import { KnownTable } from "../read/known-table.ts";
import { readAll } from "../read/read-all.ts";
import { readLastLifecycle } from "../read-lifecycle.ts";
import { standingAfter } from "../run/lifecycle.ts";
import { openPreviewRecorder, type Tell } from "./preview-recorder.ts";

export interface Previewing {
  readonly log: EventLog;
  readonly directory: Directory;
  readonly request: PreviewRequest;
  readonly signal: AbortSignal;
}

/** A full run as it would go now, to its end: the same reading, comparing and judging, and nothing of it is written. */
export const previewRun = async ({ log, directory, request, signal }: Previewing, tell: Tell): Promise<void> => {
  const startedAt = performance.now();
  const { account, connector, previewId, settings } = request;
  const place: Place = { account, connector };
  const isSaved = connector !== "";
  const known: KnownEntries = isSaved ? await readKnownEntries(log, place) : new KnownTable();
  const standing = standingAfter(isSaved ? await readLastLifecycle(log, place) : undefined);
  const active = known.count("active");
  const recorder = openPreviewRecorder({ log, known, previewId }, tell);
  const progress = everySoOften(() => tell({ line: "progress", read: recorder.counts.read }));

  const reading = { ...place, log, known, host: directory.host, cause: "directory" as const };
  const after = await readAll({ ...reading, directory, writer: recorder, signal, onPage: progress });
  await assertComplete(directory);
  const finished = await finish({
    ...{ directory, known, after, active, guard: settings.guard, writer: recorder },
    // A hold that is open already is told again: what it keeps back would not go now either.
    standing: { ...standing, hold: null },
    sourceInError: async () => isSaved && (await isAnotherFailing(log, place)),
    assertConfiguration: async () => undefined,
  });
  await tell({
    ...{ line: "summary", host: directory.host, counts: recorder.counts, held: heldIn(finished), active },
    references: [...directory.references],
    durationMs: Math.round(performance.now() - startedAt),
  });
};

const heldIn = ({ held }: Finished): PreviewSummary["held"] => (held === undefined ? null : { reasons: held.reasons, ...held.held });

const PROGRESS_MS = 500;

const everySoOften = (what: () => Promise<void>): (() => void) => {
  let last = performance.now();
  return () => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    void what();
  };
};
