import { canonicalDn } from "../checker/dn.ts";
import type { Dialect, Server } from "./dialect.ts";
import type { Entry, Table, Values } from "./entry.ts";
import { equalInAnyCase } from "./filter.ts";
import { guidBytes, guidText, numberOfGuid, textOfGuidBytes } from "./guid.ts";
import type { Size } from "./tree.ts";

export const DOMAIN = "DC=fake,DC=test";
const CONFIGURATION = `CN=Configuration,${DOMAIN}`;
const SCHEMA = `CN=Schema,${CONFIGURATION}`;
/** Numbers of the fixed entries; 1 is CN=Deleted Objects. */
const [HEAD, COMPANY, PEOPLE, GROUPS] = [0, 2, 3, 4] as const;
const FIXED = 5;
const DOMAIN_SID = [21, 1_000_001, 2_000_002, 3_000_003];
const FIRST_RID = 1_100;
const NEVER = "9223372036854775807";

const PERSON: Table = {
  objectClass: () => ["top", "person", "organizationalPerson", "user"],
  cn: (n) => `person${n}`,
  name: (n) => `person${n}`,
  sn: (n) => `Surname ${n % 977}`,
  givenName: (n) => `Given ${n % 331}`,
  displayName: (n) => `Given ${n % 331} Surname ${n % 977}`,
  mail: (n) => `person${n}@fake.test`,
  department: (n) => `Department ${n % 40}`,
  sAMAccountName: (n) => `person${n}`,
  userPrincipalName: (n) => `person${n}@fake.test`,
  userAccountControl: (n) => (n % 50 === 49 ? "514" : "512"),
  accountExpires: () => NEVER,
  primaryGroupID: () => "513",
  sAMAccountType: () => "805306368",
  objectCategory: () => `CN=Person,${SCHEMA}`,
};

const groupTable = ({ people, groups }: Size): Table => ({
  objectClass: () => ["top", "group"],
  cn: (n) => `group${n}`,
  name: (n) => `group${n}`,
  description: (n) => `Group ${n}`,
  sAMAccountName: (n) => `group${n}`,
  groupType: () => "-2147483646",
  sAMAccountType: () => "268435456",
  objectCategory: () => `CN=Group,${SCHEMA}`,
  member: (n) => consecutive(n * 7, Math.min(groups[n] ?? 0, people), people),
});

/** So many people from one on, as links. */
export const consecutive = (first: number, count: number, people: number): Values => ({
  length: count,
  slice: (from = 0, to = count) =>
    Array.from({ length: Math.max(0, Math.min(to, count) - from) }, (_, i) => ({ to: FIXED + ((first + from + i) % people) })),
});

const SID_HEAD = Buffer.from([1, DOMAIN_SID.length, 0, 0, 0, 0, 0, 5]);

/** MS-DTYP 2.4.2.2: the authority big-endian, the rest little-endian. */
const sidOf = (rid: number | undefined): Buffer => {
  const parts = rid === undefined ? DOMAIN_SID : [...DOMAIN_SID, rid];
  const bytes = Buffer.alloc(8 + 4 * parts.length);
  SID_HEAD.copy(bytes);
  bytes[1] = parts.length;
  for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, 8 + 4 * index);
  return bytes;
};

export const sidText = (bytes: Buffer): string => {
  const parts = Array.from({ length: bytes[1] as number }, (_, index) => bytes.readUInt32LE(8 + 4 * index));
  return `S-1-5-${parts.join("-")}`;
};

/** People, computers and groups have one, and the domain itself. */
const hasSid = (entry: Entry): boolean => {
  const classes = (entry.values("objectclass")?.slice() ?? []).map(String);
  return classes.includes("user") || classes.includes("group");
};

/** One second for each change, from a morning on. */
export const timeOf = (usn: number): string =>
  `${new Date(Date.UTC(2026, 0, 1) + usn * 1_000).toISOString().replace(/[-:T]|\.\d+Z$/g, "")}.0Z`;

const controller = ({ name }: Server): string =>
  `CN=NTDS Settings,CN=${name},CN=Servers,CN=Default-First-Site-Name,CN=Sites,${CONFIGURATION}`;

export const invocationIdOf = ({ name, invocation }: Server): Buffer =>
  Buffer.from(name.padEnd(12, "\0").slice(0, 12) + String(invocation).padStart(4, "0"), "latin1");

const unit = (rdn: string, parent: number) => ({
  parent,
  rdn,
  attributes: { objectClass: ["top", "organizationalUnit"], ou: rdn.slice(3), name: rdn.slice(3) },
});

/** A domain controller, as MS-ADTS and those who have looked at one describe it. */
export const activeDirectory: Dialect = {
  name: "active-directory",
  suffix: DOMAIN,
  fixed: [
    { parent: undefined, rdn: DOMAIN, attributes: { objectClass: ["top", "domain", "domainDNS"], dc: "fake", name: "fake" } },
    {
      parent: HEAD,
      rdn: "CN=Deleted Objects",
      attributes: { objectClass: ["top", "container"], cn: "Deleted Objects", isDeleted: "TRUE", isCriticalSystemObject: "TRUE" },
    },
    unit("OU=Company", HEAD),
    unit("OU=People", COMPANY),
    unit("OU=Groups", COMPANY),
  ],
  people: { parent: PEOPLE, rdn: (n) => `CN=person${n}`, table: PERSON },
  groups: { parent: GROUPS, rdn: (n) => `CN=group${n}`, table: groupTable },
  defaults: (attributes): Record<string, string> => {
    const classes = [attributes.objectClass].flat().map(String);
    if (classes.includes("group")) return { groupType: "-2147483646", sAMAccountType: "268435456", objectCategory: `CN=Group,${SCHEMA}` };
    if (classes.includes("contact")) return { objectCategory: `CN=Person,${SCHEMA}` };
    if (!classes.includes("user")) return {};
    const account = { userAccountControl: "512", primaryGroupID: "513", accountExpires: NEVER };
    return { ...account, sAMAccountType: "805306368", objectCategory: `CN=Person,${SCHEMA}` };
  },
  leavesTombstones: true,
  idAttribute: "objectguid",
  numberOfId: (value) => (value.length === 16 ? numberOfGuid(textOfGuidBytes(value)) : undefined),
  guidText,
  kept: {
    objectguid: ({ at }) => [guidBytes(guidText(at))],
    objectsid: (entry) => (entry.at === HEAD ? [sidOf(undefined)] : hasSid(entry) ? [sidOf(FIRST_RID + entry.at)] : undefined),
    usnchanged: ({ usn }) => [Buffer.from(String(usn))],
    usncreated: ({ createdUsn }) => [Buffer.from(String(createdUsn))],
    whenchanged: ({ usn }, tree) => [Buffer.from(timeOf(tree.momentOf(usn)))],
    whencreated: ({ createdUsn }) => [Buffer.from(timeOf(createdUsn))],
    instancetype: ({ at }) => [Buffer.from(at === HEAD ? "5" : "4")],
    distinguishedname: ({ at }) => [{ to: at }],
  },
  keptNames: ["objectGUID", "objectSid", "uSNChanged", "uSNCreated", "whenChanged", "whenCreated", "instanceType", "distinguishedName"],
  // Exchange's, which a domain without it does not know
  isUnknown: (attribute) => /^(?:msexch|extensionattribute|mailnickname$)/.test(attribute),
  isEqual: (attribute, stored, asked) => {
    if (attribute === "objectguid" || attribute === "objectsid") return stored.equals(asked);
    if (attribute === "objectcategory" && !asked.includes("=")) {
      return String(stored)
        .toLowerCase()
        .startsWith(`cn=${String(asked).toLowerCase()},`);
    }
    return equalInAnyCase(stored, asked);
  },
  rootDse: (tree, server) => ({
    ...{ namingContexts: [DOMAIN, CONFIGURATION, SCHEMA], defaultNamingContext: DOMAIN, rootDomainNamingContext: DOMAIN },
    ...{ configurationNamingContext: CONFIGURATION, schemaNamingContext: SCHEMA },
    ...{ dsServiceName: controller(server), serverName: controller(server).slice("CN=NTDS Settings,".length) },
    dnsHostName: `${server.name.toLowerCase()}.fake.test`,
    highestCommittedUSN: String(tree.highestUsn()),
    supportedLDAPVersion: ["3", "2"],
    supportedCapabilities: ["1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1670", "1.2.840.113556.1.4.1791"],
    supportedControl: ["1.2.840.113556.1.4.319", "1.2.840.113556.1.4.417", "1.2.840.113556.1.4.529", "1.2.840.113556.1.4.841"],
    supportedExtension: ["1.3.6.1.4.1.1466.20037", "1.3.6.1.4.1.4203.1.11.3"],
  }),
  elsewhere: (dn, server): Record<string, Buffer | string> | undefined =>
    canonicalDn(dn) === canonicalDn(controller(server))
      ? { objectClass: "nTDSDSA", invocationId: invocationIdOf(server), distinguishedName: controller(server) }
      : undefined,
  whoAmI: (bindDn) => `u:FAKE\\${/^(?:cn=)?([^,@]+)/i.exec(bindDn)?.[1] ?? bindDn}`,
  wrongPassword: "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52e, v1db1\0",
  mostPerPage: 1_000,
  mostValues: 1_500,
};
