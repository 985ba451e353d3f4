import { Attribute, Change } from "ldapts";
import { beforeEach, expect, inject, test } from "vitest";
import { fetcherOn, ofType, openSynchronisedUnit, type Recorded } from "./testing/synchronised-unit.ts";

let unit: Awaited<ReturnType<typeof openSynchronisedUnit>>;

beforeEach(async () => {
  unit = await openSynchronisedUnit(inject("natsUrl"), inject("ldap"));
  return () => unit[Symbol.asyncDispose]();
});

const dnOf = (uid: string): string => `uid=${uid},${unit.baseDn}`;
const modify = (dn: string, operation: "add" | "delete" | "replace", type: string, values: string[]) =>
  unit.directory.modify(dn, new Change({ operation, modification: new Attribute({ type, values }) }));
const addUnit = (name: string) => unit.directory.add(`ou=${name},${unit.baseDn}`, { objectClass: "organizationalUnit", ou: name });

/** The changes of a run by what its entries are called last, and how it knew. */
const told = (recorded: readonly Recorded[]) => {
  const [started] = ofType(recorded, "SyncStarted");
  const { mode, changesBy, fullBecause } = started?.data ?? {};
  const changes = ofType(recorded, "EntryChanged").map(({ data }) => [data.dn.split(",")[0], data.changes.join()] as const);
  return { mode, changesBy, fullBecause, changes: Object.fromEntries(changes), count: changes.length };
};

const sync = async (mode: "full" | "incremental") => {
  expect(await unit.sync({ mode })).toEqual({ do: "ack" });
  return told(await unit.news());
};

/** An incremental run by sweep records exactly this, each entry once, and leaves nothing for a full run to find. */
const expectChanges = async (changes: Readonly<Record<string, string>>) => {
  expect(await sync("incremental")).toEqual({
    ...{ mode: "incremental", changesBy: "sweep", fullBecause: undefined },
    ...{ changes, count: Object.keys(changes).length },
  });
  expect(await sync("full")).toMatchObject({ mode: "full", count: 0 });
};

test("who came, changed, was cleared, left and was put into a group is recorded, and nobody else is read", async () => {
  for (const uid of ["p0", "p1", "p2", "p3", "p4", "p5"]) await unit.addPerson(uid, { title: "T", mail: `${uid}@x.example` });
  await unit.addGroup("crew", ["p0", "p1"]);
  expect(await sync("full")).toMatchObject({ mode: "full", count: 7 });
  await unit.addPerson("new");
  await modify(dnOf("p1"), "replace", "title", ["U"]);
  await modify(dnOf("p2"), "delete", "mail", []);
  await unit.directory.del(dnOf("p3"));
  await modify(`cn=crew,${unit.baseDn}`, "add", "member", [dnOf("p4")]);
  await modify(`cn=crew,${unit.baseDn}`, "delete", "member", [dnOf("p0")]);
  await unit.sync({ mode: "incremental" });
  const recorded = await unit.news();
  expect(told(recorded)).toEqual({
    ...{ mode: "incremental", changesBy: "sweep", fullBecause: undefined, count: 5 },
    changes: { "uid=new": "created", "uid=p1": "updated", "uid=p2": "updated", "uid=p3": "removed", "cn=crew": "updated" },
  });
  expect(recorded.at(-1)).toMatchObject({
    type: "SyncCompleted",
    data: { counts: { read: 4 }, standing: { cursor: { kind: "contextCSN" } } },
  });
  expect(ofType(recorded, "SyncStarted")[0]?.data).toMatchObject({ changesOffered: ["sweep"], removalsBy: "increment" });
  expect(await sync("full")).toMatchObject({ mode: "full", count: 0 });
});

test("a renamed unit renames everybody in it, though none of them has another change mark", async () => {
  await addUnit("old");
  for (const uid of ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9"]) await unit.addPerson(uid);
  for (const uid of ["a", "b"])
    await unit.directory.add(`uid=${uid},ou=old,${unit.baseDn}`, { objectClass: "inetOrgPerson", uid, cn: uid, sn: uid });
  await unit.addGroup("crew", ["a,ou=old", "p1"]);
  await sync("full");
  await unit.directory.modifyDN(`ou=old,${unit.baseDn}`, `ou=new,${unit.baseDn}`);
  // The group still lists the old name, without referential integrity.
  await expectChanges({ "uid=a": "moved", "uid=b": "moved", "cn=crew": "updated" });
});

test("a member who is named before he comes is known by his id once he is there, and one who is renamed by his former name", async () => {
  for (const uid of ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9"]) await unit.addPerson(uid, { manager: dnOf("boss") });
  await unit.addGroup("crew", ["p0", "late"]);
  await unit.directory.add(`cn=posix,${unit.baseDn}`, {
    objectClass: "posixGroup",
    cn: "posix",
    gidNumber: "7",
    memberUid: ["late", "p3"],
  });
  await sync("full");
  await unit.addPerson("late");
  await expectChanges({ "uid=late": "created", "cn=crew": "updated", "cn=posix": "updated" });
  await unit.directory.modifyDN(dnOf("p3"), dnOf("q3"));
  await expectChanges({ "uid=q3": "moved,updated", "cn=posix": "updated" });
  await unit.directory.del(dnOf("late"));
  await expectChanges({ "uid=late": "removed", "cn=posix": "updated" });
});

test("a member who moves on as soon as he has been read under a name is still known by it where his group lists it", async () => {
  for (const uid of ["p0", "p1", "p2", "p3", "p4", "p5", "a"]) await unit.addPerson(uid);
  await unit.addGroup("crew", ["p0", "a"]);
  await unit.sync({ mode: "full" });
  const member = ofType(await unit.news(), "EntryChanged").find(({ data }) => data.dn === dnOf("a"));
  await unit.directory.modifyDN(dnOf("a"), dnOf("b"));
  await modify(`cn=crew,${unit.baseDn}`, "replace", "member", [dnOf("p0"), dnOf("b")]);
  const moving = logThatWaits(member?.sequence, () => unit.directory.modifyDN(dnOf("b"), dnOf("c")));
  await unit.deliver(await unit.request({ mode: "incremental" }), "c1", fetcherOn(moving.log, inject("ldap").adminPassword));
  const recorded = await unit.news();
  expect(moving.times()).toBeGreaterThan(ONCE_FOR_NAMES);
  expect(told(recorded).changes).toEqual({ "uid=b": "moved,updated" });
  expect(ofType(recorded, "GroupMembersChanged")).toEqual([]);
});

const ONCE_FOR_NAMES = 1;

/** A log that lets something happen before it tells a run, that has read an entry, what is recorded of it. */
const logThatWaits = (sequence: number | undefined, happens: () => Promise<unknown>) => {
  const { log } = unit;
  let times = 0;
  const request: typeof log.nats.request = async (subject, payload, options) => {
    const isAsked = subject.includes("STREAM.MSG.GET") && Buffer.from(payload ?? "").includes(`{"seq":${sequence}}`);
    if (isAsked && times++ === ONCE_FOR_NAMES) await happens();
    return log.nats.request(subject, payload, options);
  };
  return { log: { ...log, nats: Object.assign(Object.create(log.nats), { request }) }, times: () => times };
};

test("where very many have come, everything is read, and the run still says how it knew", async () => {
  await unit.addPerson("p0");
  await sync("full");
  for (let at = 1; at < 110; at++) await unit.addPerson(`p${at}`, { manager: dnOf("p0") });
  expect(await sync("incremental")).toMatchObject({ mode: "incremental", changesBy: "sweep", count: 109 });
  expect(await sync("full")).toMatchObject({ mode: "full", count: 0 });
});

test("the guard holds what a sweep does not meet as it holds what a full read does not, and the next run is full", async () => {
  for (let at = 0; at < 40; at++) await unit.addPerson(`p${at}`);
  await sync("full");
  for (let at = 0; at < 30; at++) await unit.directory.del(dnOf(`p${at}`));
  await unit.sync({ mode: "incremental" });
  const recorded = await unit.news();
  expect(told(recorded)).toMatchObject({ mode: "incremental", changesBy: "sweep", count: 0 });
  expect(ofType(recorded, "SyncHeld")[0]?.data).toMatchObject({ held: { removed: 30 }, active: 40 });
  expect(await sync("incremental")).toMatchObject({ mode: "full", fullBecause: "holdOpen" });
});

test("another configuration is read whole", async () => {
  await unit.addPerson("p0");
  await sync("full");
  await unit.command({ type: "ConnectorReconfigured", data: { settings: { ...unit.settings, name: "Renamed" }, by: "test" } });
  expect(await sync("incremental")).toMatchObject({ mode: "full", fullBecause: "configurationChanged" });
});
