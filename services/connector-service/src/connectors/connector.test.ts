import { type ConnectorEvent, type ConnectorSettings, DEFAULT_GUARD } from "@dirstream/contracts";
import { specify } from "@dirstream/event-sourcing";
import { describe, test } from "vitest";
import { connector } from "./connector.ts";

const given = specify(connector);
const by = "ann";
const settings: ConnectorSettings = {
  name: "London",
  environment: "on-premises",
  primaryHost: "dc1.example.com",
  secondaryHost: "dc2.example.com",
  port: 636,
  encryptionMode: "strict",
  startTls: false,
  certificateAuthority: null,
  pinnedKey: null,
  bindDn: "cn=reader,dc=example,dc=com",
  passwordVersion: "v1",
  baseDn: "dc=example,dc=com",
  schedule: { times: null, zone: null },
  guard: DEFAULT_GUARD,
};
const registered: ConnectorEvent = { type: "ConnectorRegistered", data: { settings, by } };
const enabled: ConnectorEvent = { type: "ConnectorEnabled", data: { by } };
const disabled: ConnectorEvent = { type: "ConnectorDisabled", data: { by } };
const removed: ConnectorEvent = { type: "ConnectorRemoved", data: { entries: "keep", by } };
const reconfigure = (changes: Partial<ConnectorSettings>) => ({ type: "ReconfigureConnector" as const, data: { settings: changes, by } });
const reconfigured = (changes: Partial<ConnectorSettings>): ConnectorEvent => ({
  type: "ConnectorReconfigured",
  data: { settings: { ...settings, ...changes }, by },
});

describe("registering", () => {
  test("a connector is registered with all its settings", () => {
    given().when({ type: "RegisterConnector", data: { settings, by } }).then(registered);
  });
  test("a connector is registered once", () => {
    given(registered).when({ type: "RegisterConnector", data: { settings, by } }).thenRejected("connectorExists");
  });
  test("StartTLS without encryption is a contradiction", () => {
    given()
      .when({ type: "RegisterConnector", data: { settings: { ...settings, encryptionMode: "none", startTls: true }, by } })
      .thenRejected("startTlsUnencrypted");
  });
});

describe("changing settings", () => {
  test("a change records the whole settings", () => {
    given(registered)
      .when(reconfigure({ name: "Paris" }))
      .then(reconfigured({ name: "Paris" }));
  });
  test("a disabled connector can be changed and stays disabled", () => {
    given(registered, disabled, reconfigured({ name: "Paris" }))
      .when({ type: "DisableConnector", data: { by } })
      .thenNothing();
  });
  test("settings that are as they were change nothing", () => {
    given(registered)
      .when(reconfigure({ name: "London", schedule: { times: null, zone: null } }))
      .thenNothing();
  });
  test.each<Partial<ConnectorSettings>>([
    { primaryHost: "evil.example.com" },
    { secondaryHost: "evil.example.com" },
    { port: 389 },
    { encryptionMode: "relaxed" },
    { startTls: true },
  ])("another target asks for the password again: %j", (changes) => {
    given(registered).when(reconfigure(changes)).thenRejected("passwordRequired");
    given(registered)
      .when(reconfigure({ ...changes, passwordVersion: "v2" }))
      .then(reconfigured({ ...changes, passwordVersion: "v2" }));
  });
  test("a key that was confirmed leads nowhere else, of whichever host it is", () => {
    for (const changes of [{ pinnedKey: "a".repeat(64) }, { secondaryPinnedKey: "b".repeat(64) }]) {
      given(registered).when(reconfigure(changes)).then(reconfigured(changes));
    }
  });
  test("leaving the secondary host out leads nowhere else", () => {
    given(registered)
      .when(reconfigure({ secondaryHost: null }))
      .then(reconfigured({ secondaryHost: null }));
  });
  test("StartTLS goes when encryption goes, or the change is refused", () => {
    given(registered, reconfigured({ startTls: true }))
      .when(reconfigure({ encryptionMode: "none", passwordVersion: "v2" }))
      .thenRejected("startTlsUnencrypted");
  });
});

describe("switching", () => {
  test("a connector is disabled and enabled", () => {
    given(registered).when({ type: "DisableConnector", data: { by } }).then(disabled);
    given(registered, disabled).when({ type: "EnableConnector", data: { by } }).then(enabled);
  });
  test("an enabled connector that is enabled stays as it is", () => {
    given(registered, disabled, enabled).when({ type: "EnableConnector", data: { by } }).thenNothing();
  });
});

describe("removing", () => {
  test("the event says what becomes of the entries", () => {
    given(registered, disabled)
      .when({ type: "RemoveConnector", data: { entries: "remove", by } })
      .then({ type: "ConnectorRemoved", data: { entries: "remove", by } });
  });
  test("removed is final", () => {
    given(registered, removed)
      .when(reconfigure({ name: "Paris" }))
      .thenRejected("noSuchConnector");
    given(registered, removed).when({ type: "EnableConnector", data: { by } }).thenRejected("noSuchConnector");
    given(registered, removed)
      .when({ type: "RemoveConnector", data: { entries: "keep", by } })
      .thenRejected("noSuchConnector");
    given(registered, removed).when({ type: "RegisterConnector", data: { settings, by } }).thenRejected("connectorExists");
  });
});

describe("deciding on a hold", () => {
  const openHold = { holdId: "h1", digest: "a".repeat(64) };
  const hold = { holdId: "h1", reason: "checked with HR", openHold, by };
  const approved: ConnectorEvent = { type: "HoldApproved", data: { ...openHold, reason: "checked with HR", by } };

  test("an approval names exactly what waits", () => {
    given(registered).when({ type: "ApproveHold", data: hold }).then(approved);
    given(registered)
      .when({ type: "RejectHold", data: { ...hold, digest: openHold.digest } })
      .then({ ...approved, type: "HoldRejected" });
  });
  test("what was superseded, seen otherwise, or never waited cannot be approved", () => {
    given(registered)
      .when({ type: "ApproveHold", data: { ...hold, holdId: "h0" } })
      .thenRejected(/the hold h1/);
    given(registered)
      .when({ type: "ApproveHold", data: { ...hold, digest: "b".repeat(64) } })
      .thenRejected("holdNotOpen");
    given(registered)
      .when({ type: "RejectHold", data: { ...hold, openHold: null } })
      .thenRejected("holdNotOpen");
  });
  test("the same decision twice is one, the other after it is a conflict", () => {
    given(registered, approved).when({ type: "ApproveHold", data: hold }).thenNothing();
    given(registered, approved).when({ type: "RejectHold", data: hold }).thenRejected("holdDecided");
  });
  test("after a decision on an older hold the new one can be decided", () => {
    const next = { holdId: "h2", digest: "c".repeat(64) };
    given(registered, approved)
      .when({ type: "RejectHold", data: { ...hold, holdId: "h2", openHold: next } })
      .then({ type: "HoldRejected", data: { ...next, reason: hold.reason, by } });
  });
  test("a disabled connector decides nothing", () => {
    given(registered, disabled).when({ type: "ApproveHold", data: hold }).thenRejected("connectorDisabled");
  });
});

test("a projection is resumed whatever became of the connector, but not of one that never was", () => {
  const data = { stream: "DIRECTORY", sequence: 7, skip: true, reason: "broken by hand", by };
  given(registered, removed).when({ type: "ResumeProjection", data }).then({ type: "ProjectionResumed", data });
  given().when({ type: "ResumeProjection", data }).thenRejected("noSuchConnector");
});

test("a command for a connector that is not there is refused", () => {
  given()
    .when(reconfigure({ name: "Paris" }))
    .thenRejected("noSuchConnector");
  given().when({ type: "DisableConnector", data: { by } }).thenRejected("noSuchConnector");
});
