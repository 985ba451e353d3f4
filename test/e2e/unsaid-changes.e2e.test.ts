import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeDirectories, fakeDirectories } from "../fake-directory/connected-fake.ts";
import type { FakeDirectory } from "../fake-directory/fake-directory.ts";
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
