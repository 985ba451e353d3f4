import { Change, type EntryChangedData, Evidence, entryEvents, Kind, type Reference as MemberReference, State } from "@dirstream/contracts";
import type { RecordedMessage } from "@dirstream/event-log";
import * as z from "zod";
import { Reference, Value } from "./entry-view.ts";

const Values = z.array(Value).nullable();

export const HistoryItem = z.object({
  sequence: z.int().describe("In the log"),
  time: z.string().describe("When the change was observed"),
  syncId: z.string().nullable().describe("The run that observed it"),
  changes: z.array(Change),
  changed: z.record(z.string(), z.object({ before: Values, after: Values })).describe("By attribute; empty when created or removed"),
  kind: Kind.nullable(),
  state: State.nullable().describe("After the change; null when only members changed"),
  dn: z.string().nullable(),
  cause: z.enum(["directory", "configuration"]).nullable().describe("Whether the directory changed, or the way it is read"),
  evidence: Evidence.nullable().describe("Of a removal"),
  host: z.string().nullable(),
  members: z
    .object({ added: z.array(Reference), removed: z.array(Reference) })
    .nullable()
    .describe("Who came into the group and who left it with this change"),
  unreadable: z.string().nullable().describe("Why this event cannot be shown"),
});
export type HistoryItem = z.output<typeof HistoryItem>;

const NOTHING = { syncId: null, changes: [], changed: {}, kind: null, state: null, dn: null, cause: null, evidence: null, host: null };

type Recorded = Pick<RecordedMessage, "sequence" | "time" | "payload">;

/** An item, and whom it is about as far as its event says so: the image only of an event that has one. */
export interface Told {
  readonly item: HistoryItem;
  readonly entryId: string | null;
  readonly image: EntryChangedData | null;
}

/** What is told of the messages of one entry, or of one run, in their order. */
export interface History {
  readonly tell: (message: Recorded) => Told[];
  /** What is left to tell when no message follows. */
  readonly end: () => Told[];
  /** The first message that waits for one that follows. */
  readonly waitsSince: () => number | undefined;
}

interface Parts {
  readonly groupId: string;
  readonly syncId: string;
  readonly since: number;
  readonly added: MemberReference[];
  readonly removed: MemberReference[];
  readonly last: { readonly sequence: number; readonly time: string };
}

/**
 * A run records the parts of a group's members right before the group's own event: together they are one item.
 * A run that ended between them leaves parts that stand for themselves. Parts whose members only moved to others tell nothing.
 */
export const openHistory = (): History => {
  let waiting: Parts | undefined;

  const isWaiting = (groupId: string, syncId: string) => waiting?.groupId === groupId && waiting.syncId === syncId;

  const end = (): Told[] => {
    const alone = waiting;
    waiting = undefined;
    const members = alone === undefined ? null : membersOf(alone);
    if (alone === undefined || members === null) return [];
    const { groupId, syncId, last } = alone;
    const item: HistoryItem = { ...NOTHING, ...last, syncId, changes: ["updated"], kind: "group", members, unreadable: null };
    return [{ item, entryId: groupId, image: null }];
  };

  const tell = ({ sequence, time, payload }: Recorded): Told[] => {
    const decoded = entryEvents.decode(payload);
    if (decoded.kind !== "event") {
      const item = { ...NOTHING, sequence, time, members: null, unreadable: whyUnreadable(decoded) };
      return [...end(), { item, entryId: null, image: null }];
    }
    const { event, metadata } = decoded;
    const { syncId } = event.data;
    switch (event.type) {
      case "EntryChanged": {
        const { entryId, changes, changed, kind, state, dn, cause, evidence = null, observed } = event.data;
        const own = kind === "group" && isWaiting(entryId, syncId) ? waiting : undefined;
        if (own !== undefined) waiting = undefined;
        const told = { sequence, time: metadata.time, syncId, changes, changed, kind, state, dn, cause, evidence, host: observed.host };
        const item = { ...told, members: own === undefined ? null : membersOf(own), unreadable: null };
        return [...end(), { item, entryId, image: event.data }];
      }
      case "GroupMembersChanged": {
        const { groupId, members, retired } = event.data;
        const before = isWaiting(groupId, syncId) ? [] : end();
        const { added = retired === true ? [] : members, removed = [] } = event.data; // of a new group everybody is new
        waiting = {
          groupId,
          syncId,
          since: waiting?.since ?? sequence,
          added: [...(waiting?.added ?? []), ...added],
          removed: [...(waiting?.removed ?? []), ...removed],
          last: { sequence, time: metadata.time },
        };
        return before;
      }
      case "SyncItemsHeld":
        return [];
      default:
        event satisfies never;
        return [];
    }
  };
  return { tell, end, waitsSince: () => waiting?.since };
};

/** For a person to read. */
export const whyUnreadable = (decoded: Exclude<ReturnType<typeof entryEvents.decode>, { kind: "event" }>): string =>
  decoded.kind === "unknown" ? `${decoded.type} version ${decoded.version} is not known here` : decoded.reason;

const membersOf = ({ added, removed }: Parts): HistoryItem["members"] => (added.length + removed.length === 0 ? null : { added, removed });
