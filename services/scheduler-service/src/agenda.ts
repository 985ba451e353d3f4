import { accountEvents, connectorEvents, parseSubject, type Registry, type RequestEvent, requestEvents } from "@dirstream/contracts";
import type { RecordedMessage } from "@dirstream/event-log";
import { due, nextDueMs, type Recorded, unknownZoneOf } from "./due.ts";
import { connectorKey, foldAccount, foldConnector, nothingOwed, type Owed } from "./owed.ts";
import { noSlots, recordSlot } from "./recorded-slots.ts";

/** Everything the scheduler knows: what is owed (CONNECTORS), what is recorded (SYNC_REQUESTS), and when to look again. */
export interface Agenda {
  readonly owed: Owed;
  readonly requested: Map<string, Requested>;
  /** By connector. Whatever is folded for a connector makes it due at once, that is: to be looked at. */
  readonly nextDueMs: Map<string, number>;
  /** Accounts and connectors with an event that cannot be read: nothing is decided for them, for it may say anything. */
  readonly unreadable: Set<string>;
}

/** What stands on a connector's request subject. */
export interface Requested extends Recorded {
  /** The sequence of the last message on the subject; 0 when there is none. */
  revision: number;
  readonly commands: Set<number>;
}

export const newAgenda = (): Agenda => ({ owed: nothingOwed(), requested: new Map(), nextDueMs: new Map(), unreadable: new Set() });

export const requestedOf = ({ requested }: Agenda, key: string): Requested => {
  const known = requested.get(key);
  if (known !== undefined) return known;
  const nothing: Requested = { revision: 0, slots: noSlots(), commands: new Set() };
  requested.set(key, nothing);
  return nothing;
};

/** Folds one message of either stream. Answers a sentence when it cannot be read. */
export const foldMessage = (agenda: Agenda, message: RecordedMessage): string | undefined => {
  const place = parseSubject(message.subject);
  switch (place?.of) {
    case "account":
      return read(agenda, accountEvents, message, place.account, (event, at) => {
        for (const { account, connector } of foldAccount(agenda.owed, place.account, event, at))
          touch(agenda, connectorKey(account, connector));
      });
    case "connector": {
      const key = connectorKey(place.account, place.connector);
      return read(agenda, connectorEvents, message, key, (event, at) => {
        foldConnector(agenda.owed, place.account, place.connector, event, at);
        touch(agenda, key);
      });
    }
    case "sync-request": {
      const key = connectorKey(place.account, place.connector);
      const requested = requestedOf(agenda, key);
      // Own requests are folded when they are acknowledged, and come by again here.
      if (message.sequence <= requested.revision) return undefined;
      requested.revision = message.sequence;
      return read(agenda, requestEvents, message, key, (event) => recordRequest(agenda, key, event, message.sequence));
    }
    default:
      return undefined;
  }
};

/** Folds a request that was just appended, without waiting for it to come by. */
export const recordRequest = (agenda: Agenda, key: string, event: RequestEvent, sequence: number): void => {
  const requested = requestedOf(agenda, key);
  requested.revision = sequence;
  if (event.data.slot !== null) recordSlot(requested.slots, event.data.slot);
  if (event.type === "SyncRequested" && event.data.causedBy !== null) requested.commands.add(event.data.causedBy);
  touch(agenda, key);
};

/** What is to be appended for a connector. When that is nothing, it is looked at again at its next slot or command. */
export const decideFor = (agenda: Agenda, key: string, nowMs: number, newId: () => string): RequestEvent[] => {
  const connector = agenda.owed.connectors.get(key);
  if (connector === undefined || agenda.unreadable.has(key) || agenda.unreadable.has(connector.account)) {
    agenda.nextDueMs.delete(key);
    return [];
  }
  const requested = requestedOf(agenda, key);
  const events = due(connector, requested, nowMs, newId);
  if (events.length === 0) agenda.nextDueMs.set(key, nextDueMs(connector, requested, nowMs));
  return events;
};

export const dueConnectors = ({ nextDueMs }: Agenda, nowMs: number): string[] =>
  [...nextDueMs].filter(([, atMs]) => atMs <= nowMs).map(([key]) => key);

/** Looks at every connector again: the clock was set back, so what seemed far may be near. */
export const lookAtAll = (agenda: Agenda): void => {
  for (const key of agenda.owed.connectors.keys()) touch(agenda, key);
};

/** Connectors whose zone this machine does not know, with the zone. */
export const connectorsInUnknownZones = ({ owed }: Agenda): Map<string, string> => {
  const unknown = new Map<string, string>();
  for (const [key, connector] of owed.connectors) {
    const zone = unknownZoneOf(connector);
    if (zone !== undefined) unknown.set(key, zone);
  }
  return unknown;
};

const touch = ({ nextDueMs }: Agenda, key: string): void => void nextDueMs.set(key, Number.NEGATIVE_INFINITY);

/** An event type that is not known at all is none that the schedule depends on; a newer version of a known one may be. */
const read = <Event>(
  agenda: Agenda,
  registry: Registry<Event>,
  { payload, sequence, subject }: RecordedMessage,
  key: string,
  fold: (event: Event, at: { sequence: number; timeMs: number }) => void,
): string | undefined => {
  const decoded = registry.decode(payload);
  if (decoded.kind === "event") {
    fold(decoded.event, { sequence, timeMs: Date.parse(decoded.metadata.time) });
    return undefined;
  }
  if (decoded.kind === "unknown" && !registry.types.some(({ type }) => type === decoded.type)) return undefined;
  agenda.unreadable.add(key);
  const reason = decoded.kind === "unknown" ? `${decoded.type} version ${decoded.version} is newer than this scheduler` : decoded.reason;
  return `Message ${sequence} on ${subject} cannot be read: ${reason}. Nothing is scheduled for ${key} until this is resolved.`;
};
