import {
  type AccountEvent,
  accountEvents,
  type ConnectorEvent,
  connectorEvents,
  type Decoded,
  type EntryEvent,
  entryEvents,
  type Place,
  parseSubject,
  type RequestEvent,
  requestEvents,
  type StreamName,
  type SyncEvent,
  syncEvents,
} from "@dirstream/contracts";

/** A message as the server keeps it. */
export interface StoredMessage {
  readonly stream: StreamName;
  readonly sequence: number;
  readonly subject: string;
  /** When it was stored: RFC 3339. */
  readonly time: string;
  readonly payload: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** One broken promise, and where it can be seen. */
export interface Violation {
  /** As ARCHITECTURE.md numbers them: L2, R1, T1. */
  readonly invariant: string;
  readonly sequence?: number;
  readonly what: string;
}

export type AnyEvent = AccountEvent | ConnectorEvent | RequestEvent | SyncEvent | EntryEvent;

/** A message whose subject and payload are understood. */
export interface LogEvent extends StoredMessage {
  readonly place: Place;
  readonly event: AnyEvent;
  /** What its writer says of when it happened. */
  readonly eventTime: string;
}

/** An event together with what is stored of it, narrowed by its type. */
export type LogEventOf<Type extends AnyEvent["type"]> = LogEvent & { readonly event: Extract<AnyEvent, { type: Type }> };

export const isA = <Type extends AnyEvent["type"]>(it: LogEvent, ...types: Type[]): it is LogEventOf<Type> =>
  (types as string[]).includes(it.event.type);

/** Names a connector across accounts; an account's own events have none. */
export const connectorOf = ({ place }: LogEvent): string =>
  place.of === "account" ? place.account : `${place.account}/${place.connector}`;

/**
 * Decodes a whole log. What no service of ours may have written is a violation of the grammar (L2), unless it is expected:
 * `foreign` names messages that a test has put there itself, as `STREAM/sequence`.
 */
export const decodeLog = (
  messages: readonly StoredMessage[],
  foreign: ReadonlySet<string> = new Set(),
): { events: LogEvent[]; violations: Violation[] } => {
  const events: LogEvent[] = [];
  const violations: Violation[] = [];
  for (const message of messages) {
    if (foreign.has(`${message.stream}/${message.sequence}`)) continue;
    const { sequence, subject } = message;
    const refuse = (reason: string) => violations.push({ invariant: "L2", sequence, what: `${subject} in ${message.stream}: ${reason}` });
    const place = parseSubject(subject);
    if (place === undefined) {
      refuse("a subject that is none of ours");
      continue;
    }
    const decoded = decodeAt(place, message.payload);
    if (decoded.kind === "event") events.push({ ...message, place, event: decoded.event, eventTime: decoded.metadata.time });
    else if (decoded.kind === "unknown") refuse(`an unknown event, ${decoded.type} version ${decoded.version}`);
    else refuse(decoded.reason);
  }
  return { events, violations };
};

const decodeAt = (place: Place, payload: Uint8Array): Decoded<AnyEvent> => {
  switch (place.of) {
    case "account":
      return accountEvents.decode(payload);
    case "connector":
      return connectorEvents.decode(payload);
    case "sync-request":
      return requestEvents.decode(payload);
    case "sync":
      return syncEvents.decode(payload);
    case "entry":
    case "members":
    case "hold":
      return entryEvents.decode(payload);
  }
};
