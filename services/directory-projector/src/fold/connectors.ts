import { type AccountEvent, type ConnectorEvent, type ConnectorSettings, STREAM_NAMES } from "@dirstream/contracts";
import type { ConnectorStateRow, HoldDecisionRow } from "../tables.ts";
import type { Fact } from "./read-event.ts";
import { json, type RowChanges } from "./row-changes.ts";
import { storable } from "./storable.ts";

export const foldAccount = ({ images }: RowChanges, { account, sequence, time }: Fact, { data }: AccountEvent): void => {
  const attention = data.attention === undefined ? null : json(data.attention);
  images.account.set(account, { account, sequence, time, region: data.region, zone: storable(data.zone), attention });
};

export const foldConnector = (changes: RowChanges, fact: Fact, event: ConnectorEvent): void => {
  const { account, connector, sequence, time } = fact;
  changes.images.connector_revision.set(`${account}/${connector}`, { account, connector, sequence, time });
  switch (event.type) {
    case "ConnectorRegistered":
      configure(changes, fact, event.data.settings);
      turn(changes, fact, "enabled");
      return;
    case "ConnectorReconfigured":
      configure(changes, fact, event.data.settings);
      return;
    case "ConnectorEnabled":
      turn(changes, fact, "enabled");
      return;
    case "ConnectorDisabled":
      turn(changes, fact, "disabled");
      return;
    case "ConnectorRemoved":
      turn(changes, fact, "removed");
      return;
    case "HoldApproved":
      decideHold(changes, fact, "approved", event.data);
      return;
    case "HoldRejected":
      decideHold(changes, fact, "rejected", event.data);
      return;
    case "ProjectionResumed":
      foldResumed(changes, fact, event.data);
      return;
    default:
      event satisfies never;
  }
};

/** What names the sealed password stays out of the read model: no query needs it. */
const configure = (
  { images }: RowChanges,
  { account, connector, sequence, time }: Fact,
  { passwordVersion: _passwordVersion, ...settings }: ConnectorSettings,
): void => {
  const name = storable(settings.name);
  images.connector.set(`${account}/${connector}`, { account, connector, sequence, time, name, settings: json(settings) });
};

const turn = ({ images }: RowChanges, { account, connector, sequence, time }: Fact, state: ConnectorStateRow["state"]): void => {
  images.connector_state.set(`${account}/${connector}`, { account, connector, sequence, time, state });
};

const decideHold = (
  { images }: RowChanges,
  { account, connector, sequence, time }: Fact,
  decision: HoldDecisionRow["decision"],
  { holdId, digest, reason, by }: Extract<ConnectorEvent, { type: "HoldApproved" }>["data"],
): void => {
  images.hold_decision.set(`${account}/${connector}/${holdId}`, {
    account,
    connector,
    sequence,
    time,
    hold_id: holdId,
    decision,
    digest,
    reason: storable(reason),
    decided_by: storable(by),
  });
};

export const foldResumed = (
  { images }: RowChanges,
  { account, connector, sequence, time }: Fact,
  { stream, sequence: halted_at, skip, reason, by }: Extract<ConnectorEvent, { type: "ProjectionResumed" }>["data"],
): void => {
  if (!(STREAM_NAMES as readonly string[]).includes(stream)) return; // nothing of ours can have halted there
  const row = { account, connector, sequence, time, stream, halted_at, skip, reason: storable(reason), resumed_by: storable(by) };
  images.projection_resumed.set(`${account}/${stream}/${halted_at}`, row);
};
