import type { SyncEvent } from "@dirstream/contracts";
import { expect, test } from "vitest";
import {
  abandon,
  beginRun,
  type LastLifecycle,
  noCounts,
  openRun,
  settleFailure,
  standingAfter,
  standingAfterFailure,
  withChanges,
} from "./lifecycle.ts";
import { firstRow, type PendingRequest } from "./pending.ts";

const begin = (last?: LastLifecycle, requestId = "r1", covers = 7) => beginRun(last, { syncId: "s1", mode: "full", requestId, covers });
const lastly = (event: SyncEvent): LastLifecycle => ({ event, sequence: 40, hash: "c".repeat(64) });
const started = () =>
  lastly({ type: "SyncStarted", data: { ...begin(), configuration: 3, host: "dc1", server: { vendor: "openldap", id: "x" } } });
const failed = (retryable: boolean, code = "connectionRefused", from = begin()) => {
  const failure = { stage: "connect" as const, code, message: "It did not answer.", retryable };
  return lastly({ type: "SyncFailed", data: { ...from, ...failure, standing: standingAfterFailure(from, failure) } });
};

test("a connector's first run starts from nothing", () => {
  expect(begin()).toMatchObject({ attempt: 1, chain: null, ordinal: 0, standing: { covered: 0, hold: null, failing: false } });
});

test("a run that has begun and not ended is open", () => {
  expect(openRun(undefined)).toBeUndefined();
  expect(openRun(started())).toBeDefined();
  expect(openRun(failed(true))).toBeUndefined();
});

test("an abandoned run settles nothing, and says nothing about the directory", () => {
  const closed = lastly(abandon(started()));
  expect(closed.event.data).toMatchObject({ code: "abandoned", covers: 7, standing: { covered: 0, failing: false } });
  expect(beginRun(closed, { syncId: "s2", mode: "full", requestId: "r1", covers: 7 })).toMatchObject({ attempt: 1, chain: closed.hash });
});

test("a failure that will be tried again leaves its requests open; a final one settles them", () => {
  expect(standingAfter(failed(true))).toMatchObject({ covered: 0, failing: true });
  expect(standingAfter(failed(false))).toMatchObject({ covered: 7, failing: true });
});

test("the same request counts its attempts, and after the last retry a failure is final", () => {
  const second = begin(failed(true));
  expect(second.attempt).toBe(2);
  expect(begin(failed(true), "another").attempt).toBe(1);
  const failure = { stage: "connect" as const, code: "connectTimeout", message: "…", retryable: true };
  expect(settleFailure(failure, 3).retryable).toBe(true);
  expect(settleFailure(failure, 4).retryable).toBe(false);
});

test("the next run knows the digest of the one before it", () => {
  expect(standingAfter(failed(false)).previousDigest).toBe(begin().digest);
});

const request = (sequence: number, kind: "read" | "apply", mode: "full" | "incremental" = "incremental"): PendingRequest => ({
  ...{ sequence, requestId: `r${sequence}`, kind, mode, reason: "manual", slot: null, causedBy: null, by: null },
});

test("one run answers the longest row of requests of one kind, and a full one wins", () => {
  expect(firstRow([])).toBeUndefined();
  expect(firstRow([request(3, "read"), request(5, "read", "full"), request(8, "apply"), request(9, "read")])).toMatchObject({
    ...{ kind: "read", mode: "full", requestId: "r3", covers: 5 },
  });
  expect(firstRow([request(8, "apply"), request(9, "read")])).toMatchObject({ kind: "apply", covers: 8 });
});

test("of those who came, went and came back groups are counted apart, and what a kind became is no change of its own", () => {
  const sum = [
    { kind: "user" as const, changes: ["created" as const, "reclassified" as const] },
    { kind: "group" as const, changes: ["created" as const] },
    { kind: "group" as const, changes: ["moved" as const, "updated" as const] },
    { kind: "group" as const, changes: ["removed" as const] },
    { kind: "contact" as const, changes: ["removed" as const] },
    { kind: "group" as const, changes: ["restored" as const] },
  ].reduce(withChanges, noCounts);
  expect(sum).toMatchObject({ created: 2, updated: 1, moved: 1, removed: 2, restored: 1, groups: { created: 1, removed: 1, restored: 1 } });
  expect(noCounts).toMatchObject({ created: 0, groups: { created: 0, removed: 0, restored: 0 } });
});
