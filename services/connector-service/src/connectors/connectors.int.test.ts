import { X509Certificate } from "node:crypto";
import {
  type ConnectorSettings,
  connectorEvents,
  requestEvents,
  SEAL_INFO,
  SEALED_BUCKET,
  SealedPassword,
  STREAM_NAMES,
  type StreamName,
  sealContext,
  sealedKey,
  subjects,
} from "@dirstream/contracts";
import { getValue, listKeys, readToEnd } from "@dirstream/event-log";
import { issue, keySha256Of } from "@dirstream/ldap/testing/certificates";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Answer, newConnector, startApiUnderTest, suite } from "../api-under-test.ts";

let service: Awaited<ReturnType<typeof startApiUnderTest>>;
const answers: Answer[] = [];

beforeAll(async () => {
  service = await startApiUnderTest(inject("natsUrl"));
  await call("PUT", "/accounts/acme", { body: { region: "europe" } });
});
afterAll(() => service[Symbol.asyncDispose]());

const call: typeof service.call = async (...args) => {
  const answer = await service.call(...args);
  answers.push(answer);
  return answer;
};

const CONNECTORS = "/accounts/acme/connectors";
const register = async (change: object = {}) => {
  const answer = await call("POST", CONNECTORS, { body: { ...newConnector, ...change } });
  expect(answer.status, answer.text).toBe(201);
  const id: string = answer.body.connectorId;
  return { id, path: `${CONNECTORS}/${id}`, etag: answer.headers.get("etag") as string, answer };
};

const messages = async (stream: StreamName, filters?: string[]) => {
  const found = [];
  for await (const batch of readToEnd(service.eventLog, { stream, filters })) found.push(...batch);
  return found;
};
const eventsOf = async (id: string) =>
  (await messages("CONNECTORS", [subjects.connector("acme", id)])).map(({ sequence, payload }) => {
    const decoded = connectorEvents.decode(payload);
    if (decoded.kind !== "event") throw new Error(decoded.kind);
    return { sequence, ...decoded.event };
  });
const requestsOf = async (id: string) =>
  (await messages("SYNC_REQUESTS", [subjects.syncRequest("acme", id)])).map(({ sequence, payload }) => {
    const decoded = requestEvents.decode(payload);
    if (decoded.kind !== "event" || decoded.event.type !== "SyncRequested") throw new Error(decoded.kind);
    return { sequence, ...decoded.event.data };
  });

describe("accounts", () => {
  test("an account is registered with its region's zone, and changed", async () => {
    const path = "/accounts/globex";
    const registered = await call("PUT", path, { body: { region: "north-america" } });
    expect(registered.body).toEqual({ account: "globex", region: "north-america", zone: "Etc/GMT+5" });
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
    const value = await getValue(service.eventLog, { bucket: SEALED_BUCKET, key });
    const sealed = SealedPassword.parse(JSON.parse(Buffer.from(value ?? []).toString()));
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64")).buffer;
    const utf8 = new TextEncoder();
    const recipient = { recipientKey: service.sealKey, enc: bytes(sealed.enc), info: utf8.encode(SEAL_INFO) };
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

describe("changing a connector", () => {
  test("records the whole settings, and keeps the password that is not named", async () => {
    const { id, path, etag } = await register();
    const answer = await call("PATCH", path, { ifMatch: etag, body: { name: "Paris", schedule: { times: ["06:30"] } } });
    expect(answer.status, answer.text).toBe(200);
    const [registered, reconfigured] = await eventsOf(id);
    if (registered?.type !== "ConnectorRegistered" || reconfigured?.type !== "ConnectorReconfigured") throw new Error("unexpected events");
    expect(reconfigured.data.settings).toEqual({
      ...registered.data.settings,
      name: "Paris",
      schedule: { times: ["06:30"], zone: null },
    });
    expect(answer.headers.get("etag")).toBe(`"${reconfigured.sequence}"`);
    const same = await call("PATCH", path, { ifMatch: answer.headers.get("etag") as string, body: { name: "Paris" } });
    expect([same.status, same.headers.get("etag")]).toEqual([200, answer.headers.get("etag")]);
  });

  test("needs the state that it changes: 428 without, 412 when it is another", async () => {
    const { path, etag } = await register();
    expect((await call("PATCH", path, { body: { name: "Paris" } })).status).toBe(428);
    expect((await call("PATCH", path, { body: { name: "Paris" }, ifMatch: etag })).status).toBe(200);
    expect((await call("PATCH", path, { body: { name: "Rome" }, ifMatch: etag })).status).toBe(412);
    expect((await call("DELETE", path, { ifMatch: etag })).status).toBe(412);
    expect((await call("DELETE", path)).status).toBe(428);
  });

  test("of ten at the same time on the same state one goes through", async () => {
    const { id, path, etag } = await register();
    const names = Array.from({ length: 10 }, (_, n) => `name ${n}`);
    const all = await Promise.all(names.map((name) => call("PATCH", path, { ifMatch: etag, body: { name } })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test("another target asks for the password again", async () => {
    const { id, path, etag } = await register();
    for (const body of [
      { primaryHost: "evil.example.com" },
      { secondaryHost: "evil.example.com" },
      { port: 3269 },
      { encryptionMode: "none" },
    ]) {
      const answer = await call("PATCH", path, { ifMatch: etag, body });
      expect([answer.status, answer.body.type]).toEqual([422, "urn:dirstream:problem:passwordRequired"]);
    }
    const body = { primaryHost: "dc9.example.com", bindPassword: newConnector.bindPassword };
    expect((await call("PATCH", path, { ifMatch: etag, body })).status).toBe(200);
    const [before, after] = await eventsOf(id);
    if (before?.type !== "ConnectorRegistered" || after?.type !== "ConnectorReconfigured") throw new Error("unexpected events");
    expect(after.data.settings.passwordVersion).not.toBe(before.data.settings.passwordVersion);
    const keys = await listKeys(service.eventLog, { bucket: SEALED_BUCKET, filter: `acme.${id}.*` });
    expect(keys).toContain(sealedKey("acme", id, after.data.settings.passwordVersion));
  });

  test("a key that was confirmed for the secondary host asks for no password, and goes with that host", async () => {
    const { id, path, etag } = await register({ secondaryHost: "dc2.example.com", encryptionMode: "relaxed", pinnedKey: "a".repeat(64) });
    const confirmed = await call("PATCH", path, { ifMatch: etag, body: { secondaryPinnedKey: "b".repeat(64) } });
    expect(confirmed.status, confirmed.text).toBe(200);
    const left = await call("PATCH", path, { ifMatch: confirmed.headers.get("etag") as string, body: { secondaryHost: null } });
    expect(left.status, left.text).toBe(200);
    const settings = (await eventsOf(id)).map(({ data }) => (data as { settings: ConnectorSettings }).settings);
    const pins = settings.map(({ pinnedKey, secondaryPinnedKey }) => [pinnedKey, secondaryPinnedKey]);
    const [ofPrimary, ofSecondary] = ["a".repeat(64), "b".repeat(64)];
    expect(pins).toEqual([
      [ofPrimary, null],
      [ofPrimary, ofSecondary],
      [ofPrimary, null],
    ]);
  });

  test("a certificate that was confirmed is stored as what it says, and goes when another key is named", async () => {
    const [one, other] = [issue({ commonName: "dc1 <b>\u202e", names: ["dc1.example.com"] }), issue({ commonName: "dc2" })];
    const { id, path, etag } = await register({ encryptionMode: "relaxed", pinnedCertificate: one.cert });
    const refused = await call("PATCH", path, { ifMatch: etag, body: { pinnedKey: keySha256Of(other), pinnedCertificate: one.cert } });
    expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([400, "/pinnedCertificate"]);
    const withKey = await call("PATCH", path, { ifMatch: etag, body: { pinnedCertificate: one.cert + one.key } });
    expect([withKey.status, withKey.body.errors]).toEqual([
      400,
      [{ pointer: "/pinnedCertificate", detail: expect.stringContaining("private") }],
    ]);
    const again = await call("PATCH", path, { ifMatch: etag, body: { pinnedCertificate: one.cert } });
    expect(again.headers.get("etag"), "the same certificate again changes nothing").toBe(etag);
    expect((await call("PATCH", path, { ifMatch: etag, body: { pinnedKey: keySha256Of(other) } })).status).toBe(200);
    const settings = (await eventsOf(id)).map(({ data }) => (data as { settings: ConnectorSettings }).settings);
    expect(settings).toMatchObject([
      {
        pinnedKey: keySha256Of(one),
        pinnedCertificate: {
          ...{ subject: "CN=dc1 \\<b\\>\u202e", names: ["DNS:dc1.example.com"], keySha256: keySha256Of(one) },
          sha256: new X509Certificate(one.cert).fingerprint256.replaceAll(":", "").toLowerCase(),
        },
      },
      { pinnedKey: keySha256Of(other), pinnedCertificate: null },
    ]);
  });

  test("disables and enables it, beside other changes", async () => {
    const { id, path, etag } = await register();
    const off = await call("PATCH", path, { ifMatch: etag, body: { enabled: false, name: "Paris" } });
    expect(off.status).toBe(200);
    expect((await call("POST", `${path}/syncs`)).body.type).toBe("urn:dirstream:problem:connectorDisabled");
    expect((await call("PATCH", path, { ifMatch: off.headers.get("etag") as string, body: { enabled: true } })).status).toBe(200);
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual([
      "ConnectorRegistered",
      "ConnectorReconfigured",
      "ConnectorDisabled",
      "ConnectorEnabled",
    ]);
  });
});

describe("removing a connector", () => {
  test("keeps the entries unless told otherwise, and is final", async () => {
    const { id, path, etag } = await register();
    const answer = await call("DELETE", path, { ifMatch: etag });
    expect([answer.status, answer.body.requestId]).toEqual([200, null]);
    expect(await requestsOf(id)).toHaveLength(1);
    for (const [method, rest] of [
      ["DELETE", ""],
      ["PATCH", ""],
      ["POST", "/syncs"],
    ] as const) {
      const body = method === "DELETE" ? {} : { body: {} };
      expect((await call(method, `${path}${rest}`, { ifMatch: "*", ...body })).status).toBe(404);
    }
  });

  test("removes the entries by a run when told so", async () => {
    const { id, path, etag } = await register();
    const answer = await call("DELETE", `${path}?entries=remove`, { ifMatch: etag });
    const [, removal] = await requestsOf(id);
    const removed = (await eventsOf(id)).at(-1);
    expect(removed).toMatchObject({ type: "ConnectorRemoved", data: { entries: "remove" } });
    expect(removal).toMatchObject({ kind: "apply", reason: "connectorRemoved", causedBy: removed?.sequence });
    expect(answer.body.requestId).toBe(removal?.requestId);
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

test("the password occurs in no answer, no log line, no stored message and no sealed value", async () => {
  const { path, etag } = await register();
  await call("POST", CONNECTORS, { body: { ...newConnector, name: newConnector.bindPassword.repeat(20) } });
  await call("POST", CONNECTORS, { body: { ...newConnector, bindPassword: { value: newConnector.bindPassword } } });
  await call("POST", CONNECTORS, { body: { ...newConnector, bindPassword: newConnector.bindPassword.repeat(100) } });
  await call("POST", CONNECTORS, { body: { ...newConnector, primaryHost: `ldap://reader:${newConnector.bindPassword}@dc1` } });
  await call("PATCH", path, {
    ifMatch: etag,
    body: { bindPassword: `${newConnector.bindPassword}2`, encryptionMode: "none", startTls: true },
  });
  const stored = (await Promise.all(STREAM_NAMES.map((stream) => messages(stream)))).flat();
  const keys = await listKeys(service.eventLog, { bucket: SEALED_BUCKET });
  const values = await Promise.all(keys.map((key) => getValue(service.eventLog, { bucket: SEALED_BUCKET, key })));
  expect(stored.length).toBeGreaterThan(20);
  expect(values.length).toBeGreaterThan(5);
  const everything = [
    ...answers.map(({ text, headers }) => `${JSON.stringify([...headers])}${text}`),
    ...service.logged,
    ...stored.map(({ payload }) => Buffer.from(payload).toString()),
    ...values.map((value) => Buffer.from(value ?? []).toString()),
    ...keys,
  ].join("\n");
  const password = Buffer.from(newConnector.bindPassword);
  for (const form of [
    newConnector.bindPassword,
    password.toString("base64").replace(/=+$/, "").slice(0, -1),
    password.toString("base64url").slice(0, -1),
    password.toString("hex"),
    encodeURIComponent(newConnector.bindPassword),
    password.toString("latin1"),
    "canary",
  ]) {
    expect(everything.includes(form), form).toBe(false);
  }
});
