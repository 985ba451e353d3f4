import { type HoldRef, subjects, syncEvents } from "@dirstream/contracts";
import { type EventLog, lastMessage } from "@dirstream/event-log";
import { unavailable } from "@dirstream/service";

/** What a connector's last lifecycle message tells, whether its run goes on or has ended. */
export interface LastRun {
  /** Requests up to this sequence were taken by a run: nobody who asks now is served by them. */
  readonly takenUpTo: number;
  /** The hold that waits for a decision. */
  readonly openHold: HoldRef | null;
}

export const readLastRun = async (log: EventLog, account: string, connector: string, signal: AbortSignal): Promise<LastRun> => {
  const last = await lastMessage(log, { stream: "DIRECTORY", subject: subjects.sync(account, connector), signal });
  if (last === undefined) return { takenUpTo: 0, openHold: null };
  const decoded = syncEvents.decode(last.payload);
  // To be expected only while the services are being upgraded.
  if (decoded.kind !== "event")
    throw unavailable("The connector's last run was recorded by a newer version of this product. Upgrade this one.");
  const { covers, standing } = decoded.event.data;
  return { takenUpTo: covers, openHold: standing.hold };
};
