import { X509Certificate } from "node:crypto";
import { type ConnectorSettings, SEALED_BUCKET, STREAM_NAMES, sealedKey } from "@dirstream/contracts";
import { getValue, listKeys } from "@dirstream/event-log";
import { issue, keySha256Of } from "@dirstream/ldap/testing/certificates";
import { describe, expect, test } from "vitest";
import { newConnector } from "../api-under-test.ts";
import { apiWithConnectors, CONNECTORS } from "./api-with-connectors.fixture.ts";

const { service, answers, call, register, messages, eventsOf, requestsOf } = apiWithConnectors();

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
    const keys = await listKeys(service().eventLog, { bucket: SEALED_BUCKET, filter: `acme.${id}.*` });
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
  const keys = await listKeys(service().eventLog, { bucket: SEALED_BUCKET });
  const values = await Promise.all(keys.map((key) => getValue(service().eventLog, { bucket: SEALED_BUCKET, key })));
  expect(stored.length).toBeGreaterThan(20);
  expect(values.length).toBeGreaterThan(5);
  const everything = [
    ...answers.map(({ text, headers }) => `${JSON.stringify([...headers])}${text}`),
    ...service().logged,
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
