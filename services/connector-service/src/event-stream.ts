import { randomUUID } from "node:crypto";
import { type AccountEvent, accountEvents, type ConnectorEvent, connectorEvents, type Registry, subjects } from "@dirstream/contracts";
import { append, type EventLog, readToEnd, WrongExpectedSequence } from "@dirstream/event-log";
import { type Decider, fold } from "@dirstream/event-sourcing";
import { unavailable } from "@dirstream/service";
import { type Account, type AccountCommand, account } from "./accounts/account.ts";
import { type Connector, type ConnectorCommand, connector } from "./connectors/connector.ts";

const MOST_ATTEMPTS = 20;
const SOURCE = "/dirstream/connector-service";

/** One subject of CONNECTORS and the rules of what is on it. */
export interface EventStream<Command, Event, State> {
  readonly subject: string;
  readonly registry: Registry<Event>;
  readonly decider: Decider<Command, Event, State>;
}

export const accountStream = (id: string): EventStream<AccountCommand, AccountEvent, Account> => ({
  subject: subjects.account(id),
  registry: accountEvents,
  decider: account,
});

export const connectorStream = (accountId: string, id: string): EventStream<ConnectorCommand, ConnectorEvent, Connector> => ({
  subject: subjects.connector(accountId, id),
  registry: connectorEvents,
  decider: connector,
});

/** An event and where it stands in the log. */
export interface Recorded<Event> {
  readonly sequence: number;
  readonly event: Event;
}

export interface History<Event, State> {
  readonly state: State;
  /** Of the last event; 0 when there is none. */
  readonly sequence: number;
  readonly recorded: readonly Recorded<Event>[];
}

/** Reads a subject from its first event. These histories are short: they grow with what people do. */
export const load = async <Command, Event, State>(
  log: EventLog,
  { subject, registry, decider }: EventStream<Command, Event, State>,
  signal: AbortSignal,
): Promise<History<Event, State>> => {
  const recorded: Recorded<Event>[] = [];
  for await (const batch of readToEnd(log, { stream: "CONNECTORS", filters: [subject], signal })) {
    for (const { sequence, payload } of batch) {
      const decoded = registry.decode(payload);
      // To decide on half a history would be to guess.
      if (decoded.kind !== "event") throw new Error(`CONNECTORS ${sequence} on ${subject} cannot be read: ${decoded.kind}`);
      recorded.push({ sequence, event: decoded.event });
    }
  }
  const events = recorded.map(({ event }) => event);
  return { state: fold(decider, events), sequence: recorded.at(-1)?.sequence ?? 0, recorded };
};

/**
 * Decides on the present state and appends what follows; when somebody else was faster, decides again on what is so then.
 * `check` may refuse the state that is found, at every attempt. Returns the history with the new events.
 */
export const handle = async <Command, Event, State>(
  log: EventLog,
  stream: EventStream<Command, Event, State>,
  command: Command,
  signal: AbortSignal,
  check: (history: History<Event, State>) => void = () => undefined,
): Promise<History<Event, State>> => {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const history = await load(log, stream, signal);
    check(history);
    const events = stream.decider.decide(command, history.state);
    try {
      return await appendAll(log, stream, history, events, signal);
    } catch (error) {
      if (!(error instanceof WrongExpectedSequence)) throw error;
    }
  }
  throw unavailable("Many others are changing this at the same time. Try again shortly.");
};

const appendAll = async <Command, Event, State>(
  log: EventLog,
  { subject, registry, decider }: EventStream<Command, Event, State>,
  history: History<Event, State>,
  events: readonly Event[],
  signal: AbortSignal,
): Promise<History<Event, State>> => {
  let { state, sequence } = history;
  const recorded = [...history.recorded];
  for (const event of events) {
    const payload = registry.encode(event, { id: randomUUID(), source: SOURCE, time: new Date().toISOString() });
    sequence = await append(log, { subject, payload, expectedSequence: sequence, signal });
    recorded.push({ sequence, event });
    state = decider.evolve(state, event);
  }
  return { state, sequence, recorded };
};
