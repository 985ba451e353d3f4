import type { AccountEvent, ConnectorEvent, Schedule as OwnSchedule, SyncRequest } from "@dirstream/contracts";
import { type Schedule, scheduleOf } from "@dirstream/schedule";

/**
 * What connectors are owed, folded from CONNECTORS: which schedule held from when until when, and which commands need a request.
 * Times are those of the events. A slot is owed if it fires after the beginning of a period and not after its end.
 */
export interface Owed {
  readonly zones: Map<string, string>;
  readonly connectors: Map<string, OwedConnector>;
}

export interface OwedConnector {
  readonly account: string;
  readonly connector: string;
  status: "enabled" | "disabled" | "removed";
  own: Pick<OwnSchedule, "times" | "zone">;
  /** In order. Only the last can be open. */
  readonly periods: Period[];
  /** By their sequence in CONNECTORS. */
  readonly commands: Map<number, Command>;
}

export interface Period {
  readonly schedule: Schedule;
  readonly fromMs: number;
  untilMs: number;
  /** The connector was disabled or removed since: what was missed then is not caught up with, only skipped. */
  over: boolean;
}

/** A recorded command that a run must carry out. */
export interface Command extends Pick<SyncRequest, "kind" | "mode" | "reason"> {
  readonly recordedMs: number;
  readonly by: string;
}

export interface RecordedAt {
  readonly sequence: number;
  readonly timeMs: number;
}

export const nothingOwed = (): Owed => ({ zones: new Map(), connectors: new Map() });

export const connectorKey = (account: string, connector: string): string => `${account}/${connector}`;

/** Answers the connectors whose schedule may be another now. */
export const foldAccount = (owed: Owed, account: string, { data }: AccountEvent, { timeMs }: RecordedAt): OwedConnector[] => {
  owed.zones.set(account, data.zone);
  const followers = [...owed.connectors.values()].filter((it) => it.account === account);
  for (const connector of followers) follow(connector, data.zone, timeMs);
  return followers;
};

export const foldConnector = (owed: Owed, account: string, connector: string, event: ConnectorEvent, at: RecordedAt): OwedConnector => {
  const key = connectorKey(account, connector);
  const it = owed.connectors.get(key) ?? unregistered(account, connector);
  owed.connectors.set(key, it);
  switch (event.type) {
    case "ConnectorRegistered":
      it.status = "enabled";
      it.own = event.data.settings.schedule;
      owe(it, at, { kind: "read", mode: "full", reason: "first", by: event.data.by });
      break;
    case "ConnectorReconfigured":
      it.own = event.data.settings.schedule;
      break;
    case "ConnectorEnabled":
      it.status = "enabled";
      break;
    case "ConnectorDisabled":
      it.status = "disabled";
      break;
    case "ConnectorRemoved":
      it.status = "removed";
      it.commands.clear();
      if (event.data.entries === "remove") owe(it, at, { kind: "apply", mode: "full", reason: "connectorRemoved", by: event.data.by });
      break;
    case "HoldApproved":
    case "HoldRejected":
      owe(it, at, { kind: "apply", mode: "full", reason: "approval", by: event.data.by });
      break;
    case "ProjectionResumed":
      break;
    default:
      event satisfies never;
  }
  follow(it, owed.zones.get(account), at.timeMs);
  return it;
};

const unregistered = (account: string, connector: string): OwedConnector => ({
  account,
  connector,
  status: "disabled",
  own: { times: null, zone: null },
  periods: [],
  commands: new Map(),
});

const owe = ({ commands }: OwedConnector, { sequence, timeMs }: RecordedAt, command: Omit<Command, "recordedMs">): void => {
  commands.set(sequence, { ...command, recordedMs: timeMs });
};

/** Ends the open period and begins another, unless the schedule is the same as before. */
const follow = (connector: OwedConnector, accountZone: string | undefined, atMs: number): void => {
  const { status, own, periods } = connector;
  const last = periods.at(-1);
  const open = last !== undefined && !last.over && last.untilMs === Number.POSITIVE_INFINITY ? last : undefined;
  if (status !== "enabled") {
    if (open !== undefined) open.untilMs = atMs;
    for (const period of periods) period.over = true;
    return;
  }
  const zone = own.zone ?? accountZone;
  if (zone === undefined) return;
  const schedule = scheduleOf(own, zone);
  if (open !== undefined && sameSchedule(open.schedule, schedule)) return;
  if (open !== undefined) open.untilMs = atMs;
  periods.push({ schedule, fromMs: atMs, untilMs: Number.POSITIVE_INFINITY, over: false });
};

const sameSchedule = (one: Schedule, other: Schedule): boolean => one.zone === other.zone && one.times.join() === other.times.join();
