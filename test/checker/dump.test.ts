import { describe, expect, test } from "vitest";
import { checkDump, type DumpedScope, type Model } from "./dump.ts";

const [ada, bob, staff] = [
  "11111111-0000-4000-8000-000000000001",
  "11111111-0000-4000-8000-000000000002",
  "11111111-0000-4000-8000-000000000003",
];
const bytes = Buffer.of(0xff, 0xd8, 0x00);

const ldif = `dn: dc=example,dc=com
objectClass: domain
entryUUID: 11111111-0000-4000-8000-000000000000

dn: uid=ada,dc=example,dc=com
objectClass: inetOrgPerson
uid: ada
userPassword: never recorded
cn;lang-de: never recorded
mail: ada@example.com
mail: a@example.com
jpegPhoto:: ${bytes.toString("base64")}
description:: ${Buffer.from("a\0b").toString("base64")}
manager: UID=Bob, dc=example,dc=com
entryUUID: ${ada}

dn: uid=bob,dc=example,dc=com
objectClass: inetOrgPerson
uid: bob
seeAlso: cn=gone,dc=example,dc=com
entryUUID: ${bob}
pwdAccountLockedTime: 000001010000Z

dn: cn=staff,dc=example,dc=com
objectClass: groupOfNames
cn: staff
member: uid=ada,dc=example,dc=com
member: uid=elsewhere,dc=net
member: cn=gone,dc=example,dc=com
entryUUID: ${staff}

dn: uid=out,dc=net
objectClass: inetOrgPerson
uid: out
entryUUID: 11111111-0000-4000-8000-000000000004
`;

const equal: Model = {
  entries: [
    {
      ...{ entryId: ada, dn: "uid=ada,dc=example,dc=com", kind: "user", state: "active" },
      attributes: {
        uid: ["ada"],
        mail: ["a@example.com", "ada@example.com"],
        jpegPhoto: [{ binary: bytes.toString("base64") }],
        description: [{ binary: Buffer.from("a\0b").toString("base64") }],
        manager: [{ entryId: bob }],
      },
    },
    {
      ...{ entryId: bob, dn: "uid=bob,dc=example,dc=com", kind: "user", state: "disabled" },
      attributes: { uid: ["bob"], seeAlso: [{ dn: "cn=Gone,dc=example,dc=com" }] },
    },
    { entryId: staff, dn: "cn=staff,dc=example,dc=com", kind: "group", state: "active", attributes: { cn: ["staff"] } },
    { entryId: "gone", dn: "cn=gone,dc=example,dc=com", kind: "user", state: "removed", attributes: {} },
  ],
  members: [
    { groupId: staff, member: { entryId: ada } },
    { groupId: staff, member: { dn: "uid=elsewhere,dc=net" } },
    { groupId: staff, member: { entryId: "gone" } },
  ],
};

const whats = (model: Model) =>
  checkDump({ ldif, baseDn: "DC=example,DC=com" }, model).map(({ invariant, what }) => `${invariant} ${what}`);
const withEntry = (entryId: string, change: object): Model => ({
  ...equal,
  entries: equal.entries.map((entry) => (entry.entryId === entryId ? { ...entry, ...change } : entry)),
});

test("R5: a read model that is what the directory dumps breaks nothing", () => {
  expect(whats(equal)).toEqual([]);
});

describe("R5 is named", () => {
  test("when an entry is missing, extra, or there twice", () => {
    const [first, ...rest] = equal.entries;
    const extra = { ...(first as (typeof equal.entries)[number]), entryId: "stranger" };
    expect(whats({ ...equal, entries: rest })).toEqual([`R5 ${ada} (uid=ada,dc=example,dc=com) is missing`]);
    expect(whats({ ...equal, entries: [...equal.entries, extra] })).toEqual([
      "R5 stranger (uid=ada,dc=example,dc=com) is not in the directory",
    ]);
    expect(whats({ ...equal, entries: [...equal.entries, ...equal.entries.slice(0, 1)] })).toEqual([`R5 ${ada} is there twice`]);
  });

  test("when an entry has another name, kind or state", () => {
    expect(whats(withEntry(bob, { dn: "uid=rob,dc=example,dc=com", kind: "contact", state: "active" }))).toEqual([
      `R5 ${bob} has dn uid=rob,dc=example,dc=com, not uid=bob,dc=example,dc=com`,
      `R5 ${bob} has kind contact, not user`,
      `R5 ${bob} has state active, not disabled`,
    ]);
  });

  test("when a value is missing, extra, twice, or text instead of bytes", () => {
    expect(whats(withEntry(bob, { attributes: { uid: ["rob"], seeAlso: [{ entryId: ada }] } }))).toEqual([
      `R5 uid of ${bob} lacks text:bob`,
      `R5 uid of ${bob} has text:rob beyond the directory`,
      `R5 seealso of ${bob} lacks dn:cn="gone",dc="example",dc="com"`,
      `R5 seealso of ${bob} has id:${ada} beyond the directory`,
    ]);
    expect(whats(withEntry(staff, { attributes: { cn: ["staff", "staff"] } }))).toEqual([
      `R5 cn of ${staff} has text:staff beyond the directory`,
    ]);
    expect(whats(withEntry(staff, { attributes: { cn: [{ binary: "c3RhZmY=" }] } }))).toHaveLength(2);
  });

  test("when a membership is missing, extra or there twice", () => {
    const [first, ...rest] = equal.members;
    expect(whats({ ...equal, members: rest })).toEqual([`R5 members of ${staff} lacks id:${ada}`]);
    expect(whats({ ...equal, members: [...equal.members, { groupId: staff, member: { entryId: bob } }] })).toEqual([
      `R5 members of ${staff} has id:${bob} beyond the directory`,
    ]);
    expect(whats({ ...equal, members: [...equal.members, first as (typeof equal.members)[number]] })).toEqual([
      `R5 members of ${staff} has id:${ada} beyond the directory`,
    ]);
  });
});

describe("where a connector does not take everything below its base", () => {
  const scoped = (scope: DumpedScope, model: Model) =>
    checkDump({ ldif, baseDn: "DC=example,DC=com", scope }, model).map(({ invariant, what }) => `${invariant} ${what}`);
  const only = (...ids: readonly string[]): Model => ({
    entries: equal.entries.filter(({ entryId, state }) => ids.includes(entryId) || state === "removed"),
    members: ids.includes(staff) ? equal.members : [],
  });

  test("R5 is named when somebody is here who is left out, and when somebody is not who is not", () => {
    const excludedDns = ["UID=bob,dc=example,dc=com", "uid=ada,dc=example,dc=com"];
    expect(scoped({ excludedDns }, { ...only(staff), members: [] })).toHaveLength(3); // its members are missing, and nothing else
    expect(scoped({ excludedDns: [...excludedDns, "cn=staff,dc=example,dc=com"] }, only(bob))).toEqual([
      `R5 ${bob} (uid=bob,dc=example,dc=com) is not in the directory`,
    ]);
    expect(scoped({ keeps: (_, kind) => kind === "group" }, only())[0]).toBe(`R5 ${staff} (cn=staff,dc=example,dc=com) is missing`);
    expect(scoped({ moreBaseDns: ["dc=net"] }, equal)[0]).toMatch(/\(uid=out,dc=net\) is missing$/);
  });

  test("R5 is named when an attribute is recorded that was left out, or is not that was asked for", () => {
    expect(scoped({ omittedAttributes: ["seeAlso"] }, equal)).toEqual([
      `R5 seealso of ${bob} has dn:cn="gone",dc="example",dc="com" beyond the directory`,
    ]);
    expect(scoped({ moreAttributes: ["entryUUID"] }, equal)).toHaveLength(3);
  });
});
