import { type EntryChangedData, entryEvents, type Image } from "@dirstream/contracts";
import { type EventLog, messageAt, type RecordedMessage } from "@dirstream/event-log";
import type { RecordedMembers } from "../run/members.ts";
import { RunFailed } from "../run/writer.ts";

/**
 * The event of a message; undefined when it is none of any version, which nobody but an administrator can have stored:
 * the next run then records anew what stands there. What a newer fetcher has written must not be written over.
 */
const eventOf = (message: RecordedMessage | undefined, sequence: number) => {
  const decoded = message === undefined ? undefined : entryEvents.decode(message.payload);
  if (decoded?.kind === "event") return decoded.event;
  if (decoded?.kind === "invalid") return undefined;
  throw new RunFailed({
    stage: "compare",
    code: "logUnreadable",
    message: `Message ${sequence} of the stream DIRECTORY cannot be read; without it nobody can say what has changed.`,
    retryable: true,
  });
};

/** The last recorded event of an entry. */
export const recordedEntry = async (log: EventLog, sequence: number): Promise<EntryChangedData | undefined> => {
  const event = eventOf(await messageAt(log, { stream: "DIRECTORY", sequence }), sequence);
  return event?.type === "EntryChanged" ? event.data : undefined;
};

export const imageOf = ({ kind, state, dn, attributes, members }: EntryChangedData): Image => ({
  kind,
  state,
  dn,
  attributes,
  ...(members === undefined ? {} : { members }),
});

/** A group's members as they were last recorded, by part. */
export const recordedMembers = async (log: EventLog, parts: ReadonlyMap<string, number>): Promise<RecordedMembers> => {
  const read = async ([part, sequence]: [string, number]) => {
    const event = eventOf(await messageAt(log, { stream: "DIRECTORY", sequence }), sequence);
    return [part, { sequence, members: event?.type === "GroupMembersChanged" ? event.data.members : [] }] as const;
  };
  return { parts: new Map(await Promise.all([...parts].map(read))) };
};
