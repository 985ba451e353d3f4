import { describe, expect, test } from "vitest";
import type { NeedsAttention } from "../http/needs-attention.ts";
import { asAttempted, asRefused, asTold, differenceOf, forgotten, type Occurrence } from "./difference.ts";
import type { Told } from "./told.ts";

const MINUTE = 60_000;
const whose = "acme.somebody";
const at = (nowMs: number) => ({ whose, nowMs, repeatMs: 10 * MINUTE });
const needs = (connectorId: string, kind: NeedsAttention["kind"], more: Partial<NeedsAttention> = {}): NeedsAttention => ({
  ...{
    connectorId,
    connectorName: connectorId.toUpperCase(),
    kind,
    since: "2026-03-01T08:00:00Z",
    code: null,
    holdId: null,
    sentence: "!",
  },
  ...more,
});
const failed = needs("north", "failed", { code: "unreachable" });
const held = needs("north", "held", { holdId: "h1" });
const tellAll = (of: Told["of"], now: readonly NeedsAttention[], nowMs: number): [Told["of"], string[]] => {
  const occurrences = differenceOf(of, now, at(nowMs));
  return [asTold(asAttempted(of, occurrences), occurrences, nowMs), occurrences.map(({ type, kind }) => `${type} ${kind}`)];
};
const one = (occurrences: readonly Occurrence[]): Occurrence => {
  expect(occurrences).toHaveLength(1);
  return occurrences[0] as Occurrence;
};

test("what is told is raised once, changes with its kind and its hold, and is resolved", () => {
  const story: [number, NeedsAttention[]][] = [
    [0, [failed]],
    [1, [{ ...failed, sentence: "another sentence", since: "2026-03-01T08:30:00Z" }]],
    [11, [held]],
    [12, [held]],
    [22, [{ ...held, holdId: "h2" }]],
    [23, []],
    [24, []],
  ];
  let of: Told["of"] = {};
  const told = story.map(([minute, now]) => {
    const [after, said] = tellAll(of, now, minute * MINUTE);
    of = after;
    return said;
  });
  expect(told).toEqual([
    ...[["attention.raised failed"], [], ["attention.changed held"], [], ["attention.changed held"], ["attention.resolved held"], []],
  ]);
});

test("what is resolved says what it was, of whom, and since when", () => {
  const [of] = tellAll({}, [held], 0);
  expect(one(differenceOf(of, [], at(1)))).toMatchObject({
    ...{ type: "attention.resolved", connector: "north", name: "NORTH", kind: "held", holdId: "h1", since: held.since, code: null },
  });
});

test("a connector that comes and goes is told at most once in ten minutes, and its last state in the end", () => {
  let of: Told["of"] = {};
  const told: string[] = [];
  for (let second = 0; second <= 1_200; second += 5) {
    const [after, said] = tellAll(of, second % 10 === 0 ? [failed] : [], second * 1_000);
    of = after;
    told.push(...said.map((it) => `${second} ${it}`));
  }
  expect(told).toEqual([
    ...["0 attention.raised failed", "5 attention.resolved failed", "600 attention.raised failed", "605 attention.resolved failed"],
    "1200 attention.raised failed",
  ]);
  const [after, said] = tellAll(of, [], 1_300_000);
  expect([said, after.north?.state]).toEqual([["attention.resolved failed"], null]);
});

describe("a message of which nobody knows whether it has arrived", () => {
  const first = one(differenceOf({}, [failed], at(0)));
  const of = asAttempted({}, [first]);

  test("goes out again with the same id, however soon", () => {
    expect(one(differenceOf(of, [{ ...failed, sentence: "another" }], at(1_000)))).toMatchObject({
      id: first.id,
      type: first.type,
      atMs: 0,
    });
  });

  test("is taken back when it is not so any more", () => {
    const back = one(differenceOf(of, [], at(1_000)));
    expect(back).toMatchObject({ type: "attention.resolved", kind: "failed", name: "NORTH" });
    const again = asAttempted(of, [back]);
    expect(one(differenceOf(again, [], at(2_000)))).toMatchObject({ id: back.id, type: "attention.resolved" });
    expect(one(differenceOf(again, [failed], at(2_000)))).toMatchObject({ type: "attention.raised" });
  });

  test("is forgotten when it was refused for certain: there is nothing to take back", () => {
    const refused = asRefused(of, [first], {});
    expect(differenceOf(refused, [], at(1_000))).toEqual([]);
    expect(one(differenceOf(refused, [failed], at(1_000))).id).toBe(first.id);
  });

  test("stays so when the next attempt is refused", () => {
    const second = differenceOf(of, [failed], at(1_000));
    expect(asRefused(asAttempted(of, second), second, of)).toEqual(of);
  });
});

test("the same trouble that comes back has another id, and each destination has its own", () => {
  const ids = new Set<string>();
  let of: Told["of"] = {};
  for (let hour = 0; hour < 6; hour++) {
    const occurrence = one(differenceOf(of, hour % 2 === 0 ? [held] : [], at(hour * 60 * MINUTE)));
    ids.add(occurrence.id);
    of = asTold(of, [occurrence], hour * 60 * MINUTE);
  }
  ids.add(one(differenceOf({}, [held], { ...at(0), whose: "acme.another" })).id);
  expect(ids.size).toBe(7);
  expect(new Set(Array.from({ length: 3 }, () => one(differenceOf({}, [held], at(0))).id)).size).toBe(1);
});

test("since when a connector has halted is not always to be had, and makes no other message of it", () => {
  const ids = ["2026-03-01T08:00:00Z", null].map((since) => one(differenceOf({}, [needs("north", "halted", { since })], at(0))).id);
  expect(ids[0]).toBe(ids[1]);
});

test("who needs nobody is forgotten after a month, and who needs somebody never", () => {
  const [raised] = tellAll({}, [failed, needs("south", "stale")], 0);
  const [resolved] = tellAll(raised, [failed], MINUTE);
  expect(Object.keys(forgotten(resolved, 29 * 24 * 60 * MINUTE))).toEqual(["north", "south"]);
  expect(Object.keys(forgotten(resolved, 31 * 24 * 60 * MINUTE))).toEqual(["north"]);
});
