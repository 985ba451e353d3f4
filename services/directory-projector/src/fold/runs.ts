import type { Counts, SyncEvent } from "@dirstream/contracts";
import type { RunEndRow } from "../tables.ts";
import type { Fact } from "./read-event.ts";
import { json, type RowChanges } from "./row-changes.ts";
import { storable } from "./storable.ts";

/** A run is three rows: how it started, how far it is, how it ended. */
export const foldRun = ({ images }: RowChanges, { account, connector, sequence, time }: Fact, event: SyncEvent): void => {
  const run = { account, connector, sync_id: event.data.syncId, sequence, time };
  const key = `${account}/${connector}/${event.data.syncId}`;
  switch (event.type) {
    case "SyncStarted": {
      const { requestId, mode, attempt, covers, standing, configuration, host } = event.data;
      const { server, changesOffered, changesBy, removalsBy, fullBecause } = event.data;
      images.run.set(key, {
        ...run,
        request_id: storable(requestId),
        mode,
        attempt,
        covered_before: standing.covered,
        covers,
        configuration,
        host: host === null ? null : storable(host),
        server: server === null ? null : json(server),
        changes_offered: changesOffered === undefined ? null : json(changesOffered),
        changes_by: changesBy === null ? "nothing" : (changesBy ?? null),
        removals_by: removalsBy ?? null,
        full_because: fullBecause ?? null,
      });
      return;
    }
    case "SyncProgressed": {
      const { stage, ordinal, counts } = event.data;
      images.run_progress.set(key, { ...run, stage, ordinal, counts: json(counts) });
      return;
    }
    case "SyncHeld": {
      const { holdId, holdDigest: digest, reasons, held, active, guard } = event.data;
      const what = { hold_id: holdId, digest, reasons: json(reasons), held: json(held), active, guard: json(guard) };
      images.hold.set(`${account}/${connector}/${holdId}`, { ...run, ...what });
      return;
    }
    case "SyncCompleted":
    case "SyncFailed":
      images.run_end.set(key, { ...run, ...ending(event) });
      return;
    default:
      event satisfies never;
  }
};

type Ending = Omit<RunEndRow, "account" | "connector" | "sync_id" | "sequence" | "time">;

const ending = (event: Extract<SyncEvent, { type: "SyncCompleted" | "SyncFailed" }>): Ending => {
  const { counts, standing } = event.data;
  const openHold = standing.hold === null ? null : storable(standing.hold.holdId);
  const common = { counts: json(counts), open_hold: openHold, ...growth(counts) };
  if (event.type === "SyncCompleted") {
    const { held, durationsMs, leftOut, changedAt } = event.data;
    const fine = { stage: null, code: null, message: null, retryable: null };
    const told = {
      durations_ms: json(durationsMs),
      left_out: json(leftOut),
      changed_at: changedAt === undefined ? null : storable(changedAt),
    };
    return { status: "completed", held, ...common, ...told, ...fine };
  }
  const { stage, code, message, retryable } = event.data;
  const failure = { stage, code: storable(code), message: storable(message), retryable };
  return { status: "failed", held: false, ...common, durations_ms: null, left_out: null, changed_at: null, ...failure };
};

type Coming = Pick<Counts, "created" | "restored" | "removed">;

/** Numbers of their own, so that ten thousand runs are added up without reading a JSON of each. */
const growth = (counts: Counts): Pick<RunEndRow, "people_more" | "groups_more"> => {
  const more = ({ created, restored, removed }: Coming) => created + restored - removed;
  const { groups } = counts;
  if (groups === undefined) {
    const isUnchanged = counts.created + counts.restored + counts.removed === 0;
    return isUnchanged ? { people_more: 0, groups_more: 0 } : { people_more: null, groups_more: null };
  }
  return { people_more: more(counts) - more(groups), groups_more: more(groups) };
};
