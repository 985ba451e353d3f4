import { consecutive, timeOf } from "./active-directory.ts";
import type { Dialect } from "./dialect.ts";
import type { Table } from "./entry.ts";
import { equalInAnyCase } from "./filter.ts";
import { guidText, numberOfGuid } from "./guid.ts";

const SUFFIX = "dc=fake,dc=test";
const PEOPLE = 3;
const GROUPS = 4;

const PERSON: Table = {
  objectClass: () => ["top", "person", "organizationalPerson", "inetOrgPerson"],
  uid: (n) => `person${n}`,
  cn: (n) => `Given ${n % 331} Surname ${n % 977}`,
  sn: (n) => `Surname ${n % 977}`,
  givenName: (n) => `Given ${n % 331}`,
  mail: (n) => `person${n}@fake.test`,
  departmentNumber: (n) => String(n % 40),
};

const unit = (name: string, parent: number) => ({ parent, rdn: `ou=${name}`, attributes: { objectClass: "organizationalUnit", ou: name } });

/** The number of a change as slapd writes it (RFC 4533 speaks of them, slapd's own form). */
const csnOf = (usn: number): Buffer => Buffer.from(`${timeOf(usn).slice(0, 14)}.000000Z#000000#000#000000`);

/** A slapd, as far as a client that only reads can tell. */
export const openldap: Dialect = {
  name: "openldap",
  suffix: SUFFIX,
  fixed: [
    { parent: undefined, rdn: SUFFIX, attributes: { objectClass: ["top", "dcObject", "organization"], dc: "fake", o: "Fake" } },
    unit("services", 0),
    unit("company", 0),
    unit("people", 2),
    unit("groups", 2),
  ],
  people: { parent: PEOPLE, rdn: (n) => `uid=person${n}`, table: PERSON },
  groups: {
    parent: GROUPS,
    rdn: (n) => `cn=group${n}`,
    table: ({ people, groups }) => ({
      objectClass: () => ["top", "groupOfNames"],
      cn: (n) => `group${n}`,
      member: (n) => consecutive(n * 7, Math.min(groups[n] ?? 0, people), people),
    }),
  },
  defaults: () => ({}),
  leavesTombstones: false,
  idAttribute: "entryuuid",
  numberOfId: (value) => numberOfGuid(value.toString("latin1")),
  guidText,
  kept: {
    entryuuid: ({ at }) => [Buffer.from(guidText(at))],
    entrycsn: ({ usn }) => [csnOf(usn)],
    modifytimestamp: ({ usn }) => [Buffer.from(timeOf(usn).replace(".0Z", "Z"))],
    createtimestamp: ({ createdUsn }) => [Buffer.from(timeOf(createdUsn).replace(".0Z", "Z"))],
    contextcsn: ({ at }, tree) => (at === 0 ? [csnOf(tree.highestUsn())] : undefined),
  },
  keptNames: [],
  isUnknown: () => false,
  isEqual: (_, stored, asked) => equalInAnyCase(stored, asked),
  rootDse: () => ({
    ...{ objectClass: ["top", "OpenLDAProotDSE"], namingContexts: SUFFIX, supportedLDAPVersion: "3" },
    supportedControl: ["1.2.840.113556.1.4.319"],
    supportedExtension: ["1.3.6.1.4.1.1466.20037", "1.3.6.1.4.1.4203.1.11.3"],
  }),
  elsewhere: () => undefined,
  whoAmI: (bindDn) => `dn:${bindDn}`,
  wrongPassword: "",
  mostPerPage: 0,
  mostValues: 0,
};
