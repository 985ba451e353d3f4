import type { StreamName } from "@dirstream/contracts";
import type { HaltedRow } from "../tables.ts";
import { foldResumed } from "./connectors.ts";
import { foldEvent } from "./fold-event.ts";
import type { Fact, Owner, Reading, Undecodable } from "./read-event.ts";
import { noChanges, type RowChanges } from "./row-changes.ts";
import { storable } from "./storable.ts";

export interface FoldedBatch {
  readonly changes: RowChanges;
  /** Connectors that stop here, each at its first event that cannot be decoded. */
  readonly halts: readonly HaltedRow[];
  readonly foreign: number;
}

export const ownerKey = ({ account, connector }: Owner): string => `${account}/${connector}`;

/**
 * Folds a row of messages in the order of their stream. A connector that has halted is left out,
 * but for what resumes it: that comes on the very subject that may have halted.
 */
export const foldBatch = (stream: StreamName, readings: readonly Reading[], isHalted: (owner: string) => boolean): FoldedBatch => {
  const changes = noChanges();
  const halts = new Map<string, HaltedRow>();
  let foreign = 0;
  for (const reading of readings) {
    if (reading.kind === "foreign") {
      foreign++;
      continue;
    }
    const owner = ownerKey(reading);
    if (halts.has(owner) || isHalted(owner)) foldIfResumed(changes, reading);
    else if (reading.kind === "undecodable") halts.set(owner, haltedAt(stream, reading));
    else foldEvent(changes, reading);
  }
  return { changes, halts: [...halts.values()], foreign };
};

const foldIfResumed = (changes: RowChanges, reading: Fact | Undecodable): void => {
  if (reading.kind === "fact" && reading.event.type === "ProjectionResumed") foldResumed(changes, reading, reading.event.data);
};

export const haltedAt = (stream: StreamName, { account, connector, sequence, reason }: Undecodable): HaltedRow => ({
  stream,
  account,
  connector,
  sequence,
  reason: storable(reason),
  resuming: false,
});
