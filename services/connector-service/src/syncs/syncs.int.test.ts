import { randomUUID } from "node:crypto";
import { connectorEvents, type HoldRef, requestEvents, type SyncEvent, type SyncRequest, subjects, syncEvents } from "@dirstream/contracts";
import { append, lastMessage, readToEnd } from "@dirstream/event-log";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newConnector, startApiUnderTest } from "../api-under-test.ts";

let service: Awaited<ReturnType<typeof startApiUnderTest>>;

beforeAll(async () => {
  service = await startApiUnderTest(inject("natsUrl"));
  await service.call("PUT", "/accounts/acme", { body: { region: "europe" } });
});
afterAll(() => service[Symbol.asyncDispose]());

const register = async () => {
  const { body, headers } = await service.call("POST", "/accounts/acme/connectors", { body: newConnector });
  const id: string = body.connectorId;
  const path = `/accounts/acme/connectors/${id}`;
  const sync = (mode?: "full" | "incremental") => service.call("POST", `${path}/syncs`, mode === undefined ? {} : { body: { mode } });
  return { id, path, sync, etag: headers.get("etag") as string, first: body.requestId as string };
};

const requestsOf = async (id: string) => {
  const found: (SyncRequest & { sequence: number })[] = [];
  for await (const batch of readToEnd(service.eventLog, { stream: "SYNC_REQUESTS", filters: [subjects.syncRequest("acme", id)] })) {
    for (const { sequence, payload } of batch) {
      const decoded = requestEvents.decode(payload);
      if (decoded.kind === "event" && decoded.event.type === "SyncRequested") found.push({ ...decoded.event.data, sequence });
    }
  }
  return found;
};

const counts = { read: 0, created: 0, updated: 0, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };
const lifecycle = (covers: number, hold: HoldRef | null) => ({
  syncId: randomUUID(),
  mode: "full" as const,
  requestId: "r",
  attempt: 1,
  covers,
  chain: null,
  ordinal: 0,
  digest: "0".repeat(64),
  counts,
  standing: { covered: covers, previousDigest: null, cursor: null, readWith: null, hold, rejected: [], failing: false },
});
const started = (covers: number, hold: HoldRef | null = null): SyncEvent => ({
  type: "SyncStarted",
  data: { ...lifecycle(covers, hold), configuration: 1, host: null, server: null },
});
const completed = (covers: number, hold: HoldRef | null = null): SyncEvent => ({
  type: "SyncCompleted",
  data: { ...lifecycle(covers, hold), durationsMs: { total: 1, read: 1, append: 1 }, held: hold !== null, leftOut: [], references: [] },
});

/** Writes what a fetcher would. */
const record = async (id: string, event: SyncEvent) => {
  const subject = subjects.sync("acme", id);
  const last = await lastMessage(service.eventLog, { stream: "DIRECTORY", subject });
  const metadata = { id: randomUUID(), source: "/dirstream/ldap-fetcher", time: new Date().toISOString() };
  await append(service.eventLog, { subject, payload: syncEvents.encode(event, metadata), expectedSequence: last?.sequence ?? 0 });
};

describe("synchronising now", () => {
  test("is served by a request that waits and reads as much", async () => {
    const { id, sync, first } = await register();
    const answers = [await sync(), await sync("incremental"), await sync("full")];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers.map(({ body }) => body.requestId)).toEqual([first, first, first]);
    expect(await requestsOf(id)).toHaveLength(1);
  });

  test("is a request of its own when a run has taken those before, and one for all who ask at once", async () => {
    const { id, sync } = await register();
    await record(id, started((await requestsOf(id))[0]?.sequence ?? 0));
    const answers = await Promise.all(Array.from({ length: 10 }, () => sync()));
    expect(new Set(answers.map(({ body }) => body.requestId)).size).toBe(1);
    const [, second, ...more] = await requestsOf(id);
    expect(more).toEqual([]);
    expect(second).toMatchObject({ kind: "read", mode: "incremental", reason: "manual", causedBy: null, by: "ann", slot: null });
    expect(answers[0]?.headers.get("position")).toMatch(new RegExp(`^CONNECTORS=\\d+,SYNC_REQUESTS=${second?.sequence}$`));
  });

  test("is a request of its own when it wants to read more than the one that waits", async () => {
    const { id, sync } = await register();
    await record(id, completed((await requestsOf(id))[0]?.sequence ?? 0));
    const incremental = await sync();
    const full = await sync("full");
    expect(full.body.requestId).not.toBe(incremental.body.requestId);
    expect((await sync("incremental")).body.requestId).toBe(incremental.body.requestId);
    expect((await sync("full")).body.requestId).toBe(full.body.requestId);
    expect((await requestsOf(id)).map(({ mode }) => mode)).toEqual(["full", "incremental", "full"]);
  });

  test("knows two modes", async () => {
    const { path } = await register();
    expect((await service.call("POST", `${path}/syncs`, { body: { mode: "apply" } })).status).toBe(400);
  });
});

describe("deciding on a hold", () => {
  const one: HoldRef = { holdId: "hold-1", digest: "1".repeat(64) };
  const two: HoldRef = { holdId: "hold-2", digest: "2".repeat(64) };
  const decide = (path: string, holdId: string, what: "approve" | "reject", body: object = { reason: "checked" }) =>
    service.call("POST", `${path}/holds/${holdId}/${what}`, { body, role: "operator" });
  const lastEvent = async (id: string) => {
    const last = await lastMessage(service.eventLog, { stream: "CONNECTORS", subject: subjects.connector("acme", id) });
    const decoded = connectorEvents.decode(last?.payload ?? new Uint8Array());
    if (decoded.kind !== "event") throw new Error(decoded.kind);
    return { sequence: last?.sequence, ...decoded.event };
  };

  test.each([
    ["approve", "HoldApproved"],
    ["reject", "HoldRejected"],
  ] as const)("to %s records it and requests the run that carries it out", async (what, type) => {
    const { id, path } = await register();
    await record(id, completed(1, one));
    const answer = await decide(path, one.holdId, what, { reason: "checked", digest: one.digest });
    expect(answer.status, answer.text).toBe(202);
    const event = await lastEvent(id);
    expect(event).toMatchObject({ type, data: { ...one, reason: "checked", by: "ann" } });
    const [, request] = await requestsOf(id);
    expect(request).toMatchObject({ kind: "apply", reason: "approval", causedBy: event.sequence });
    expect(answer.body.requestId).toBe(request?.requestId);
    expect((await decide(path, one.holdId, what)).body.requestId).toBe(request?.requestId);
    expect(await requestsOf(id)).toHaveLength(2);
    const other = what === "approve" ? "reject" : "approve";
    expect((await decide(path, one.holdId, other)).body.type).toBe("urn:dirstream:problem:holdDecided");
  });

  test("is possible while the next run goes on", async () => {
    const { id, path } = await register();
    await record(id, completed(1, one));
    await record(id, started(2, one));
    expect((await decide(path, one.holdId, "approve")).status).toBe(202);
  });

  test("of what was superseded is a conflict that names what waits now", async () => {
    const { id, path } = await register();
    await record(id, completed(1, one));
    await record(id, completed(2, two));
    const answer = await decide(path, one.holdId, "approve");
    expect([answer.status, answer.body.openHold]).toEqual([409, two.holdId]);
    expect(answer.body.detail).toContain(two.holdId);
    const seenOtherwise = await decide(path, two.holdId, "approve", { reason: "checked", digest: one.digest });
    expect(seenOtherwise.status).toBe(409);
    expect((await lastEvent(id)).type).toBe("ConnectorRegistered");
  });

  test("when nothing waits is a conflict", async () => {
    const { path } = await register();
    const answer = await decide(path, one.holdId, "reject");
    expect([answer.status, answer.body.openHold]).toEqual([409, null]);
  });

  test("needs a reason", async () => {
    const { path } = await register();
    expect((await decide(path, one.holdId, "approve", {})).body.errors[0].pointer).toBe("/reason");
    expect((await decide(path, one.holdId, "approve", { reason: "  " })).body.errors[0].pointer).toBe("/reason");
  });
});

test("a projection that stopped is resumed with a reason", async () => {
  const { id, path } = await register();
  const body = { stream: "DIRECTORY", sequence: 17, skip: true, reason: "written by hand" };
  const answer = await service.call("POST", `${path}/projection/resume`, { body });
  expect(answer.status, answer.text).toBe(202);
  const last = await lastMessage(service.eventLog, { stream: "CONNECTORS", subject: subjects.connector("acme", id) });
  expect(connectorEvents.decode(last?.payload ?? new Uint8Array())).toMatchObject({
    event: { type: "ProjectionResumed", data: { ...body, by: "ann" } },
  });
});

test("an event that this version cannot read stops the command instead of being guessed over", async () => {
  const { id, path, etag } = await register();
  const payload = new TextEncoder().encode(
    JSON.stringify({
      specversion: "1.0",
      id: randomUUID(),
      source: "/test",
      type: "dirstream.ConnectorRegistered.v9",
      time: "2030-01-01T00:00:00Z",
    }),
  );
  const expectedSequence = Number(etag.replaceAll('"', ""));
  await append(service.eventLog, { subject: subjects.connector("acme", id), payload, expectedSequence });
  expect((await service.call("PATCH", path, { ifMatch: "*", body: { name: "x" } })).status).toBe(500);
});
