import { createHash } from "node:crypto";
import {
  type AccountEvent,
  accountEvents,
  type ConnectorEvent,
  connectorEvents,
  type EntryEvent,
  entryEvents,
  Id,
  type Place,
  parseSubject,
  type RequestEvent,
  requestEvents,
  type SyncEvent,
  syncEvents,
} from "@dirstream/contracts";
import type { RecordedMessage } from "@dirstream/event-log";

export type FoldedEvent = AccountEvent | ConnectorEvent | RequestEvent | SyncEvent | EntryEvent;

export type Message = Pick<RecordedMessage, "subject" | "sequence" | "payload">;

/** What halts together: one connector's events on one stream. The account's own events are those of connector "". */
export interface Owner {
  readonly account: string;
  readonly connector: string;
}

interface Read {
  readonly subject: string;
  readonly sequence: number;
  /** The event's id; of a message that cannot be read, its hash. */
  readonly id: string;
}

/** An event together with where and when it was recorded. */
export interface Fact extends Read, Owner {
  readonly kind: "fact";
  readonly time: string;
  readonly event: FoldedEvent;
}

/** On one of our subjects, and not to be understood by this version: stepping over it would be for ever. */
export interface Undecodable extends Read, Owner {
  readonly kind: "undecodable";
  readonly reason: string;
}

/** On a subject that this version folds nothing from. */
export interface Foreign extends Read {
  readonly kind: "foreign";
}

export type Reading = Fact | Undecodable | Foreign;

export const readEvent = ({ subject, sequence, payload }: Message): Reading => {
  const place = parseSubject(subject);
  if (place === undefined || !isNamedRight(place)) return { kind: "foreign", subject, sequence, id: hashOf(payload) };
  const owner = { account: place.account, connector: place.of === "account" ? "" : place.connector };
  const undecodable = (reason: string): Undecodable => ({ kind: "undecodable", ...owner, subject, sequence, id: hashOf(payload), reason });

  const decoded = registryAt(place).decode(payload);
  if (decoded.kind === "unknown") {
    return undecodable(`${decoded.type} version ${decoded.version} is not known here: a newer projector is needed`);
  }
  if (decoded.kind === "invalid") return undecodable(decoded.reason);
  const { event, metadata } = decoded;
  const misplaced = misplacement(place, event);
  if (misplaced !== undefined) return undecodable(misplaced);
  return { kind: "fact", ...owner, subject, sequence, time: metadata.time, id: metadata.id, event };
};

/** One at a time: an event that is read takes many times the room of the message, and of the row that is made of it. */
export const readEvents = function* (messages: readonly Message[]): Generator<Reading> {
  for (const message of messages) yield readEvent(message);
};

/** A name for a message whose own id is not to be had. */
export const hashOf = (payload: Uint8Array): string => `sha256:${createHash("sha256").update(payload).digest("hex")}`;

const registryAt = ({ of }: Place) => {
  switch (of) {
    case "account":
      return accountEvents;
    case "connector":
      return connectorEvents;
    case "sync-request":
      return requestEvents;
    case "sync":
      return syncEvents;
    case "entry":
    case "members":
    case "hold":
      return entryEvents;
  }
};

const HOLD_ID = /^[A-Za-z0-9-]{1,64}$/;

/** Names become keys of tables, so they have to be what the contract says: anything longer would not fit an index. */
const isNamedRight = (place: Place): boolean => isId(place.account) && (place.of === "account" || isId(place.connector));

const MOST_REMEMBERED_IDS = 10_000;
const remembered = new Set<string>();

/** Message after message names the same connector. */
const isId = (name: string): boolean => {
  if (remembered.has(name)) return true;
  const isIt = Id.safeParse(name).success;
  if (isIt && remembered.size < MOST_REMEMBERED_IDS) remembered.add(name);
  return isIt;
};

/** A subject and its event name the same thing, or one of them lies. */
const misplacement = (place: Place, { type, data }: FoldedEvent): string | undefined => {
  const wrong = (what: string) => `${type} names another ${what} than its subject`;
  switch (type) {
    case "EntryChanged":
      if (place.of !== "entry") return `${type} does not belong on this subject`;
      return data.entryId === place.entryId && data.kind === place.kind ? undefined : wrong("entry");
    case "GroupMembersChanged":
      if (place.of !== "members") return `${type} does not belong on this subject`;
      return data.groupId === place.groupId && data.part === place.part ? undefined : wrong("part of a group");
    case "SyncItemsHeld":
      if (place.of !== "hold") return `${type} does not belong on this subject`;
      if (data.holdId !== place.holdId || String(data.part) !== place.part) return wrong("part of a hold");
      return HOLD_ID.test(data.holdId) ? undefined : `${type} names a hold in a way that is not one`;
    case "SyncHeld":
    case "HoldApproved":
    case "HoldRejected":
      return HOLD_ID.test(data.holdId) ? undefined : `${type} names a hold in a way that is not one`;
    default:
      return undefined;
  }
};
