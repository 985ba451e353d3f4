import { expect, test } from "vitest";
import { statusOf } from "./connector-view.ts";

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
