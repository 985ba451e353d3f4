import {
  CONFIGURATION_EVENTS,
  type ConnectorEvent,
  type ConnectorSettings,
  connectorEvents,
  subjects,
  syncEvents,
  WHOLE_SCOPE,
} from "@dirstream/contracts";
import { type EventLog, lastPerSubject, messageAt, readToEnd } from "@dirstream/event-log";
import type { Place } from "./place.ts";
import { RunFailed } from "./run/writer.ts";

/** What a run needs to know of its connector. */
export interface ConnectorState {
  readonly status: "enabled" | "disabled" | "removed";
  readonly settings: ConnectorSettings;
  /** The sequence of the last event that says how to read. */
  readonly configuration: number;
  /** The sequence of the last event that changed what is in scope. */
  readonly scopeSince: number;
}

const unreadable = (sequence: number) =>
  new RunFailed({
    stage: "configuration",
    code: "configurationUnreadable",
    message: `Message ${sequence} of the stream CONNECTORS cannot be read by this fetcher; a newer one may be needed.`,
    retryable: true,
  });

/** Folds the connector's own event stream; undefined when it was never registered. */
export const readConnector = async (log: EventLog, { account, connector }: Place): Promise<ConnectorState | undefined> => {
  let state: ConnectorState | undefined;
  for await (const messages of readToEnd(log, { stream: "CONNECTORS", filters: [subjects.connector(account, connector)] })) {
    for (const { payload, sequence } of messages) {
      const decoded = connectorEvents.decode(payload);
      if (decoded.kind !== "event") throw unreadable(sequence);
      state = evolve(state, decoded.event, sequence);
    }
  }
  return state;
};

export const evolve = (state: ConnectorState | undefined, event: ConnectorEvent, sequence: number): ConnectorState | undefined => {
  const configuration = CONFIGURATION_EVENTS.includes(event.type) ? sequence : (state?.configuration ?? sequence);
  switch (event.type) {
    case "ConnectorRegistered":
      return { status: "enabled", settings: event.data.settings, configuration, scopeSince: sequence };
    case "ConnectorReconfigured": {
      const { settings } = event.data;
      const isSameScope = state !== undefined && scopeText(state.settings) === scopeText(settings);
      return { status: state?.status ?? "enabled", settings, configuration, scopeSince: isSameScope ? state.scopeSince : sequence };
    }
    case "ConnectorEnabled":
      return state && { ...state, status: "enabled", configuration };
    case "ConnectorDisabled":
      return state && { ...state, status: "disabled", configuration };
    case "ConnectorRemoved":
      return state && { ...state, status: "removed", configuration };
    case "HoldApproved":
    case "HoldRejected":
    case "ProjectionResumed":
      return state;
  }
};

/** Two settings with one text ask for the same entries and attributes. */
const scopeText = ({ baseDn, scope = WHOLE_SCOPE }: ConnectorSettings): string => JSON.stringify([baseDn, scope]);

/** The command that a request was made for. */
export const commandAt = async (log: EventLog, sequence: number): Promise<ConnectorEvent> => {
  const message = await messageAt(log, { stream: "CONNECTORS", sequence });
  const decoded = message === undefined ? undefined : connectorEvents.decode(message.payload);
  if (decoded?.kind !== "event") throw unreadable(sequence);
  return decoded.event;
};

/** Whether another enabled connector of the account is failing: then nobody's destructive changes may happen. */
export const isAnotherFailing = async (log: EventLog, { account, connector }: Place): Promise<boolean> => {
  const failing: string[] = [];
  for await (const messages of lastPerSubject(log, { stream: "DIRECTORY", filter: subjects.sync(account, "*") })) {
    for (const { subject, payload } of messages) {
      const [, , , other] = subject.split(".") as [string, string, string, string];
      const decoded = syncEvents.decode(payload);
      if (other !== connector && decoded.kind === "event" && decoded.event.data.standing.failing) failing.push(other);
    }
  }
  for (const other of failing) {
    if ((await readConnector(log, { account, connector: other }))?.status === "enabled") return true;
  }
  return false;
};
