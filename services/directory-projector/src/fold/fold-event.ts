import { foldAccount, foldConnector } from "./connectors.ts";
import { foldEntry, foldHeldItems, foldMembers } from "./entries.ts";
import type { Fact } from "./read-event.ts";
import { foldRequest, foldSkippedSlot } from "./requests.ts";
import type { RowChanges } from "./row-changes.ts";
import { foldRun } from "./runs.ts";

/** One event's part in the tables. Pure: no clock, no chance, nothing but the event itself. */
export const foldEvent = (changes: RowChanges, fact: Fact): void => {
  const { event } = fact;
  switch (event.type) {
    case "AccountRegistered":
    case "AccountReconfigured":
      foldAccount(changes, fact, event);
      return;
    case "ConnectorRegistered":
    case "ConnectorReconfigured":
    case "ConnectorEnabled":
    case "ConnectorDisabled":
    case "ConnectorRemoved":
    case "HoldApproved":
    case "HoldRejected":
    case "ProjectionResumed":
      foldConnector(changes, fact, event);
      return;
    case "SyncRequested":
      foldRequest(changes, fact, event.data);
      return;
    case "SlotSkipped":
      foldSkippedSlot(changes, fact, event.data);
      return;
    case "SyncStarted":
    case "SyncProgressed":
    case "SyncHeld":
    case "SyncCompleted":
    case "SyncFailed":
      foldRun(changes, fact, event);
      return;
    case "EntryChanged":
      foldEntry(changes, fact, event.data);
      return;
    case "GroupMembersChanged":
      foldMembers(changes, fact, event.data);
      return;
    case "SyncItemsHeld":
      foldHeldItems(changes, fact, event.data);
      return;
    default:
      event satisfies never;
  }
};
