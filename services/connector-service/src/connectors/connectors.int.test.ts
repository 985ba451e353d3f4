import { SEAL_INFO, SEALED_BUCKET, SealedPassword, sealContext, sealedKey, subjects } from "@dirstream/contracts";
import { getValue, readToEnd } from "@dirstream/event-log";
import { describe, expect, inject, test } from "vitest";
import { type Answer, newConnector, startApiUnderTest, suite } from "../api-under-test.ts";
import { apiWithConnectors, CONNECTORS } from "./api-with-connectors.fixture.ts";

const { service, call, register, messages, eventsOf, requestsOf } = apiWithConnectors();

describe("accounts", () => {
  test("an account is registered with its region's zone, and changed", async () => {
    const path = "/accounts/globex";
    const registered = await call("PUT", path, { body: { region: "north-america" } });
    expect(registered.body).toEqual({
      ...{ account: "globex", region: "north-america", zone: "Etc/GMT+5" },
      attention: { emails: [], webhook: null },
    });
    const changed = await call("PUT", path, { body: { region: "north-america", zone: "America/Chicago" } });
    expect(changed.body.zone).toBe("America/Chicago");
    expect(changed.headers.get("position")).toMatch(/^CONNECTORS=\d+$/);
    const again = await call("PUT", path, { body: { region: "north-america", zone: "America/Chicago" } });
    expect(again.headers.get("position")).toBe(changed.headers.get("position"));
  });

  test("a region or a zone that does not exist is refused", async () => {
    const { body } = await call("PUT", "/accounts/globex", { body: { region: "moon", zone: "Moon/Base" } });
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["/region", "/zone"]);
  });

  test("an id that would reach into other subjects is refused", async () => {
    for (const id of ["a.b", "*", "%3E", "Acme", "a b"]) {
      expect((await call("PUT", `/accounts/${id}`, { body: { region: "europe" } })).status).toBe(400);
    }
  });

  test("who changes it at the same time as others is served too", async () => {
    const zones = Intl.supportedValuesOf("timeZone").slice(0, 8);
    const all = await Promise.all(zones.map((zone) => call("PUT", "/accounts/busy", { body: { region: "europe", zone } })));
    expect(all.map(({ status }) => status)).toEqual(zones.map(() => 200));
    expect(await messages("CONNECTORS", [subjects.account("busy")])).toHaveLength(zones.length);
  });
});

describe("registering a connector", () => {
  test("records it, requests its first synchronisation, and says how far to read", async () => {
    const { id, answer } = await register({ primaryHost: "ldaps://DC1.example.com:636/", bindDn: '"cn=reader,dc=example,dc=com"' });
    expect(id).toMatch(/^london-[a-z0-9]{8}$/);
    const [registered, ...none] = await eventsOf(id);
    expect(none).toEqual([]);
    expect(registered).toMatchObject({
      type: "ConnectorRegistered",
      data: { by: "ann", settings: { primaryHost: "dc1.example.com", bindDn: "cn=reader,dc=example,dc=com", secondaryHost: null } },
    });
    const [first] = await requestsOf(id);
    expect(first).toMatchObject({ kind: "read", mode: "full", reason: "first", causedBy: registered?.sequence, by: "ann" });
    expect(answer.body.requestId).toBe(first?.requestId);
    expect(answer.headers.get("location")).toBe(`/api/v1${CONNECTORS}/${id}`);
    expect(answer.headers.get("etag")).toBe(`"${registered?.sequence}"`);
    expect(answer.headers.get("position")).toBe(`CONNECTORS=${registered?.sequence},SYNC_REQUESTS=${first?.sequence}`);
  });

  test("puts the password where only the fetchers can read it, under the version that the event names", async () => {
    const { id } = await register();
    const [registered] = await eventsOf(id);
    if (registered?.type !== "ConnectorRegistered") throw new Error("not registered");
    const key = sealedKey("acme", id, registered.data.settings.passwordVersion);
    const value = await getValue(service().eventLog, { bucket: SEALED_BUCKET, key });
    const sealed = SealedPassword.parse(JSON.parse(Buffer.from(value ?? []).toString()));
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64")).buffer;
    const utf8 = new TextEncoder();
    const recipient = { recipientKey: service().sealKey, enc: bytes(sealed.enc), info: utf8.encode(SEAL_INFO) };
    const opened = await suite.open(recipient, bytes(sealed.ciphertext), utf8.encode(sealContext(sealed)));
    expect(new TextDecoder().decode(opened)).toBe(newConnector.bindPassword);
  });

  test("names each field that does not fit, and stores nothing", async () => {
    const before = await messages("CONNECTORS");
    const body = { ...newConnector, primaryHost: "", port: 0, bindDn: "reader", encryptionMode: "some", bindPassword: "" };
    const answer = await call("POST", CONNECTORS, { body });
    expect(answer.status).toBe(400);
    const pointers = answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(["/primaryHost", "/encryptionMode", "/port", "/bindDn", "/bindPassword"]);
    const nowhere = await call("POST", CONNECTORS, { body: { ...newConnector, secondaryHost: "169.254.169.254" } });
    expect([nowhere.status, nowhere.body.errors]).toEqual([
      400,
      [{ pointer: "/secondaryHost", detail: expect.stringMatching(/^No directory can be at this address/) }],
    ]);
    const contradiction = await call("POST", CONNECTORS, { body: { ...newConnector, primaryHost: "dc1.example.com:389" } });
    expect(contradiction.body.errors).toEqual([{ pointer: "/primaryHost", detail: expect.stringContaining("389") }]);
    const startTls = await call("POST", CONNECTORS, { body: { ...newConnector, encryptionMode: "none", startTls: true } });
    expect(startTls.body.errors[0].pointer).toBe("/startTls");
    expect(await messages("CONNECTORS")).toHaveLength(before.length);
  });

  test("needs an account", async () => {
    expect((await call("POST", "/accounts/nobody/connectors", { body: newConnector })).status).toBe(404);
  });
});

describe("who may do what", () => {
  test("foreign accounts do not exist, at any address", async () => {
    const { id } = await register();
    const foreign = { accounts: ["globex"], ifMatch: "*", body: {} };
    for (const [method, path] of [
      ["PUT", "/accounts/acme"],
      ["POST", CONNECTORS],
      ["PATCH", `${CONNECTORS}/${id}`],
      ["DELETE", `${CONNECTORS}/${id}`],
      ["POST", `${CONNECTORS}/${id}/syncs`],
      ["POST", `${CONNECTORS}/${id}/holds/h1/approve`],
      ["POST", `${CONNECTORS}/${id}/holds/h1/reject`],
      ["POST", `${CONNECTORS}/${id}/projection/resume`],
    ] as const) {
      const answer = await call(method, path, foreign);
      expect([answer.status, answer.body.type], path).toEqual([404, "urn:dirstream:problem:noSuchAccount"]);
    }
  });

  test("an operator synchronises and decides, and does not configure; a viewer does neither", async () => {
    const { path } = await register();
    expect((await call("POST", `${path}/syncs`, { role: "viewer" })).status).toBe(403);
    expect((await call("POST", `${path}/syncs`, { role: "operator" })).status).toBe(202);
    expect((await call("PATCH", path, { role: "operator", ifMatch: "*", body: { name: "x" } })).status).toBe(403);
    expect((await call("POST", CONNECTORS, { role: "operator", body: newConnector })).status).toBe(403);
    expect((await call("POST", `${path}/holds/h1/approve`, { role: "viewer", body: { reason: "x" } })).status).toBe(403);
    expect((await call("POST", `${path}/projection/resume`, { role: "operator", body: {} })).status).toBe(403);
  });

  test("a connector that is not there is a 404", async () => {
    expect((await call("PATCH", `${CONNECTORS}/none-1`, { ifMatch: "*", body: {} })).status).toBe(404);
    expect((await call("POST", `${CONNECTORS}/none-1/syncs`)).status).toBe(404);
  });
});

test("a log that is full is said in a sentence, and what was stored before stays", async () => {
  await using small = await startApiUnderTest(inject("natsUrl"), 8 * 1024);
  const configure = (zone: string) => small.call("PUT", "/accounts/acme", { body: { region: "europe", zone } });
  const stored: string[] = [];
  let refused: Answer | undefined;
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    const answer = await configure(zone);
    if (answer.status !== 200) {
      refused = answer;
      break;
    }
    stored.push(zone);
  }
  expect(refused?.body).toMatchObject({ type: "urn:dirstream:problem:logFull", status: 507, detail: expect.stringContaining("max_bytes") });
  const seen: string[] = [];
  for await (const batch of readToEnd(small.eventLog, { stream: "CONNECTORS" })) {
    for (const { payload } of batch) seen.push(JSON.parse(Buffer.from(payload).toString()).data.zone);
  }
  expect(seen).toEqual(stored);
  expect(stored.length).toBeGreaterThan(5);
});
