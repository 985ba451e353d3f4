import { isDeepStrictEqual } from "node:util";
import type { ConnectorEvent, ConnectorSettings, HoldRef, TestedSettings } from "@dirstream/contracts";
import { type Decider, Rejected } from "@dirstream/event-sourcing";

/** What a connector's history comes to. Removed is final. */
export type Connector =
  | { readonly status: "unregistered" }
  | { readonly status: "removed" }
  | { readonly status: "enabled" | "disabled"; readonly settings: ConnectorSettings; readonly decided: DecidedHold | null };

/** The last hold that a person decided on. It stays open until a run has carried the decision out. */
interface DecidedHold {
  readonly holdId: string;
  readonly decision: "HoldApproved" | "HoldRejected";
}

interface HoldDecision {
  readonly holdId: string;
  /** What the person saw, when they say so. */
  readonly digest?: string | undefined;
  readonly reason: string;
  /** The hold that is open now, as the connector's last finished run tells. */
  readonly openHold: HoldRef | null;
  readonly by: string;
}

type Resumption = Extract<ConnectorEvent, { type: "ProjectionResumed" }>["data"];

export type ConnectorCommand =
  | { readonly type: "RegisterConnector"; readonly data: { readonly settings: ConnectorSettings; readonly by: string } }
  | { readonly type: "ReconfigureConnector"; readonly data: { readonly settings: Partial<ConnectorSettings>; readonly by: string } }
  | { readonly type: "EnableConnector" | "DisableConnector"; readonly data: { readonly by: string } }
  | { readonly type: "RemoveConnector"; readonly data: { readonly entries: "keep" | "remove"; readonly by: string } }
  | { readonly type: "ApproveHold" | "RejectHold"; readonly data: HoldDecision }
  | { readonly type: "ResumeProjection"; readonly data: Resumption };

type ConnectorDecider = Decider<ConnectorCommand, ConnectorEvent, Connector>;
type Existing = Extract<Connector, { status: "enabled" | "disabled" }>;

const decide: ConnectorDecider["decide"] = (command, connector) => {
  switch (command.type) {
    case "RegisterConnector":
      if (connector.status !== "unregistered") throw new Rejected("connectorExists", "There is a connector with this id already.");
      refuseContradictions(command.data.settings);
      return [{ type: "ConnectorRegistered", data: command.data }];
    case "ReconfigureConnector":
      return reconfigure(command.data, existing(connector));
    case "EnableConnector":
      return existing(connector).status === "enabled" ? [] : [{ type: "ConnectorEnabled", data: command.data }];
    case "DisableConnector":
      return existing(connector).status === "disabled" ? [] : [{ type: "ConnectorDisabled", data: command.data }];
    case "RemoveConnector":
      existing(connector);
      return [{ type: "ConnectorRemoved", data: command.data }];
    case "ApproveHold":
      return decideOnHold("HoldApproved", command.data, existing(connector));
    case "RejectHold":
      return decideOnHold("HoldRejected", command.data, existing(connector));
    case "ResumeProjection":
      // Also of a removed connector: its last events must be read too.
      if (connector.status === "unregistered") throw noConnector();
      return [{ type: "ProjectionResumed", data: command.data }];
  }
};

const noConnector = () => new Rejected("noSuchConnector", "There is no such connector in this account.");

const existing = (connector: Connector): Existing => {
  if (connector.status === "unregistered" || connector.status === "removed") throw noConnector();
  return connector;
};

const reconfigure = (
  { settings: changes, by }: { settings: Partial<ConnectorSettings>; by: string },
  { settings: before }: Existing,
): ConnectorEvent[] => {
  const settings: ConnectorSettings = { ...before, ...changes };
  refuseContradictions(settings);
  if (isDeepStrictEqual(settings, before)) return [];
  if (settings.passwordVersion === before.passwordVersion) refuseOtherTarget(before, settings);
  return [{ type: "ConnectorReconfigured", data: { settings, by } }];
};

/** A stored password must not be sent to where its owner never meant it to go. */
export const refuseOtherTarget = (before: ConnectorSettings, after: TestedSettings): void => {
  if (!leadsElsewhere(before, after)) return;
  throw new Rejected(
    "passwordRequired",
    "Enter the password again: it was given for the host, port and encryption that the connector had until now.",
  );
};

const leadsElsewhere = (before: TestedSettings, after: TestedSettings): boolean =>
  after.primaryHost !== before.primaryHost ||
  (after.secondaryHost !== before.secondaryHost && after.secondaryHost !== null) ||
  after.port !== before.port ||
  after.encryptionMode !== before.encryptionMode ||
  after.startTls !== before.startTls;

export const refuseContradictions = ({ startTls, encryptionMode }: Pick<ConnectorSettings, "startTls" | "encryptionMode">): void => {
  if (startTls && encryptionMode === "none") {
    throw new Rejected(
      "startTlsUnencrypted",
      "startTls encrypts, and encryptionMode is none: choose strict or relaxed, or leave startTls out.",
    );
  }
};

const decideOnHold = (
  decision: DecidedHold["decision"],
  { holdId, digest, reason, openHold, by }: HoldDecision,
  { status, decided }: Existing,
): ConnectorEvent[] => {
  if (status === "disabled") throw new Rejected("connectorDisabled", "This connector is disabled: enable it first, then decide.");
  if (openHold === null) throw new Rejected("holdNotOpen", "Nothing waits for a decision on this connector.");
  if (openHold.holdId !== holdId || (digest !== undefined && digest !== openHold.digest)) {
    throw new Rejected("holdNotOpen", `This is not what waits now: that is the hold ${openHold.holdId}. Look at it, then decide.`);
  }
  if (decided?.holdId === holdId) {
    if (decided.decision === decision) return [];
    throw new Rejected("holdDecided", `This hold was ${decided.decision === "HoldApproved" ? "approved" : "rejected"} already.`);
  }
  return [{ type: decision, data: { holdId, digest: openHold.digest, reason, by } }];
};

const evolve: ConnectorDecider["evolve"] = (connector, { type, data }) => {
  switch (type) {
    case "ConnectorRegistered":
      return { status: "enabled", settings: data.settings, decided: null };
    case "ConnectorReconfigured":
      return { ...exists(connector), settings: data.settings };
    case "ConnectorEnabled":
      return { ...exists(connector), status: "enabled" };
    case "ConnectorDisabled":
      return { ...exists(connector), status: "disabled" };
    case "ConnectorRemoved":
      return { status: "removed" };
    case "HoldApproved":
    case "HoldRejected":
      return { ...exists(connector), decided: { holdId: data.holdId, decision: type } };
    case "ProjectionResumed":
      return connector;
  }
};

/** The log holds only what `decide` let through. */
const exists = (connector: Connector): Existing => {
  if (connector.status === "unregistered" || connector.status === "removed") throw new Error("an event of a connector that is not there");
  return connector;
};

export const connector: ConnectorDecider = { initialState: { status: "unregistered" }, decide, evolve };
