import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changesBetween, changesIn } from "../checker/dump-changes.ts";
import { type Connected, type FakeDirectories, fakeDirectories } from "../fake-directory/connected-fake.ts";
import type { FakeDirectory } from "../fake-directory/fake-directory.ts";
import type { DirectoryChange } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { startOf } from "../fixtures/start-of.ts";

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directories: FakeDirectories;

beforeAll(async () => {
  system = stack.use(await startSystem());
  directories = stack.use(fakeDirectories(system, { people: 60, groups: [10] }));
});
afterAll(() => stack.disposeAsync());

const titled = (dn: string, title: string) => ({ modify: dn, with: [["replace", "title", title] as const] });

describe("a domain controller whose snapshot is put back under its old identity is read whole", () => {
  const PEOPLE = "OU=People,OU=Company,DC=fake,DC=test";
  const person = (n: number): string => `CN=person${n},${PEOPLE}`;

  interface Story {
    readonly before?: (domain: FakeDirectory) => void;
    /** What the snapshot knows nothing of; a run reads it. */
    readonly lost: (domain: FakeDirectory) => void;
    /** What is done after the snapshot was put back, and is given those numbers a second time. */
    readonly anew?: (domain: FakeDirectory) => void;
    /** How far the numbers have then passed the last one seen; 0: exactly there. */
    readonly beyond: number;
  }
  const lost: Story["lost"] = (domain) => domain.change(titled(person(0), "Lost"), { remove: person(1) });
  const stories: readonly [string, Story][] = [
    ["where its numbers have come to the same", { lost, beyond: 0 }],
    ["where its numbers have passed the last one seen", { lost, beyond: 500 }],
    [
      "where the same entries were changed otherwise under the same numbers",
      { lost, beyond: 0, anew: (domain) => domain.change(titled(person(0), "Otherwise"), titled(person(1), "Alive")) },
    ],
    ["where others were changed under those numbers", { lost, beyond: 1, anew: (domain) => domain.change(titled(person(5), "Missed")) }],
    [
      "where somebody is not there any more",
      { lost: (domain) => domain.change({ add: { dn: `CN=Nobody,${PEOPLE}`, attributes: { objectClass: "user" } } }), beyond: 20 },
    ],
    [
      "where it has all that was seen, and somebody was changed under a number that nobody had",
      {
        before: (domain) => domain.change(titled(person(0), "Kept")),
        lost: (domain) => domain.passOver(40),
        anew: (domain) => domain.change(titled(person(7), "Missed")),
        beyond: 40,
      },
    ],
  ];

  test.each(stories)("%s", async (_, { before, lost, anew, beyond }) => {
    const connected = await directories.readOnce();
    const { fake, connector } = connected;
    before?.(fake);
    const putBack = fake.takeSnapshot();
    lost(fake);
    expect(await system.api.sync(connector, "incremental")).toMatchObject({ status: "completed", mode: "incremental" });
    const seen = fake.highestUsn();
    putBack();
    anew?.(fake);
    fake.passOver(seen + beyond - fake.highestUsn());
    const sync = await system.api.sync(connector, "incremental");
    expect(sync).toMatchObject({ status: "completed", error: null, mode: "full" });
    expect(await startOf(system, sync)).toMatchObject({ fullBecause: "usnRolledBack" });
    await directories.expectSame(connected);
    fake.change(titled(person(30), "Afterwards"));
    expect(await system.api.sync(connector, "incremental")).toMatchObject({ mode: "incremental", counts: { read: 1, updated: 1 } });
  });
});

test("a snapshot is not suspected where those that changed last have changed again or were deleted in sight, nor where much happens unseen", async () => {
  const connected = await directories.readOnce();
  const { fake, connector } = connected;
  const people = Array.from({ length: 8 }, (_, n) => `CN=person${n},OU=People,OU=Company,DC=fake,DC=test`);
  const expectRead = async (counts: Readonly<Record<string, number>>) =>
    expect(await system.api.sync(connector, "incremental")).toMatchObject({ status: "completed", mode: "incremental", counts });
  for (const title of ["Once", "Twice"]) {
    fake.change(...people.map((dn) => titled(dn, title)));
    fake.passOver(200);
    await expectRead({ read: 8, updated: 8 });
  }
  fake.change(...people.slice(4).map((dn) => ({ remove: dn })));
  await expectRead({ removed: 4 });
  fake.passOver(30_000);
  await expectRead({ read: 0 });
  fake.change(titled(people[0] as string, "Seen"));
  await expectRead({ read: 1, updated: 1 });
  await directories.expectSame(connected);
});

test("a domain controller that refuses to be looked through by numbers is followed without a witness", async () => {
  const fake = await directories.start();
  fake.faults = { pageResult: { code: 11 }, ofSearch: ({ filter }) => filter.includes("(usnchanged<=") };
  const connected = await directories.connect(fake);
  expect(connected.first).toMatchObject({ status: "completed", error: null });
  fake.change(titled("CN=person3,OU=People,OU=Company,DC=fake,DC=test", "Changed"));
  const sync = await system.api.sync(connected.connector, "incremental");
  expect(sync).toMatchObject({ status: "completed", mode: "incremental", counts: { updated: 1 } });
  await directories.expectSame(connected);
});

describe("a server that says nothing of its changes but when each entry has changed, to the second,", () => {
  const SUFFIX = "dc=fake,dc=test";
  const UNIT = `ou=people,ou=company,${SUFFIX}`;
  const person = (n: number): string => `uid=person${n},${UNIT}`;
  const at = (dn: string, title: string, modifyTimestamp: string): DirectoryChange => ({
    modify: dn,
    with: [["replace", "title", title] as const, ["replace", "modifyTimestamp", modifyTimestamp] as const],
  });
  let connected: Connected;
  beforeAll(async () => {
    connected = await directories.readOnce({ dialect: "generic", people: 200, groups: [10] });
  });

  const dump = () => ({ ldif: connected.fake.dump(), baseDn: SUFFIX });
  /** The run tells exactly what the server's own dumps tell. */
  const expectExactly = async (...changes: readonly DirectoryChange[]) => {
    const before = dump();
    connected.fake.change(...changes);
    const expected = changesBetween(before, dump());
    const sync = await system.api.sync(connected.connector, "incremental");
    expect(sync).toMatchObject({ status: "completed", error: null, mode: "incremental" });
    expect(await startOf(system, sync)).toMatchObject({ changesOffered: ["sweep"], changesBy: "sweep", removalsBy: "increment" });
    expect(changesIn(await system.log(), sync.syncId ?? "")).toEqual(expected);
    return { sync, expected };
  };
  /** Those of which it says no time: they are read each time. */
  const TIMELESS = 10;

  test("is swept where nothing has changed, and only the newest are read again, and those without a time", async () => {
    const { sync, expected } = await expectExactly();
    expect(expected.size).toBe(0);
    expect(sync.counts?.read).toBeGreaterThanOrEqual(TIMELESS);
    expect(sync.counts?.read).toBeLessThanOrEqual(TIMELESS + 3);
  });

  test("tells who came, changed, was renamed, moved, joined or left, in one sweep", async () => {
    const { sync, expected } = await expectExactly(
      { add: { dn: `uid=new,${UNIT}`, attributes: { objectClass: "inetOrgPerson", uid: "new", cn: "New", sn: "N", manager: person(40) } } },
      ...[
        titled(person(1), "Changed"),
        titled(person(24), "Had no time before"),
        { modify: person(2), with: [["replace", "mail"] as const] },
      ],
      { rename: person(3), to: "uid=renamed" },
      { rename: person(4), to: "uid=moved", under: `ou=services,${SUFFIX}` },
      { remove: person(5) },
      { modify: `cn=group0,ou=groups,ou=company,${SUFFIX}`, with: [["add", "member", person(90)]] },
    );
    expect([...expected.values()].sort()).toEqual([
      "created",
      "moved,updated",
      "moved,updated",
      "removed",
      "updated",
      "updated",
      "updated",
      "updated",
    ]);
    expect(sync.counts?.read).toBeLessThan(TIMELESS + 20);
  });

  test("tells the unit that was renamed, with everybody in it, of whom none has another time", async () => {
    const { expected } = await expectExactly({ rename: UNIT, to: "ou=staff" });
    expect(expected.size).toBeGreaterThan(190);
    await expectExactly({ rename: `ou=staff,ou=company,${SUFFIX}`, to: "ou=people" });
  });

  test.each([
    ["as the newest of all", "20260301100007Z", "20260301100007Z"],
    ["two seconds before the newest of all", "20260301100105Z", "20260301100107Z"],
    ["in another zone", "20260301120205+0200", "20260301100207.0Z"],
    ["though somebody is stamped by a clock that went wrong", "20260301100307Z", "20370101000000Z"],
  ])("tells who has changed after he was read, within the same second, %s", async (_, second, newest) => {
    await expectExactly(at(person(20), `Before ${second}`, second), at(person(21), `Then ${newest}`, newest));
    const { expected } = await expectExactly(at(person(20), `After ${second}`, second));
    expect([...expected.values()]).toEqual(["updated"]);
  });

  test("tells who has changed by a clock that was put back", async () => {
    const { expected } = await expectExactly(at(person(22), "Put back", "20250101000000Z"));
    expect(expected.size).toBe(1);
  });

  test("is read whole where its times are not to be seen any more, and by a sweep once they are", async () => {
    const { fake, connector } = connected;
    fake.faults = { hides: "modifytimestamp" };
    expect(await system.api.sync(connector)).toMatchObject({ status: "completed", mode: "full", counts: { updated: 0 } });
    fake.change(titled(person(30), "Unseen"));
    const sync = await system.api.sync(connector, "incremental");
    expect(sync).toMatchObject({ status: "completed", mode: "full", counts: { updated: 1 } });
    expect(await startOf(system, sync)).toMatchObject({ fullBecause: "noCursor" });
    fake.faults = {};
    await system.api.sync(connector);
    await expectExactly(titled(person(31), "Seen"));
  });
});
