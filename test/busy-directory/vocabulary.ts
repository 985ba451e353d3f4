import { escapeDnValue, type LdifRecord } from "../fixtures/ldif-writer.ts";

/** How a directory product calls what every company has. */
export interface Vocabulary {
  readonly unit: (name: string, under: string) => LdifRecord;
  readonly person: (name: string, key: string, under: string) => LdifRecord;
  readonly group: (name: string, key: string, under: string, members: readonly string[]) => LdifRecord;
  /** An attribute of people that goes from one value to the other and back. */
  readonly switched: readonly [attribute: string, one: string, other: string];
  /** Who is deleted can be put back under the same id; else somebody of the same name is another one. */
  readonly putsBack: boolean;
  /** A member is the entry itself, whatever it is called by then; else it is the name that it was given by. */
  readonly linksMembers: boolean;
}

/** In these attributes, which nobody changes, stands which one it is: recorded of people, and of groups. */
export const KEY_OF = { person: "employeeNumber", group: "description" } as const;

const record = (rdn: string, name: string, under: string, attributes: LdifRecord["attributes"]): LdifRecord => ({
  dn: `${rdn}=${escapeDnValue(name)},${under}`,
  attributes: { ...attributes, [rdn]: name },
});

const openldap: Omit<Vocabulary, "linksMembers"> = {
  unit: (name, under) => record("ou", name, under, { objectClass: "organizationalUnit" }),
  person: (name, key, under) =>
    record("uid", name, under, { objectClass: "inetOrgPerson", cn: `Called ${name}`, sn: name, [KEY_OF.person]: key }),
  group: (name, key, under, member) => record("cn", name, under, { objectClass: "groupOfNames", [KEY_OF.group]: key, member }),
  switched: ["title", "Deputy", "Head"],
  putsBack: false,
};

export const VOCABULARIES = {
  /** Without referential integrity, which is how it comes. */
  slapd: { ...openldap, linksMembers: false },
  openldap: { ...openldap, linksMembers: true },
  "active-directory": {
    unit: (name, under) => record("OU", name, under, { objectClass: "organizationalUnit" }),
    person: (name, key, under) =>
      record("CN", name, under, { objectClass: "user", sAMAccountName: `account ${key}`, [KEY_OF.person]: key }),
    group: (name, key, under, member) =>
      record("CN", name, under, { objectClass: "group", sAMAccountName: `account ${key}`, [KEY_OF.group]: key, member }),
    switched: ["userAccountControl", "512", "514"],
    putsBack: true,
    linksMembers: true,
  },
} as const satisfies Readonly<Record<string, Vocabulary>>;
