import type { ConnectorEvent } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { invalidRequest, matchesEtag, noSuchAccount, noSuchConnector, Problem } from "@dirstream/service";
import { accountStream, connectorStream, type History, handle, load } from "../event-stream.ts";
import type { Seal } from "../passwords/seal.ts";
import { putPassword } from "../passwords/sealed-passwords.ts";
import {
  type ConnectorChanges,
  type Contradictable,
  changedSettings,
  contradictionsIn,
  type NewConnector,
  settingsOf,
} from "../settings/settings-input.ts";
import type { Connector, ConnectorCommand } from "./connector.ts";
import { newConnectorId } from "./connector-id.ts";

type ConnectorHistory = History<ConnectorEvent, Connector>;
type Existing = Extract<Connector, { status: "enabled" | "disabled" }>;

/** Seals the password, puts it in its place, and only then records the connector that names it. */
export const registerConnector = async (
  log: EventLog,
  seal: Seal,
  { account, input, by }: { readonly account: string; readonly input: NewConnector; readonly by: string },
  signal: AbortSignal,
): Promise<{ readonly connector: string; readonly history: ConnectorHistory }> => {
  refuseContradictoryFields(input, settingsOf(input, ""));
  const { state } = await load(log, accountStream(account), signal);
  if (state.status === "unregistered") throw noSuchAccount();

  const connector = newConnectorId(input.name);
  const version = await putPassword(log, seal, { account, connector, password: input.bindPassword }, signal);
  const register: ConnectorCommand = { type: "RegisterConnector", data: { settings: settingsOf(input, version), by } };
  return { connector, history: await handle(log, connectorStream(account, connector), register, signal) };
};

/** Changes what was said, provided that the connector is as the caller has seen it. */
export const changeConnector = async (
  log: EventLog,
  seal: Seal,
  { account, connector, changes, ifMatch, by }: ConnectorChange,
  signal: AbortSignal,
): Promise<ConnectorHistory> => {
  const stream = connectorStream(account, connector);
  const before = await load(log, stream, signal);
  const isAsSeen = isUnchanged(ifMatch);
  isAsSeen(before);
  const { settings } = existing(before.state);
  refuseContradictoryFields(changes, { ...settings, ...changedSettings(changes, settings, undefined) });

  const { bindPassword: password, enabled } = changes;
  const version = password === undefined ? undefined : await putPassword(log, seal, { account, connector, password }, signal);
  const reconfigure: ConnectorCommand = {
    type: "ReconfigureConnector",
    data: { settings: changedSettings(changes, settings, version), by },
  };
  const changed = await handle(log, stream, reconfigure, signal, isAsSeen);
  if (enabled === undefined) return changed;
  return handle(log, stream, { type: enabled ? "EnableConnector" : "DisableConnector", data: { by } }, signal);
};

interface ConnectorChange {
  readonly account: string;
  readonly connector: string;
  readonly changes: ConnectorChanges;
  readonly ifMatch: string | undefined;
  readonly by: string;
}

/** Refuses a change of a state that the caller has not seen (RFC 6585 section 3, RFC 9110 section 15.5.13). */
export const isUnchanged =
  (ifMatch: string | undefined) =>
  ({ state, sequence }: ConnectorHistory): void => {
    existing(state);
    if (ifMatch === undefined) {
      throw new Problem(
        428,
        "ifMatchRequired",
        "Send If-Match with the ETag of the connector that you have seen, so that nobody's change is lost.",
      );
    }
    if (!matchesEtag(ifMatch, sequence)) {
      throw new Problem(412, "changedMeanwhile", "The connector has changed since you have seen it. Read it again, then change it.");
    }
  };

/** The connector, if it is there and not removed. */
export const existing = (state: Connector): Existing => {
  if (state.status === "unregistered" || state.status === "removed") throw noSuchConnector();
  return state;
};

/** Refuses what contradicts the fields beside it. */
export const refuseContradictoryFields = (input: Contradictable, settings: Parameters<typeof contradictionsIn>[1]): void => {
  const errors = contradictionsIn(input, settings);
  if (errors.length > 0) throw invalidRequest(errors);
};
