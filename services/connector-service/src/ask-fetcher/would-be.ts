import type { ConnectorSettings, SealedPassword } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { noSuchAccount, type Secret } from "@dirstream/service";
import { existing, refuseContradictoryFields } from "../connectors/change-connector.ts";
import { refuseContradictions, refuseOtherTarget } from "../connectors/connector.ts";
import { accountStream, connectorStream, load } from "../event-stream.ts";
import type { Seal } from "../passwords/seal.ts";
import { type ConnectionChanges, type ConnectorChanges, changedSettings } from "../settings/settings-input.ts";

/** What a fetcher is asked about, and nothing is saved of. */
export interface WouldBe<Settings> {
  readonly account: string;
  /** Empty where nothing is saved yet. */
  readonly connector: string;
  readonly settings: Settings;
  /** A new one, or the version of the saved one. */
  readonly password: Secret | string;
}

/** A connector of nobody's, if the account is there and nothing in it contradicts the rest. */
export const asEntered = async <Settings extends Parameters<typeof refuseContradictoryFields>[1]>(
  log: EventLog,
  account: string,
  input: Parameters<typeof refuseContradictoryFields>[0] & { readonly bindPassword: Secret },
  settings: Settings & Parameters<typeof refuseContradictions>[0],
  signal: AbortSignal,
): Promise<WouldBe<Settings>> => {
  const { state } = await load(log, accountStream(account), signal);
  if (state.status === "unregistered") throw noSuchAccount();
  refuseContradictoryFields(input, settings);
  refuseContradictions(settings);
  return { account, connector: "", settings, password: input.bindPassword };
};

interface Changed {
  readonly account: string;
  readonly connector: string;
  readonly changes: ConnectionChanges | Omit<ConnectorChanges, "enabled">;
}

/** A saved connector as it is, or as these changes would make it. The saved password goes nowhere but where it was meant for. */
export const asChanged = async (
  log: EventLog,
  { account, connector, changes }: Changed,
  signal: AbortSignal,
): Promise<WouldBe<ConnectorSettings>> => {
  const { settings: before } = existing((await load(log, connectorStream(account, connector), signal)).state);
  const settings = { ...before, ...changedSettings(changes, before, undefined) };
  refuseContradictoryFields(changes, settings);
  refuseContradictions(settings);
  const { bindPassword: password = before.passwordVersion } = changes;
  if (typeof password === "string") refuseOtherTarget(before, settings);
  return { account, connector, settings, password };
};

/** A password that was sealed for one question is of no use afterwards. */
const SEALED_FOR_MS = 60_000;

/** The password for this one question, or the name of the saved one. */
export const passwordFor = async (
  seal: Seal,
  { purpose, id }: { readonly purpose: "test" | "preview"; readonly id: string },
  { account, connector, password }: WouldBe<unknown>,
): Promise<SealedPassword | { readonly version: string }> => {
  if (typeof password === "string") return { version: password };
  const notAfter = new Date(Date.now() + SEALED_FOR_MS).toISOString();
  return seal(password, { purpose, account, connector, version: id, notAfter });
};
