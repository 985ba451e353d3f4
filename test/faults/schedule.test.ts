import { expect, test } from "vitest";
import { KILL_POINTS, SERVICE_VICTIMS, scheduleOf } from "./schedule.ts";

const SEEDS = Array.from({ length: 300 }, (_, seed) => scheduleOf(seed));
const rounds = SEEDS.flatMap((schedule) => schedule.rounds);

test("a seed always gives the same schedule, and another seed another one", () => {
  expect(scheduleOf(7)).toEqual(scheduleOf(7));
  expect(new Set(SEEDS.map((schedule) => JSON.stringify(schedule.rounds))).size).toBe(SEEDS.length);
});

test("every kill point of a run is in some schedule; those of commands have tests of their own", () => {
  const named = new Set(rounds.flatMap(({ killPoint }) => killPoint?.name ?? []));
  expect([...named].sort()).toEqual(KILL_POINTS.filter((name) => /fetcher|projector/.test(name)).sort());
});

test("everything that can be killed is killed, frozen and restarted, and both ways are cut, reset and black holes", () => {
  const done = new Set(rounds.flatMap(({ faults }) => faults.map((fault) => `${fault.do} ${fault.whom}`)));
  const victims = [...SERVICE_VICTIMS, "nats-server", "Postgres"].flatMap((whom) =>
    ["kill", "freeze", "restart"].map((it) => `${it} ${whom}`),
  );
  const ways = ["LDAP", "NATS"].flatMap((end) => ["cut", "reset", "blackhole"].map((it) => `${it} way to ${end}`));
  expect([...done].sort()).toEqual([...victims, ...ways].sort());
});
