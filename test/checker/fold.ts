import type { EntryChangedData, Reference } from "@dirstream/contracts";
import { connectorOf, isA, type LogEvent, type LogEventOf } from "./stored-message.ts";

/** The last event of one entry: what the log says about it now. */
export interface FoldedEntry {
  readonly connector: string;
  readonly sequence: number;
  readonly fingerprint: string | undefined;
  readonly data: EntryChangedData;
}

/** What DIRECTORY says, as plainly as it can be folded. */
export interface Directory {
  /** By subject. */
  readonly entries: Map<string, FoldedEntry>;
  /** By group (`account/connector/groupId`), then by part. */
  readonly groups: Map<string, Map<string, readonly Reference[]>>;
}

export const emptyDirectory = (): Directory => ({ entries: new Map(), groups: new Map() });

export const foldInto = (directory: Directory, it: LogEvent): void => {
  if (isA(it, "EntryChanged")) directory.entries.set(it.subject, foldedEntry(it));
  if (isA(it, "GroupMembersChanged")) {
    const group = groupOf(it);
    const parts = directory.groups.get(group) ?? new Map<string, readonly Reference[]>();
    directory.groups.set(group, parts.set(it.event.data.part, it.event.data.members));
  }
};

const foldedEntry = (it: LogEventOf<"EntryChanged">): FoldedEntry => ({
  connector: connectorOf(it),
  sequence: it.sequence,
  fingerprint: it.headers.Fingerprint,
  data: it.event.data,
});

export const groupOf = (it: LogEventOf<"GroupMembersChanged">): string => `${connectorOf(it)}/${it.event.data.groupId}`;

/** A group's members, whichever parts they lie in. */
export const membersOf = (directory: Directory, group: string): Reference[] => [...(directory.groups.get(group)?.values() ?? [])].flat();

export const isHere = ({ data }: FoldedEntry): boolean => data.state !== "removed";
