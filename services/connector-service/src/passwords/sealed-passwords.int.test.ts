import { randomUUID } from "node:crypto";
import { connectorEvents, SEALED_BUCKET, sealedKey, subjects } from "@dirstream/contracts";
import { lastMessage, listKeys, putValue } from "@dirstream/event-log";
import { Secret } from "@dirstream/service";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newConnector, startApiUnderTest } from "../api-under-test.ts";
import { newPasswordVersion, putPassword, sweepPasswords } from "./sealed-passwords.ts";

const HOUR_MS = 3_600_000;
const signal = new AbortController().signal;
let service: Awaited<ReturnType<typeof startApiUnderTest>>;

beforeAll(async () => {
  service = await startApiUnderTest(inject("natsUrl"));
  await service.call("PUT", "/accounts/acme", { body: { region: "europe" } });
});
afterAll(() => service[Symbol.asyncDispose]());

const register = async () => {
  const { body, headers } = await service.call("POST", "/accounts/acme/connectors", { body: newConnector });
  return { id: body.connectorId as string, etag: headers.get("etag") as string };
};
const versionsOf = async (id: string) =>
  (await listKeys(service.eventLog, { bucket: SEALED_BUCKET, filter: `acme.${id}.*` })).map((key) => key.split(".")[2] as string);
const namedBy = async (id: string) => {
  const last = await lastMessage(service.eventLog, { stream: "CONNECTORS", subject: subjects.connector("acme", id) });
  const decoded = connectorEvents.decode(last?.payload ?? new Uint8Array());
  if (decoded.kind !== "event" || !("settings" in decoded.event.data)) throw new Error("no settings");
  return (decoded.event.data.settings as { passwordVersion: string }).passwordVersion;
};
const sweep = (nowMs: number) => sweepPasswords(service.eventLog, nowMs, signal);

test("a version that is being saved stays for an hour, whoever sweeps", async () => {
  const version = await putPassword(
    service.eventLog,
    service.seal,
    { account: "acme", connector: "new-1", password: new Secret("x") },
    signal,
  );
  await sweep(Date.now() + HOUR_MS - 60_000);
  expect(await versionsOf("new-1")).toEqual([version]);
});

test("a version whose command died before it was recorded is deleted later", async () => {
  await putPassword(service.eventLog, service.seal, { account: "acme", connector: "lost-1", password: new Secret("x") }, signal);
  expect(await sweep(Date.now() + HOUR_MS + 60_000)).toBeGreaterThan(0);
  expect(await versionsOf("lost-1")).toEqual([]);
});

test("the version that the settings name stays for ever, the one before it goes", async () => {
  const { id, etag } = await register();
  const first = await namedBy(id);
  const path = `/accounts/acme/connectors/${id}`;
  await service.call("PATCH", path, { ifMatch: etag, body: { bindPassword: "another" } });
  const second = await namedBy(id);
  expect((await versionsOf(id)).sort()).toEqual([first, second].sort());
  await sweep(Date.now() + 1_000 * HOUR_MS);
  expect(await versionsOf(id)).toEqual([second]);
});

test("a disabled connector keeps its password, a removed one loses it", async () => {
  const disabled = await register();
  await service.call("PATCH", `/accounts/acme/connectors/${disabled.id}`, { ifMatch: "*", body: { enabled: false } });
  const removed = await register();
  await service.call("DELETE", `/accounts/acme/connectors/${removed.id}`, { ifMatch: "*" });
  await sweep(Date.now() + 2 * HOUR_MS);
  expect(await versionsOf(disabled.id)).toHaveLength(1);
  expect(await versionsOf(removed.id)).toEqual([]);
});

test("what is not ours in the bucket stays", async () => {
  const key = sealedKey("acme", "other-1", `something-${randomUUID()}`);
  await putValue(service.eventLog, { bucket: SEALED_BUCKET, key, value: new Uint8Array([1]) });
  await sweep(Date.now() + 2 * HOUR_MS);
  expect(await versionsOf("other-1")).toHaveLength(1);
});

test("a version tells when it was made", () => {
  expect(Number.parseInt(newPasswordVersion(1_800_000_000_000).split("-")[0] as string, 36)).toBe(1_800_000_000_000);
  expect(newPasswordVersion(0)).not.toBe(newPasswordVersion(0));
});
