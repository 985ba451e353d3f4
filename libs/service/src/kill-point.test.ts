import { expect, test } from "vitest";
import { parseKillPoint } from "./config.ts";

test("a kill point is named with the passing that it ends, the first when none is said", () => {
  expect(parseKillPoint("fetcher.afterStarted")).toEqual({ name: "fetcher.afterStarted", passing: 1, signal: "SIGKILL" });
  expect(parseKillPoint("fetcher.betweenBatches:3")).toEqual({ name: "fetcher.betweenBatches", passing: 3, signal: "SIGKILL" });
});

test("a process can be frozen at a kill point instead", () => {
  expect(parseKillPoint("fetcher.afterStarted:stop")).toEqual({ name: "fetcher.afterStarted", passing: 1, signal: "SIGSTOP" });
});

test("no kill point is armed where none is named", () => {
  expect(parseKillPoint(undefined)).toBeUndefined();
  expect(parseKillPoint("")).toBeUndefined();
});

test("what is not a kill point is refused, so that a mistyped test cannot pass for a survived crash", () => {
  for (const text of ["fetcher", "fetcher.afterStarted:0", "fetcher.afterStarted:x", "a b.c"]) expect(() => parseKillPoint(text)).toThrow();
});
