import { DEFAULT_GUARD } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { approvedLog, exampleLog, id, PEOPLE } from "../fixtures/example-log.ts";
import type { LogBuilder } from "../fixtures/log-builder.ts";
import { checkEvidence } from "./evidence.ts";
import { checkGuard } from "./guard.ts";
import { decodeLog } from "./stored-message.ts";

const check = (log: LogBuilder) => {
  const { events } = decodeLog(log.messages);
  return [...checkEvidence(events), ...checkGuard(events)];
};
const named = (log: LogBuilder) => check(log).map(({ invariant, sequence, what }) => `${invariant} ${sequence} ${what}`);
const gone = (entry: string) => ({ entry, evidence: "absentFromCompleteRead" as const });

test("L8, L9, R6: what the fetcher takes away after a complete read, or with an approval, breaks nothing", () => {
  expect(check(exampleLog())).toEqual([]);
  expect(check(approvedLog())).toEqual([]);
});

test.each([
  ["sweep", "absentFromCompleteRead", true],
  ["sweep", "movedOutOfScope", true],
  ["sweep", "tombstone", false],
  ["dirSync", "tombstone", true],
  ["dirSync", "movedOutOfScope", true],
  ["dirSync", "absentFromCompleteRead", false],
  ["usnChanged", "absentFromCompleteRead", false],
  [undefined, "movedOutOfScope", false],
] as const)("L9: an incremental run by %s can know %s: %s", (changesBy, evidence, can) => {
  const log = exampleLog();
  const run = log.start({ mode: "incremental", ...(changesBy && { changesBy }) });
  const [, leaf] = run.batch([{ entry: "user-9", evidence }], "removing");
  run.complete();
  expect(named(log)).toEqual(can ? [] : [`L9 ${leaf?.sequence} an incremental read cannot know ${evidence}`]);
});

describe("a loss is named that", () => {
  test("is not announced as one (L8)", () => {
    const log = exampleLog();
    const run = log.start();
    const [, leaf] = run.batch([gone("user-9")]);
    run.complete();
    expect(named(log)).toEqual([`L8 ${leaf?.sequence} removed in a batch that was not opened with stage removing`]);
  });

  test("comes before the read is over (L8)", () => {
    const log = exampleLog();
    const run = log.start();
    run.batch([gone("user-9")], "removing");
    const [, late] = run.batch([{ entry: "user-31" }]);
    run.complete();
    expect(named(log)[0]).toMatch(`L8 ${late?.sequence} the run goes on reading`);
  });

  test("comes from a run that failed while reading (R6)", () => {
    const log = exampleLog();
    const run = log.start();
    const [, leaf] = run.batch([gone("user-9")], "removing");
    run.fail({ stage: "read", code: "connectionLost", message: "The connection was lost." });
    expect(named(log)).toEqual([`R6 ${leaf?.sequence} taken away by a run that failed while reading (read)`]);
  });

  test("has no evidence (L9)", () => {
    const log = exampleLog();
    const run = log.start();
    const [, leaf] = run.batch([{ ...gone("user-9"), lie: { evidence: undefined } as never }], "removing");
    run.complete();
    expect(named(log)).toEqual([`L9 ${leaf?.sequence} removed without evidence`]);
  });

  test("is derived from what an incremental read did not see (L9)", () => {
    const log = exampleLog();
    const run = log.start({ mode: "incremental" });
    const [, leaf] = run.batch([gone("user-9")], "removing");
    run.complete();
    expect(named(log)).toEqual([`L9 ${leaf?.sequence} an incremental read cannot know absentFromCompleteRead`]);
  });

  test("goes with a connector that is still there (L9)", () => {
    const log = exampleLog();
    const run = log.start({ mode: "apply" });
    const [, leaf] = run.batch([{ entry: "user-9", evidence: "connectorRemoved" }], "removing");
    run.complete();
    expect(named(log)).toEqual([`L9 ${leaf?.sequence} removed with its connector, which was not removed with its entries`]);
  });

  test("was not among what a person approved (L9)", () => {
    const log = approvedLog();
    log.request({ requestId: "again", kind: "apply", reason: "approval" });
    const run = log.start({ mode: "apply", requestId: "again" });
    const [, leaf, members] = run.batch([gone("user-9"), { group: "group-1", members: PEOPLE.slice(0, 8).map(id) }], "removing");
    run.complete();
    expect(named(log)).toEqual([
      `L9 ${leaf?.sequence} removed, which no approved hold names`,
      `L9 ${members?.sequence} membersLost, which no approved hold names`,
    ]);
  });
});

test("L8: a complete read of no server at all is named", () => {
  const log = exampleLog();
  const { sequence } = log.start({ server: null }).complete();
  expect(named(log)).toEqual([`L8 ${sequence} a complete read of no server at all`]);
});

describe("L9: the guard is seen to fail", () => {
  test("when too many entries go, removed or disabled", () => {
    const log = exampleLog();
    const run = log.start();
    const leaves = [...PEOPLE.slice(10, 25).map(gone), ...PEOPLE.slice(25, 30).map((entry) => ({ entry, state: "disabled" as const }))];
    const [, first] = run.batch(leaves, "removing");
    run.complete();
    expect(named(log)).toEqual([`L9 ${first?.sequence} 20 of 31 entries are taken away without an approval`]);
  });

  test("when a connector's own limit is lower", () => {
    const log = exampleLog();
    log.register({ guard: { ...DEFAULT_GUARD, removals: { count: 2, percent: 100, percentFrom: 100 } } });
    const run = log.start();
    run.batch(PEOPLE.slice(10, 13).map(gone), "removing");
    run.complete();
    expect(named(log)[0]).toMatch("3 of 31 entries are taken away without an approval");
  });

  test("when nobody is left", () => {
    const log = exampleLog();
    const run = log.start();
    run.batch(
      [gone("group-1"), ...PEOPLE.map(gone)].map((leaf) => (leaf.entry === "group-1" ? { ...leaf, kind: "group" as const } : leaf)),
      "removing",
    );
    run.complete();
    expect(named(log).join()).toMatch("nobody is left, without an approval");
  });

  test("when a group loses too many members", () => {
    const log = exampleLog();
    const [many, few] = [60, 40].map((count) => Array.from({ length: count }, (_, at) => id(`m-${at + 10}`)));
    const first = log.start();
    first.batch([{ group: "group-2", members: many ?? [] }]);
    first.complete();
    const second = log.start();
    second.batch([{ group: "group-2", members: [...(few ?? []).slice(0, 10)] }], "removing");
    second.complete();
    expect(named(log)[0]).toMatch("acme/hq/group-2 loses 50 of 60 members without an approval");
  });

  test("when another connector of the account fails", () => {
    const log = exampleLog();
    log.register({}, "branch");
    log.start({ connector: "branch" }).fail({ stage: "bind", code: "invalidCredentials", message: "Wrong password." });
    const run = log.start();
    run.batch([gone("user-9")], "removing");
    run.complete();
    expect(named(log)[0]).toMatch("taken away while another connector of the account fails: acme/branch");
  });
});
