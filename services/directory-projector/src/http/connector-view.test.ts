import { DEFAULT_GUARD } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { shownSettings, statusOf } from "./connector-view.ts";

const run = (status: "running" | "held" | "completed" | "failed") => ({ status });

test.each([
  ["halted", { isHalted: true, enabled: false, lastRun: run("completed"), isHeld: true }],
  ["disabled", { isHalted: false, enabled: false, lastRun: run("failed"), isHeld: true }],
  ["waiting", { isHalted: false, enabled: true, lastRun: null, isHeld: false }],
  ["running", { isHalted: false, enabled: true, lastRun: run("running"), isHeld: true }],
  ["failed", { isHalted: false, enabled: true, lastRun: run("failed"), isHeld: true }],
  ["held", { isHalted: false, enabled: true, lastRun: run("held"), isHeld: true }],
  ["held", { isHalted: false, enabled: true, lastRun: run("completed"), isHeld: true }],
  ["healthy", { isHalted: false, enabled: true, lastRun: run("held"), isHeld: false }],
  ["healthy", { isHalted: false, enabled: true, lastRun: run("completed"), isHeld: false }],
] as const)("a connector is %s: %j", (status, facts) => {
  expect(statusOf(facts)).toBe(status);
});

const KEY = "a".repeat(64);
const confirmed = {
  ...{ subject: "CN=dc1", issuer: "CN=ca", names: ["DNS:dc1"], keyType: "RSA, 2048 bits", keySha256: KEY, sha256: "b".repeat(64) },
  ...{ validFrom: "2026-01-01T00:00:00.000Z", validTo: "2027-01-01T00:00:00.000Z" },
};
/** As they were stored before anything but a key could be confirmed. */
const older = {
  ...{ name: "North", environment: "hybrid", primaryHost: "dc1", secondaryHost: null, port: 636, encryptionMode: "relaxed" },
  ...{ startTls: false, certificateAuthority: null, pinnedKey: KEY, bindDn: "cn=reader", baseDn: "dc=example" },
  ...{ schedule: { times: null, zone: null }, guard: DEFAULT_GUARD },
};

test("what was confirmed of each host is shown, and of a key alone nothing", () => {
  const nothing = { pinnedCertificate: null, secondaryPinnedCertificate: null };
  expect(shownSettings(older)).toMatchObject(nothing);
  expect(shownSettings({ ...older, pinnedCertificate: confirmed })).toMatchObject({ ...nothing, pinnedCertificate: confirmed });
  const ofSecondary = { secondaryPinnedKey: KEY, secondaryPinnedCertificate: confirmed };
  expect(shownSettings({ ...older, ...ofSecondary })).toMatchObject({ ...nothing, ...ofSecondary });
});

test("what a certificate said is not shown of another key, nor what nobody here knows of a certificate", () => {
  expect(shownSettings({ ...older, pinnedKey: "0".repeat(64), pinnedCertificate: confirmed }).pinnedCertificate).toBeNull();
  expect(shownSettings({ ...older, pinnedCertificate: { ...confirmed, later: 1 } }).pinnedCertificate).toEqual(confirmed);
});
