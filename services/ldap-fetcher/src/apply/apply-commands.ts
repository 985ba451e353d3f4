import type { ConnectorEvent, HoldRef, Standing } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { commandAt } from "../connector-state.ts";
import type { Directory } from "../directory/directory.ts";
import { readKnownEntries } from "../read/known-entries.ts";
import type { Row } from "../run/pending.ts";
import type { Run } from "../run-sync.ts";
import { applyHold } from "./apply-hold.ts";
import { removeEverything } from "./remove-everything.ts";

export interface ApplyCommand {
  readonly sequence: number;
  readonly event: ConnectorEvent;
}

/** The commands that a row of requests was made for, in the order in which they were given. */
export const readCommands = async (log: EventLog, { requests }: Row): Promise<ApplyCommand[]> => {
  const sequences = [...new Set(requests.flatMap(({ causedBy }) => (causedBy === null ? [] : [causedBy])))].sort((a, b) => a - b);
  return Promise.all(sequences.map(async (sequence) => ({ sequence, event: await commandAt(log, sequence) })));
};

const isSame = (open: HoldRef | null, { holdId, digest }: HoldRef): boolean => open?.holdId === holdId && open.digest === digest;

/** Carries out what a person has decided. A decision about a hold that is no longer the open one changes nothing. */
export const applyCommands = async (run: Run, commands: readonly ApplyCommand[], directory: Directory | undefined): Promise<void> => {
  const { writer, covers, startedAt } = run;
  const known = await readKnownEntries(run.fetcher.log, run, run.fetcher.keeping);
  let standing: Standing = { ...run.standing, covered: covers, failing: false };
  const leftOut: string[] = [];
  for (const { event } of commands) {
    switch (event.type) {
      case "HoldApproved":
        if (!isSame(standing.hold, event.data) || directory === undefined) break;
        leftOut.push(...(await applyHold(run, known, directory, event.data.holdId)));
        standing = { ...standing, hold: null };
        break;
      case "HoldRejected":
        if (!isSame(standing.hold, event.data)) break;
        standing = { ...standing, hold: null, rejected: [...standing.rejected, { holdId: event.data.holdId, digest: event.data.digest }] };
        break;
      case "ConnectorRemoved":
        await removeEverything(run, known);
        standing = { ...standing, hold: null, rejected: [], cursor: null };
        break;
      default:
    }
  }
  const total = Math.round(performance.now() - startedAt);
  const durationsMs = { total, read: 0, append: Math.min(total, Math.round(writer.appendMs)) };
  const references = [...(directory?.references ?? [])];
  await writer.complete(standing, { held: standing.hold !== null, leftOut, references, durationsMs });
  run.tell("completed", writer.counts, null);
};
