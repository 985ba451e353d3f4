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
  /** What the checkpoint says afterwards. */
  readonly last: Pick<Reading, "subject" | "sequence" | "id">;
}

export const ownerKey = ({ account, connector }: Owner): string => `${account}/${connector}`;

/** A batch while it is folded: what has been added is kept as rows only. */
export interface OpenFold {
  readonly add: (reading: Reading) => void;
  readonly end: () => FoldedBatch;
}

/**
 * Folds messages in the order of their stream. A connector that has halted is left out,
 * but for what resumes it: that comes on the very subject that may have halted.
 */
export const openFold = (stream: StreamName, isHalted: (owner: string) => boolean): OpenFold => {
  const changes = noChanges();
  const halts = new Map<string, HaltedRow>();
  let foreign = 0;
  let last: FoldedBatch["last"] = { subject: "", sequence: 0, id: "" };
  const add = (reading: Reading): void => {
    const { subject, sequence, id } = reading;
    last = { subject, sequence, id };
    if (reading.kind === "foreign") {
      foreign++;
      return;
    }
    const owner = ownerKey(reading);
    if (halts.has(owner) || isHalted(owner)) foldIfResumed(changes, reading);
    else if (reading.kind === "undecodable") halts.set(owner, haltedAt(stream, reading));
    else foldEvent(changes, reading);
  };
  return { add, end: () => ({ changes, halts: [...halts.values()], foreign, last }) };
};

export const foldBatch = (stream: StreamName, readings: Iterable<Reading>, isHalted: (owner: string) => boolean): FoldedBatch => {
  const { add, end } = openFold(stream, isHalted);
  for (const reading of readings) add(reading);
  return end();
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
