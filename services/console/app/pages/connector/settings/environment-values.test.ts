import { expect, test } from "vitest";
import { checkEnvironment, environmentSentOf, environmentValuesOf } from "./environment-values.ts";

test("whoever turns to G Suite says that Cloud Directory Sync is there", () => {
  const hybrid = environmentValuesOf({ environment: "hybrid" });
  expect(checkEnvironment(hybrid)).toEqual({});
  expect(Object.keys(checkEnvironment({ ...hybrid, environment: "g-suite" }))).toEqual(["gcdsConfirmed"]);
  expect(checkEnvironment({ environment: "g-suite", gcdsConfirmed: true })).toEqual({});
});

test("of a connector of G Suite it was said once, and is no part of what is sent", () => {
  const saved = environmentValuesOf({ environment: "g-suite" });
  expect(checkEnvironment(saved)).toEqual({});
  expect(environmentSentOf(saved)).toEqual({ environment: "g-suite" });
});
