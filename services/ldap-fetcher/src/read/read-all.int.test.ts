import { beforeEach, expect, inject, test } from "vitest";
import { fetcherOn, ofType, openSynchronisedUnit } from "../testing/synchronised-unit.ts";

let unit: Awaited<ReturnType<typeof openSynchronisedUnit>>;
beforeEach(async () => {
  unit = await openSynchronisedUnit(inject("natsUrl"), inject("ldap"));
  return () => unit[Symbol.asyncDispose]();
});

const PEOPLE = 25;
const PAGE_SIZE = 4;
const dnOf = (uid: string): string => `uid=${uid},${unit.baseDn}`;
const addPeople = async (managers: Readonly<Record<number, string>> = {}) => {
  for (let number = 0; number < PEOPLE; number++) {
    const manager = managers[number];
    await unit.addPerson(`p${number}`, manager === undefined ? {} : { manager: dnOf(manager) });
  }
};

/** A full run that reads page by page: its events, and the ids by name as the server itself gives them. */
const sync = async () => {
  const access = { openPassword: async () => Buffer.from(inject("ldap").adminPassword), allowAddress: () => true, pageSize: PAGE_SIZE };
  const sequence = await unit.request({ mode: "full" });
  expect(await unit.deliver(sequence, "c1", fetcherOn(unit.log, "", { access }))).toEqual({ do: "ack" });
  const { searchEntries } = await unit.directory.search(unit.baseDn, { attributes: ["entryUUID"] });
  const ids = new Map(searchEntries.map(({ dn, entryUUID }) => [dn, String(entryUUID)]));
  const recorded = await unit.news();
  const entries = ofType(recorded, "EntryChanged").map(({ data }) => data);
  const members = ofType(recorded, "GroupMembersChanged").map(({ data }) => data);
  return { ids, entries, members, counts: ofType(recorded, "SyncCompleted")[0]?.data.counts };
};

test.each([
  ["the first page", 1],
  ["a page in the middle", 13],
  ["the last page", PEOPLE - 1],
])("whoever on %s refers to somebody further down, or further up, refers to an id, and everybody is recorded once", async (_, number) => {
  await addPeople({ [number]: `p${PEOPLE - 1}`, [number - 1]: "p0" });
  const { ids, entries, counts } = await sync();
  expect(entries.map(({ dn }) => dn).sort()).toEqual([...Array(PEOPLE).keys()].map((n) => dnOf(`p${n}`)).sort());
  const managerOf = (uid: string) => entries.find(({ dn }) => dn === dnOf(uid))?.attributes.manager;
  expect(managerOf(`p${number}`)).toEqual([{ entryId: ids.get(dnOf(`p${PEOPLE - 1}`)) }]);
  expect(managerOf(`p${number - 1}`)).toEqual([{ entryId: ids.get(dnOf("p0")) }]);
  expect(counts).toMatchObject({ read: PEOPLE, created: PEOPLE });
  expect((await sync()).entries).toEqual([]);
});

test("a group knows its members, and groups that come after it, by their ids, and a stranger by his name", async () => {
  await addPeople();
  await unit.addGroup("a", ["p0", "p24", "stranger"]);
  await unit.directory.add(`cn=outer,${unit.baseDn}`, {
    ...{ objectClass: "groupOfNames", cn: "outer", member: [`cn=z,${unit.baseDn}`, `cn=a,${unit.baseDn}`] },
  });
  await unit.addGroup("z", ["p1"]);
  const { ids, members } = await sync();
  const idOf = (rdn: string) => ids.get(`${rdn},${unit.baseDn}`);
  const membersOf = (cn: string) =>
    new Set(members.filter(({ groupId }) => groupId === idOf(`cn=${cn}`)).flatMap(({ members }) => members));
  expect(membersOf("a")).toEqual(new Set([{ entryId: idOf("uid=p0") }, { entryId: idOf("uid=p24") }, { dn: dnOf("stranger") }]));
  expect(membersOf("outer")).toEqual(new Set([{ entryId: idOf("cn=z") }, { entryId: idOf("cn=a") }]));
});
