import { expect, test } from "vitest";
import { howItRead } from "./how.ts";

const run = { mode: "incremental", changesBy: null, fullBecause: null, removalsBy: null, status: "completed", stage: null } as const;

test("a run that read changes says by what means, and whether it saw deletions", () => {
  expect(howItRead({ ...run, changesBy: "dirSync", removalsBy: "increment" })).toEqual([
    "It read only what Active Directory itself named as changed (DirSync).",
    "Deletions were seen as well.",
  ]);
  expect(howItRead({ ...run, changesBy: "usnChanged", removalsBy: "full" })[1]).toContain("only a full run finds what was removed");
});

test("where nothing has changed nothing is said of deletions", () => {
  expect(howItRead({ ...run, changesBy: "nothing", removalsBy: "increment" })).toHaveLength(1);
});

test("a run that read everything although changes were asked for says why; one that was to read everything says so", () => {
  expect(howItRead({ ...run, mode: "full", fullBecause: "anotherServer" })).toEqual([
    "It read everything, because another directory server answered than before.",
  ]);
  expect(howItRead({ ...run, mode: "full" })).toEqual(["It read everything, as asked."]);
});

test("a run that carries out a decision reads nothing", () => {
  expect(howItRead({ ...run, mode: "apply" })[0]).toContain("carried out what had been decided");
});
