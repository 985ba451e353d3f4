import { describe, expect, test } from "vitest";
import { approvedLog, exampleLog } from "../fixtures/example-log.ts";
import { buildLog, tampered, without } from "../fixtures/log-builder.ts";
import { checkRunGrammar, checkRunsAnswerRequests, checkSubjects } from "./run-grammar.ts";
import { decodeLog, type StoredMessage, type Violation } from "./stored-message.ts";

const check = (messages: readonly StoredMessage[]): Violation[] => {
  const { events, violations } = decodeLog(messages);
  return [...violations, ...checkRunGrammar(events), ...checkRunsAnswerRequests(events), ...checkSubjects(events)];
};
const named = (violations: readonly Violation[]) => violations.map(({ invariant, sequence }) => `${invariant} ${sequence}`);

test("L2, L3, L5, L12: logs as the fetcher writes them break nothing", () => {
  expect(check(exampleLog().messages)).toEqual([]);
  expect(check(approvedLog().messages)).toEqual([]);
  expect(check(buildLog().messages)).toEqual([]);
});

describe("a changed log", () => {
  const { messages } = exampleLog();
  const directory = messages.filter(({ stream }) => stream === "DIRECTORY");
  const at = (sequence: number) => ({ stream: "DIRECTORY" as const, sequence });
  const firstOf = (type: string) => directory.find(({ payload }) => Buffer.from(payload).includes(`dirstream.${type}.v1`))?.sequence ?? 0;

  test("L12: a payload changed behind the writers' back is named by its batch's digest", () => {
    const damaged = tampered(messages, at(5), ({ data }) => {
      data.dn = "uid=forged,dc=example,dc=com";
    });
    const [violation] = check(damaged);
    expect(violation).toMatchObject({ invariant: "L12", sequence: 2, what: expect.stringContaining("at or after 2 was changed") });
  });

  test("L12: a lifecycle message changed behind the writers' back is named by the chain", () => {
    const damaged = tampered(messages, at(firstOf("SyncCompleted")), ({ data }) => {
      data.leftOut = ["user-1"];
    });
    expect(named(check(damaged))).toEqual([`L12 ${firstOf("SyncCompleted") + 1}`]);
  });

  test("L2: a leaf taken away leaves a gap in the ordinals", () => {
    expect(named(check(without(messages, at(5))))).toContain("L2 6");
  });

  test("L5: a leaf that is there twice is a duplicate", () => {
    const copy = directory[4] as StoredMessage;
    const doubled = messages.flatMap((message) => (message === copy ? [message, { ...copy, sequence: 5 }] : [message]));
    expect(named(check(doubled))).toContain("L5 5");
  });

  test("L2, L5: two leaves that changed places are out of order", () => {
    const [one, other] = [directory[4] as StoredMessage, directory[5] as StoredMessage];
    const moved = messages.map((message) =>
      message === one ? { ...other, sequence: 5 } : message === other ? { ...one, sequence: 6 } : message,
    );
    expect(named(check(moved))).toEqual(expect.arrayContaining(["L2 5", "L5 6"]));
  });

  test("L2, L12: a whole batch taken away is seen", () => {
    const kept = messages.filter(({ stream, sequence }) => stream !== "DIRECTORY" || sequence <= 33 || sequence >= 36);
    expect(check(kept).length).toBeGreaterThan(0);
  });

  test("L2: a message that cannot be read is named", () => {
    const poison = { ...(directory[4] as StoredMessage), payload: Buffer.from("{") };
    expect(
      named(check(messages.map((message) => (message.sequence === 5 && message.stream === "DIRECTORY" ? poison : message)))),
    ).toContain("L2 5");
  });
});

describe("a writer is named that", () => {
  test("starts a run while another is open (L3)", () => {
    const log = buildLog();
    log.start().batch([{ entry: "user-1" }]);
    const sequence = log.lastSequence("DIRECTORY") + 1;
    log.start().complete();
    expect(named(check(log.messages))).toContain(`L3 ${sequence}`);
  });

  test("goes on writing after another run has taken over (L2, L3)", () => {
    const log = buildLog();
    const displaced = log.start();
    displaced.batch([{ entry: "user-1" }]);
    displaced.fail();
    log.start();
    const [, zombie] = displaced.batch([{ entry: "user-2" }]);
    const names = named(check(log.messages));
    expect(names).toContain(`L2 ${zombie?.sequence}`);
    expect(names).toContain(`L3 ${zombie?.sequence}`);
  });

  test("ends a run twice (L2)", () => {
    const log = buildLog();
    const run = log.start();
    run.complete();
    const second = run.complete();
    expect(named(check(log.messages))).toContain(`L2 ${second.sequence}`);
  });

  test("starts the same run twice (L2)", () => {
    const log = buildLog();
    const run = log.start();
    run.complete();
    const { sequence } = log.start({ syncId: run.syncId }).complete();
    expect(named(check(log.messages))).toContain(`L2 ${sequence - 1}`);
  });

  test("writes one entry twice in a run (L5)", () => {
    const log = buildLog();
    const run = log.start();
    const stored = run.batch([{ entry: "user-1" }, { entry: "user-1", attributes: { uid: ["1"] } }]);
    run.complete();
    expect(named(check(log.messages))).toEqual([`L5 ${stored[2]?.sequence}`]);
  });

  test("leaves an ordinal out (L2)", () => {
    const log = buildLog();
    const run = log.start();
    const stored = run.batch([{ entry: "user-1" }, { entry: "user-2", lie: { ordinal: 3 } }]);
    run.complete();
    expect(named(check(log.messages))).toEqual([`L2 ${stored[2]?.sequence}`]);
  });

  test.each([
    ["counts that are not those of its events", { counts: { ...noCounts(), created: 7 } }, "L2"],
    ["groups among those who came that are none", { counts: { ...noCounts(), created: 1, groups: { ...noGroups, created: 1 } } }, "L2"],
    ["another time of the last change than its entries have", { changedAt: "2026-03-02T10:00:00.000Z" }, "L2"],
    ["another digest than that of its leaves", { digest: "f".repeat(64) }, "L12"],
    ["another number of leaves", { ordinal: 4 }, "L2"],
    ["another digest of the run before", { standing: { previousDigest: "f".repeat(64) } }, "L12"],
    ["that requests are settled which are not", { standing: { covered: 9 } }, "L2"],
    ["that it failed when it did not", { standing: { failing: true } }, "L2"],
    ["that changes are held back when none are", { held: true, standing: { hold: null } }, "L2"],
    ["another mode than it started with", { mode: "incremental" }, "L2"],
    ["other requests than it started with", { covers: 0, standing: { covered: 0 } }, "L2"],
  ] as const)("ends a run with %s ($2)", (_what, lie, invariant) => {
    const log = buildLog();
    log.start().complete();
    const run = log.start();
    run.batch([{ entry: "user-1" }]);
    const { sequence } = run.complete(lie);
    expect(named(check(log.messages))).toContain(`${invariant} ${sequence}`);
  });

  test("names another hold at the end than it made (L2)", () => {
    const log = buildLog();
    const run = log.start();
    run.held("hold-1");
    const { sequence } = run.complete({ held: true, standing: { hold: { holdId: "hold-2", digest: "0".repeat(64) } } });
    expect(named(check(log.messages))).toEqual([`L2 ${sequence}`]);
  });

  test("answers a request that nobody made, or one that it does not cover (L2)", () => {
    const log = buildLog();
    log.start({ requestId: "nobody", covers: 0 }).complete();
    log.start({ covers: 0 }).complete();
    expect(named(check(log.messages))).toEqual(["L2 1", "L2 3"]);
  });

  test("writes an event onto another entry's subject (L2)", () => {
    const log = buildLog();
    const run = log.start();
    const stored = run.batch([{ entry: "user-1", lie: { entryId: "user-2" } }]);
    run.complete();
    expect(named(check(log.messages))).toEqual([`L2 ${stored[1]?.sequence}`]);
  });
});

test("L2: a run that tells when its entries changed names the last of them, and one that does not tell groups apart says nothing wrong", () => {
  const log = buildLog();
  const run = log.start();
  const changes = ["2026-03-01T07:00:00.000Z", "2026-03-01T09:00:00.000Z", "2026-03-01T08:00:00.000Z"];
  run.batch(changes.map((whenChanged, at) => ({ entry: `group-${at}`, kind: "group", lie: { observed: { host: "dc1", whenChanged } } })));
  run.complete({ changedAt: changes[1], counts: { ...noCounts(), created: 3, groups: { ...noGroups, created: 3 } } });
  const older = log.start();
  older.batch([{ entry: "group-3", kind: "group" }]);
  older.complete({ counts: { ...noCounts(), created: 1 } });
  expect(check(log.messages)).toEqual([]);
});

const noGroups = { created: 0, removed: 0, restored: 0 };

function noCounts() {
  return { read: 0, created: 0, updated: 0, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };
}
