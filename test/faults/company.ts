import { escapeDnValue, type LdifRecord, writeLdif } from "../fixtures/ldif-writer.ts";
import type { DirectoryChange } from "../fixtures/live-directory.ts";
import { seededRandom } from "./random.ts";

const SUFFIX = "dc=example,dc=com";
export const COMPANY_DN = `o=Faults,${SUFFIX}`;
const UNITS = ["People", "R+D", "Köln, Rhein"].map((name) => ({ name, dn: `ou=${escapeDnValue(name)},${COMPANY_DN}` }));
const GROUPS_DN = `ou=Groups,${COMPANY_DN}`;

/** More than a batch holds, and than leave at once. */
export const PEOPLE = 1_200;
export const GROUPS = 40;
/** More than stand in one message. */
const LARGE_GROUP = 1_100;

/** A directory that people work in: who is there now, and what its next random changes are. */
export interface Company {
  readonly ldif: string;
  /** As many changes, one after the other; calling it again goes on from there. */
  readonly change: (howMany: number) => DirectoryChange[];
  /** So many of those who are there. */
  readonly some: (howMany: number) => readonly string[];
  /** Removes so many people. */
  readonly leave: (howMany: number) => DirectoryChange[];
}

interface Group {
  readonly dn: string;
  readonly members: Set<string>;
}

export const makeCompany = (seed: number): Company => {
  const random = seededRandom(seed);
  let hired = 0;
  const hire = (): LdifRecord => person(hired++, random.pick(UNITS).dn);
  const first = Array.from({ length: PEOPLE }, hire);
  const people = first.map(({ dn }) => dn);
  const groups: Group[] = Array.from({ length: GROUPS }, (_, at) => ({
    dn: `cn=Group ${at},${GROUPS_DN}`,
    members: new Set(at === 0 ? people.slice(0, LARGE_GROUP) : Array.from({ length: random.between(1, 40) }, () => random.pick(people))),
  }));

  const oneLeaves = (): DirectoryChange => {
    const at = random.below(people.length);
    const [dn] = people.splice(at, 1) as [string];
    return { remove: dn }; // groups go on naming whoever has left: OpenLDAP without referential integrity
  };
  const oneChange = (): DirectoryChange => {
    const kind = random.pick(["title", "title", "title", "move", "rename", "join", "leave", "enter", "quit", "describe"] as const);
    const at = random.below(people.length);
    const dn = people[at] as string;
    const group = random.pick(groups);
    switch (kind) {
      case "title":
        return { modify: dn, with: [["replace", "title", `Title ${random.below(1_000_000)}`]] };
      case "describe":
        return { modify: group.dn, with: [["replace", "description", `Purpose ${random.below(1_000_000)}`]] };
      case "move": {
        const rdn = dn.slice(0, dn.indexOf(","));
        const under = random.pick(UNITS.filter((unit) => !dn.endsWith(`,${unit.dn}`))).dn;
        people[at] = `${rdn},${under}`;
        return { rename: dn, to: rdn, under };
      }
      case "rename": {
        const rdn = `uid=renamed${hired++}`;
        people[at] = `${rdn}${dn.slice(dn.indexOf(","))}`;
        return { rename: dn, to: rdn };
      }
      case "join": {
        const added = hire();
        people.push(added.dn);
        return { add: added };
      }
      case "leave":
        return oneLeaves();
      case "enter":
        if (group.members.has(dn)) return { modify: dn, with: [["replace", "l", "Here already"]] };
        group.members.add(dn);
        return { modify: group.dn, with: [["add", "member", dn]] };
      case "quit": {
        if (group.members.size < 2) return { modify: group.dn, with: [["replace", "description", "Too small to leave"]] };
        const member = random.pick([...group.members]);
        group.members.delete(member);
        return { modify: group.dn, with: [["delete", "member", member]] };
      }
    }
  };
  const times = (howMany: number, what: () => DirectoryChange) => Array.from({ length: howMany }, what);
  return {
    ldif: ldifOf(first, groups),
    some: (howMany) => people.slice(0, howMany),
    change: (howMany) => times(howMany, oneChange),
    leave: (howMany) => times(howMany, oneLeaves),
  };
};

const person = (number: number, under: string): LdifRecord => ({
  dn: `uid=p${number},${under}`,
  attributes: {
    ...{ objectClass: "inetOrgPerson", uid: `p${number}`, cn: `Person ${number}`, sn: `Name ${number}`, l: "Zürich" },
    ...{ mail: `p${number}@example.com`, title: `Title ${number % 40}`, employeeNumber: `${10_000 + number}` },
  },
});

const ldifOf = (people: readonly LdifRecord[], groups: readonly Group[]): string =>
  writeLdif([
    { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
    { dn: COMPANY_DN, attributes: { objectClass: "organization", o: "Faults" } },
    ...[...UNITS, { name: "Groups", dn: GROUPS_DN }].map(({ name, dn }) => ({
      dn,
      attributes: { objectClass: "organizationalUnit", ou: name },
    })),
    ...people,
    ...groups.map(({ dn, members }, at) => ({ dn, attributes: { objectClass: "groupOfNames", cn: `Group ${at}`, member: [...members] } })),
  ]);
