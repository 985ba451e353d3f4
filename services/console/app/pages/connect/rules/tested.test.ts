import type { TestedStage } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { changed, emptyFields, type Fields } from "./fields.ts";
import { STAGES } from "./invalidated.ts";
import { allows, stagesOf, type Tested, verdictOf } from "./tested.ts";

const fields: Fields = { ...emptyFields, primaryHost: "a" };
const both: Fields = { ...fields, secondaryHost: "b" };

const stages = (role: TestedStage["role"], outcomes: Partial<Record<TestedStage["stage"], TestedStage["outcome"]>> = {}): TestedStage[] =>
  STAGES.map((stage) => ({
    ...{ host: role, role, stage, outcome: outcomes[stage] ?? "passed", durationMs: 1 },
    ...{ code: null, message: "", advice: null },
  }));

const testedAs = (of: Fields, ...told: TestedStage[][]): Tested => ({ fields: of, stages: told.flat(), outcome: "passed" });

test.each<[string, Tested, string, boolean]>([
  ["everything", testedAs(fields, stages("primary")), "passed", true],
  ["a warning", testedAs(fields, stages("primary", { tls: "warning" })), "warning", true],
  ["a certificate to confirm", testedAs(fields, stages("primary", { tls: "confirm", bind: "notReached" })), "confirm", false],
  ["the primary failing", testedAs(fields, stages("primary", { bind: "failed" })), "failed", false],
  ["both failing", testedAs(both, stages("primary", { connect: "failed" }), stages("secondary", { read: "failed" })), "failed", false],
  ["only the primary failing", testedAs(both, stages("primary", { connect: "failed" }), stages("secondary")), "onlySecondary", false],
  ["only the secondary failing", testedAs(both, stages("primary"), stages("secondary", { connect: "failed" })), "secondary", true],
  ["the secondary's certificate to confirm", testedAs(both, stages("primary"), stages("secondary", { tls: "confirm" })), "confirm", false],
])("%s decides whether a connector may be made", (_, tested, kind, may) => {
  const verdict = verdictOf(tested, tested.fields);
  expect([verdict.kind, allows(verdict)]).toEqual([kind, may]);
});

test("a test of another form allows nothing", () => {
  const tested = testedAs(fields, stages("primary"));
  expect(verdictOf(tested, changed(fields, "bindPassword", "x"))).toEqual({ kind: "outOfDate" });
  expect(verdictOf(tested, changed(fields, "secondaryHost", "b"))).toEqual({ kind: "outOfDate" });
  expect(verdictOf(tested, changed(fields, "name", "x"))).toEqual({ kind: "passed" });
});

test("a connection without encryption never passes without a warning", () => {
  const [first, second, tls, ...rest] = stages("primary", { tls: "notApplicable" });
  const tested = testedAs(fields, [first, second, { ...tls, code: "notEncrypted" }, ...rest] as TestedStage[]);
  expect(verdictOf(tested, fields)).toEqual({ kind: "warning", count: 1 });
});

test("while it runs, one stage is being checked and the secondary waits for the primary", () => {
  const tested: Tested = { fields: both, stages: stages("primary").slice(0, 3), outcome: undefined };
  const shown = (role: "primary" | "secondary") => stagesOf(tested, role, { from: undefined, isRunning: true }).map(({ state }) => state);
  expect(shown("primary")).toEqual(["decided", "decided", "decided", "checking", "waiting", "waiting", "waiting", "waiting"]);
  expect(shown("secondary")).toEqual(Array(8).fill("waiting"));
});
