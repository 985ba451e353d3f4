import { expect, test } from "vitest";
import { statusOf } from "./connector-view.ts";

const run = (status: "running" | "held" | "completed" | "failed", holdId: string | null = null) => ({ status, holdId });

test.each([
  ["halted", { isHalted: true, enabled: false, lastRun: run("completed") }],
  ["disabled", { isHalted: false, enabled: false, lastRun: run("failed") }],
  ["waiting", { isHalted: false, enabled: true, lastRun: null }],
  ["running", { isHalted: false, enabled: true, lastRun: run("running") }],
  ["failed", { isHalted: false, enabled: true, lastRun: run("failed", "hold-1") }],
  ["held", { isHalted: false, enabled: true, lastRun: run("held", "hold-1") }],
  ["held", { isHalted: false, enabled: true, lastRun: run("completed", "hold-1") }],
  ["healthy", { isHalted: false, enabled: true, lastRun: run("completed") }],
] as const)("a connector is %s: %j", (status, facts) => {
  expect(statusOf(facts)).toBe(status);
});
