import { type EntryChangedData, entryEvents, type Profile } from "@dirstream/contracts";
import { type EventLog, messageAt } from "@dirstream/event-log";

/** The image of an entry that the log has at a sequence; undefined where it has something else there. */
export const imageAt = async (log: EventLog, sequence: number, signal: AbortSignal): Promise<EntryChangedData | undefined> => {
  const message = await messageAt(log, { stream: "DIRECTORY", sequence, signal });
  const decoded = message === undefined ? undefined : entryEvents.decode(message.payload);
  return decoded?.kind === "event" && decoded.event.type === "EntryChanged" ? decoded.event.data : undefined;
};

/** Who an entry is. A removal has no profile any more: whoever has left is known by the one that he had. */
export const lastProfile = async (log: EventLog, image: EntryChangedData, signal: AbortSignal): Promise<Profile | undefined> => {
  const { state, previous, profile } = image;
  return state === "removed" && previous !== null ? (await imageAt(log, previous.sequence, signal))?.profile : profile;
};
