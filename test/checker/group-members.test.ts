import { type Reference, referenceKey } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { exampleLog, id, PEOPLE } from "../fixtures/example-log.ts";
import { buildLog, type LogBuilder } from "../fixtures/log-builder.ts";
import type { Leaf } from "../fixtures/run-builder.ts";
import { checkGroupMembers } from "./group-members.ts";
import { sha256Hex } from "./merkle-tree.ts";
import { decodeLog } from "./stored-message.ts";

const check = (log: LogBuilder) => checkGroupMembers(decodeLog(log.messages).events);
const group: Leaf = { entry: "group-1", kind: "group" };
const some = PEOPLE.slice(0, 10).map(id);

const logOf = (...runs: readonly (readonly Leaf[])[]): LogBuilder => {
  const log = buildLog();
  for (const leaves of runs) {
    const run = log.start();
    run.batch(leaves);
    run.complete();
  }
  return log;
};

/** The parts of a group that has outgrown `all`. */
const split = (members: readonly Reference[]): Leaf[] => {
  const parts = Map.groupBy(members, (member) => sha256Hex(referenceKey(member)).slice(0, 2));
  return [...parts].map(([part, inPart]) => ({ group: "group-1", part, members: inPart, lie: { added: [], removed: [] } }));
};
const retired: Leaf = { group: "group-1", members: [], lie: { retired: true, added: [], removed: [] } };

test("L6: groups as the fetcher writes them break nothing", () => {
  expect(check(exampleLog())).toEqual([]);
  expect(
    check(logOf([{ group: "group-1", members: some }, group], [...split(some), retired, { ...group, lie: { changes: ["updated"] } }])),
  ).toEqual([]);
});

test("L6: a member that was a name, and is now that entry, has neither come nor gone", () => {
  const log = logOf(
    [{ group: "group-1", members: [{ dn: "UID=new, dc=example,dc=com" }] }, group],
    [{ entry: "new", dn: "uid=New,dc=example,dc=com" }, { group: "group-1", members: [id("new")], lie: { added: [], removed: [] } }, group],
  );
  expect(check(log)).toEqual([]);
});

test("L6: a name that somebody has left behind in the group does not hide that he comes, and its going is a loss of its own", () => {
  const stale = { dn: "uid=old,dc=example,dc=com" };
  const log = logOf(
    [{ entry: "mover", dn: stale.dn }, { group: "group-1", members: [id("mover")] }, group],
    [{ entry: "mover", dn: "uid=new,dc=example,dc=com" }, { group: "group-1", members: [stale], lie: { added: [], removed: [] } }, group],
    [{ group: "group-1", members: [stale, id("mover")], lie: { added: [id("mover")], removed: [] } }, group],
    [{ group: "group-1", members: [id("mover")], lie: { added: [], removed: [stale] } }, group],
  );
  expect(check(log)).toEqual([]);
});

describe("L6: of a name that nobody is known by", () => {
  const [nobodys, another] = [{ dn: "uid=nobody,dc=example,dc=com" }, { dn: "uid=another,dc=example,dc=com" }];
  const told = (before: readonly Reference[], after: readonly Reference[], { added = [], removed = [] }: Told) =>
    check(
      logOf(
        [{ entry: "known", dn: "uid=known,dc=example,dc=com" }, { group: "group-1", members: before }, group],
        [{ group: "group-1", members: after, lie: { added: [...added], removed: [...removed] } }],
      ),
    ).map(({ what }) => what.slice(what.indexOf(": ") + 2));
  interface Told {
    readonly added?: readonly Reference[];
    readonly removed?: readonly Reference[];
  }

  test("a run may say that it was somebody's who is there by id, or that it is lost and somebody has come", () => {
    expect(told([nobodys], [id("known")], {})).toEqual([]);
    expect(told([nobodys], [id("known")], { added: [id("known")], removed: [nobodys] })).toEqual([]);
  });

  test("it cannot have been two people, nor can two names have been one", () => {
    expect(told([nobodys], [id("known"), id("new")], {})).toEqual([
      "added lists 0; 2 are new in the group",
      "the run's parts list 0 removed; 1 are gone",
    ]);
    expect(told([another, nobodys], [id("known")], {})).toEqual([
      "added lists 0; 1 are new in the group",
      "the run's parts list 0 removed; 2 are gone",
    ]);
  });

  test("only one of the two sides cannot be told", () => {
    expect(told([nobodys], [id("known")], { added: [id("known")] })).toEqual(["the run's parts list 0 removed; 1 are gone"]);
    expect(told([nobodys], [id("known")], { removed: [nobodys] })).toEqual(["added lists 0; 1 are new in the group"]);
  });

  test("another name is another member", () => {
    expect(told([nobodys], [another], {})).toEqual(["added lists 0; 1 are new in the group", "the run's parts list 0 removed; 1 are gone"]);
  });

  test("the same name is the same member however it is spelt", () => {
    expect(told([nobodys], [{ dn: "UID=Nobody, dc=example, DC=com" }], {})).toEqual([]);
  });

  test("a name that somebody else is known by was not his who has come", () => {
    expect(told([{ dn: "uid=known,dc=example,dc=com" }], [id("new")], {})).toEqual([
      "added lists 0; 1 are new in the group",
      "the run's parts list 0 removed; 1 are gone",
    ]);
  });

  test("who is known by id has a name that the log knows: he does not become one that nobody has", () => {
    expect(told([id("known")], [nobodys], {})).toEqual([
      "added lists 0; 1 are new in the group",
      "the run's parts list 0 removed; 1 are gone",
    ]);
  });
});

test("L6: a name is somebody's as well where only his removal says that he went there", () => {
  const away = "uid=one,ou=elsewhere,dc=example,dc=com";
  const log = logOf(
    [{ entry: "one", dn: "uid=one,dc=example,dc=com" }, { group: "group-1", members: [id("one")] }, group],
    [
      { entry: "one", dn: away, evidence: "movedOutOfScope" },
      { group: "group-1", members: [{ dn: away }], lie: { added: [], removed: [] } },
    ],
  );
  expect(check(log)).toEqual([]);
});

describe("L6: an event is named that", () => {
  const first: Leaf[] = [{ group: "group-1", members: some }, group];
  const more = [...some, id("user-11")];
  const whatOf = (...runs: readonly (readonly Leaf[])[]) => check(logOf(...runs)).map(({ what }) => what.slice(what.indexOf(": ") + 2));

  test("says another number of members than its parts have", () => {
    expect(
      whatOf([
        { group: "group-1", members: some },
        { ...group, lie: { members: { count: 9, digest: "0".repeat(64) } } },
      ]),
    ).toEqual(["members.count is 9; its parts have 10"]);
  });

  test("says another digest than that of its parts", () => {
    expect(
      whatOf([
        { group: "group-1", members: some },
        { ...group, lie: { members: { count: 10, digest: "0".repeat(64) } } },
      ]),
    ).toEqual(["members.digest is not that of its parts"]);
  });

  test("does not say who has come", () => {
    expect(whatOf(first, [{ group: "group-1", members: more, lie: { added: [] } }, group])).toEqual([
      "added lists 0; 1 are new in the group",
    ]);
  });

  test("does not say who has gone", () => {
    expect(whatOf(first, [{ group: "group-1", members: some.slice(1), lie: { removed: [] } }, group])).toEqual([
      "the run's parts list 0 removed; 1 are gone",
    ]);
  });

  test("says of somebody who was no member that he has gone", () => {
    const [what] = whatOf(first, [{ group: "group-1", members: more, lie: { removed: [id("user-30")] } }, group]);
    expect(what).toBe("removed lists 1 that were no members");
  });

  test("leaves out who has come, and the group is not new", () => {
    expect(whatOf(first, [{ group: "group-1", members: more, lie: { added: undefined, removed: undefined } as never }, group])).toEqual([
      "added or removed is left out, and the group is not new",
    ]);
  });

  test("lists a member twice, or not in order", () => {
    expect(whatOf([{ group: "group-1", members: some, lie: { members: [...some, id("user-1")] } }])).toEqual([
      "members are not sorted and each once",
      "a member stands in two parts",
    ]);
  });

  test("says again what is known", () => {
    expect(whatOf(first, [{ group: "group-1", members: some }])).toEqual(["nothing differs from the event before"]);
  });

  test("puts a member into another part than its own", () => {
    const [leaf] = split([id("user-1")]) as [Extract<Leaf, { group: string }>];
    const part = leaf.part === "00" ? "01" : "00";
    expect(whatOf([{ ...leaf, part }])).toContain("1 members that belong into another part");
  });

  test("splits a group and does not retire the part that was all of it", () => {
    expect(whatOf(first, split(some))).toEqual(["a member stands in two parts", "`all` is not retired, and there are other parts"]);
  });

  test("brings back the part that was retired", () => {
    const [what] = whatOf(first, [...split(some), retired], [{ group: "group-1", members: [id("user-30")] }]);
    expect(what).toBe("the group has outgrown `all`, and it comes back");
  });

  test("keeps more than a thousand members in one part", () => {
    const many = Array.from({ length: 1001 }, (_, at) => id(`m-${at}`));
    expect(whatOf([{ group: "group-1", members: many }, group])).toEqual(["1001 members in `all`"]);
  });

  test("removes a group and leaves its members", () => {
    expect(whatOf(first, [{ ...group, evidence: "absentFromCompleteRead" }])).toEqual(["a removed group keeps 10 members"]);
  });
});
