import type { SyncEvent } from "@dirstream/contracts";
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
      images.run.set(key, {
        ...run,
        request_id: storable(requestId),
        mode,
        attempt,
        covered_before: standing.covered,
        covers,
        configuration,
        host: host === null ? null : storable(host),
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
  const common = { counts: json(counts), open_hold: standing.hold === null ? null : storable(standing.hold.holdId) };
  if (event.type === "SyncCompleted") {
    const { held, durationsMs, leftOut } = event.data;
    const fine = { stage: null, code: null, message: null, retryable: null };
    return { status: "completed", held, ...common, durations_ms: json(durationsMs), left_out: json(leftOut), ...fine };
  }
  const { stage, code, message, retryable } = event.data;
  const failure = { stage, code: storable(code), message: storable(message), retryable };
  return { status: "failed", held: false, ...common, durations_ms: null, left_out: null, ...failure };
};
