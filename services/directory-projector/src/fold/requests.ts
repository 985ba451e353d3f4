import type { RequestEvent, SyncRequest } from "@dirstream/contracts";
import type { Fact } from "./read-event.ts";
import { json, type RowChanges } from "./row-changes.ts";
import { storable } from "./storable.ts";

export const foldRequest = ({ images }: RowChanges, { account, connector, sequence, time }: Fact, request: SyncRequest): void => {
  images.request.set(`${account}/${connector}/${sequence}`, {
    account,
    connector,
    sequence,
    time,
    request_id: storable(request.requestId),
    kind: request.kind,
    mode: request.mode,
    reason: request.reason,
    slot: request.slot === null ? null : json(request.slot),
    caused_by: request.causedBy,
    requested_by: request.by === null ? null : storable(request.by),
  });
};

export const foldSkippedSlot = (
  { images }: RowChanges,
  { account, connector, sequence, time }: Fact,
  { slot, reason }: Extract<RequestEvent, { type: "SlotSkipped" }>["data"],
): void => {
  images.skipped_slot.set(`${account}/${connector}/${sequence}`, { account, connector, sequence, time, slot: json(slot), reason });
};
