import { canonicalDn, equal, type Filter, not, parseDn, parseFilter, present, printDn } from "@dirstream/ldap";
import { Client } from "ldapts";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import type { Entry } from "./entry.ts";
import { type DirectoryAccess, openDirectory } from "./open-directory.ts";
import { decodeValues } from "./values.ts";

const ldap = inject("ldap");
const BASE = `ou=directory reading,${ldap.baseDn}`;
const writer = new Client({ url: ldap.url });

const access = (other: Partial<DirectoryAccess> = {}): DirectoryAccess => ({
  hosts: [ldap.host],
  port: ldap.port,
  encryption: { mode: "none" },
  bindDn: ldap.adminDn,
  password: ldap.adminPassword,
  baseDn: BASE,
  allowAddress: () => true,
  ...other,
});

const all = async (pages: AsyncIterable<readonly Entry[]>): Promise<Entry[]> => {
  const entries: Entry[] = [];
  for await (const page of pages) entries.push(...page);
  return entries;
};

const addPerson = (dn: string, attributes: Record<string, string | string[] | Buffer | Buffer[]> = {}): Promise<void> =>
  writer.add(dn, { objectClass: "inetOrgPerson", sn: "Test", ...attributes } as Record<string, string>);

const addUnit = async (name: string): Promise<string> => {
  const dn = `ou=${name},${BASE}`;
  await writer.add(dn, { objectClass: "organizationalUnit", ou: name });
  return dn;
};

beforeAll(async () => {
  await writer.bind(ldap.adminDn, ldap.adminPassword);
  await writer.add(BASE, { objectClass: "organizationalUnit", ou: "directory reading" });
});

afterAll(async () => {
  await writer.unbind();
});

describe("entries", () => {
  const AWKWARD = [
    "a, b",
    " lead",
    "trail ",
    "#hash",
    'quote"d',
    "back\\slash",
    "plus+",
    "semi;colon",
    "<angle>",
    "equals=",
    "a\nb",
    "Lučić",
    "山田",
    "עברית",
    "🙂",
    "e\u0301",
    "*()",
    "x".repeat(200),
  ];

  test("awkward names come back as they were written, and are found again by their ids", async () => {
    const unit = await addUnit("awkward");
    for (const cn of AWKWARD) await addPerson(printDn([[{ type: "cn", value: cn }], ...parseDn(unit)]));
    await addPerson(`cn=several+uid=parts,${unit}`);
    using directory = await openDirectory(access({ baseDn: unit }));
    const swept = await all(directory.read(present("cn"), []));
    const expected = [...AWKWARD.map((cn) => printDn([[{ type: "cn", value: cn }], ...parseDn(unit)])), `uid=parts+cn=several,${unit}`];
    expect(swept.map(({ dn }) => canonicalDn(dn)).sort()).toEqual(expected.map(canonicalDn).sort());
    const ids = swept.map(({ id }) => id);
    expect(new Set(ids).size).toBe(AWKWARD.length + 1);
    const again = await all(directory.readByIds(ids, undefined, ["sn"]));
    expect(again.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(await directory.incompleteness()).toEqual([]);
  });

  test("many pages give every entry once, with other questions asked between them", async () => {
    const unit = await addUnit("paged");
    for (let n = 0; n < 120; n++) await addPerson(`uid=p${n},${unit}`, { cn: `Person ${n}` });
    using directory = await openDirectory(access({ baseDn: unit, pageSize: 7 }));
    const seen: string[] = [];
    for await (const page of directory.read(present("uid"), ["cn"])) {
      expect(page.length).toBeLessThanOrEqual(7);
      const ids = page.map(({ id }) => id);
      expect(await all(directory.readByIds(ids, present("uid"), []))).toHaveLength(ids.length);
      expect(await all(directory.readByIds(ids, not(present("uid")), []))).toEqual([]);
      seen.push(...page.map(({ dn }) => dn));
    }
    expect(seen.sort()).toEqual(Array.from({ length: 120 }, (_, n) => `uid=p${n},${unit}`).sort());
    const everyId = (await all(directory.read(present("uid"), []))).map(({ id }) => id);
    expect(await all(directory.readByIds(everyId, undefined, ["cn"]))).toHaveLength(120);
    expect(await directory.incompleteness()).toEqual([]);
  });

  test("a change shows in the marker of its entry alone; a rename keeps the id", async () => {
    const unit = await addUnit("markers");
    for (const uid of ["a", "b", "c"]) await addPerson(`uid=${uid},${unit}`, { cn: uid });
    using directory = await openDirectory(access({ baseDn: unit }));
    const sweep = async (): Promise<Map<string, Entry>> =>
      new Map((await all(directory.read(present("uid"), []))).map((entry) => [entry.id, entry]));
    const before = await sweep();
    const state = await directory.changeState();
    await writer.modifyDN(`uid=a,${unit}`, "uid=renamed");
    await writer.del(`uid=c,${unit}`);
    const after = await sweep();
    expect(await directory.changeState()).not.toEqual(state);
    const changed = [...before].filter(([id, entry]) => after.get(id)?.marker !== entry.marker).map(([, { dn }]) => dn);
    expect(changed.sort()).toEqual([`uid=a,${unit}`, `uid=c,${unit}`]);
    expect([...after.values()].map(({ dn }) => dn).sort()).toEqual([`uid=b,${unit}`, `uid=renamed,${unit}`]);
  });

  test("the server's own mark stays while nothing is written", async () => {
    using directory = await openDirectory(access());
    await vi.waitFor(async () => expect(await directory.changeState()).toEqual(await directory.changeState()), 10_000);
  });

  test("values keep their bytes", async () => {
    const unit = await addUnit("values");
    const photo = Buffer.from([0xff, 0xd8, 0, 1, 0xff]);
    await addPerson(`uid=v,${unit}`, { cn: ["\ufeffAB", "é"], jpegPhoto: photo, description: "x".repeat(100_000) });
    using directory = await openDirectory(access({ baseDn: unit }));
    const [entry] = await all(directory.read(present("uid"), ["cn", "jpegPhoto", "description"]));
    const values = Object.fromEntries((entry?.attributes ?? []).map((attribute) => [attribute.type, decodeValues(attribute)]));
    expect(values).toEqual({
      cn: ["\ufeffAB", "é"],
      jpegPhoto: [{ binary: photo.toString("base64") }],
      description: ["x".repeat(100_000)],
    });
  });

  test("a referral object makes the reading incomplete", async () => {
    const unit = await addUnit("referring");
    const ref = "ldap://127.0.0.1:1/ou=far,dc=example,dc=com";
    await writer.add(`ou=far,${unit}`, { objectClass: ["referral", "extensibleObject"], ou: "far", ref });
    using directory = await openDirectory(access({ baseDn: unit }));
    await all(directory.read(present("objectClass"), []));
    expect(directory.references).toEqual([expect.stringContaining("ldap://127.0.0.1:1/")]);
    expect(await directory.incompleteness()).toEqual(["referencesNotFollowed"]);
  });
});

test("filters reach the server byte by byte", async () => {
  const unit = await addUnit("filters");
  await addPerson(`uid=j,${unit}`, { cn: "Jürgen Müller (Köln)*", sn: "Müller" });
  await addPerson(`uid=k,${unit}`, { cn: "Karl", sn: "Lager" });
  using directory = await openDirectory(access({ baseDn: unit }));
  const found = async (filter: Filter): Promise<string> => (await all(directory.read(filter, []))).map(({ dn }) => dn.slice(4, 5)).join("");
  expect(await found(parseFilter("(sn=M\\c3\\bcller)"))).toBe("j");
  expect(await found(parseFilter("(cn=j\\c3\\bcrgen*m\\c3\\bcll*\\2a)"))).toBe("j");
  expect(await found(parseFilter("(cn=*(*)".replace("(*)", "\\28*)")))).toBe("j");
  expect(await found(parseFilter("(sn:caseExactMatch:=Müller)"))).toBe("j");
  expect(await found(parseFilter("(sn:caseExactMatch:=müller)"))).toBe("");
  expect(await found(equal("cn", "Jürgen Müller (Köln)*"))).toBe("j");
  expect(await found(parseFilter("(&(createTimestamp>=20200101000000Z)(uid=*)(!(cn~=Jürgen)))"))).toBe("k");
  expect(await found(parseFilter("(|(sn=Lager)(&(uid=j)(createTimestamp<=20990101000000Z)))"))).toMatch(/^(jk|kj)$/);
  expect(await found(parseFilter("(&)"))).toContain("k");
});

describe("refusals", () => {
  test.each<[string, Partial<DirectoryAccess>, object]>([
    ["a wrong password", { password: "wrong" }, { stage: "bind", code: "invalidCredentials", retryable: false }],
    ["an unknown account", { bindDn: `cn=nobody,${ldap.baseDn}` }, { stage: "bind", code: "invalidCredentials" }],
    ["a bind DN that is none", { bindDn: "Administrator" }, { stage: "bind", code: "invalidDnSyntax" }],
    ["a base that is missing", { baseDn: `ou=missing,${ldap.baseDn}` }, { stage: "base", code: "noSuchBase" }],
    ["a base that another server holds", { baseDn: "dc=elsewhere,dc=org" }, { stage: "base" }],
    ["no TLS, where TLS is asked for", { encryption: { mode: "strict" } }, { stage: "tls", tryOtherHost: true }],
    [
      "an authority that is not known",
      { encryption: { mode: "strict" }, port: ldap.ldapsPort },
      { stage: "tls", code: "certificateUntrusted" },
    ],
    ["the same over StartTLS", { encryption: { mode: "strict", startTls: true } }, { stage: "tls", code: "certificateUntrusted" }],
  ])("%s", async (_, wrong, failure) => {
    await expect(openDirectory(access(wrong))).rejects.toMatchObject(failure);
  });
});

test.each([
  ["LDAPS", { port: ldap.ldapsPort }, false],
  ["StartTLS", { port: ldap.port }, true],
])("%s, strict with the authority given, and relaxed by the key it shows", async (_, { port }, startTls) => {
  using strict = await openDirectory(access({ port, encryption: { mode: "strict", startTls, ca: ldap.caPem } }));
  const pinnedKey = strict.certificate?.keySha256;
  expect(pinnedKey).toMatch(/^[0-9a-f]{64}$/);
  using relaxed = await openDirectory(access({ port, encryption: { mode: "relaxed", startTls, pinnedKey } }));
  expect(relaxed.identity).toEqual(strict.identity);
  expect(await all(relaxed.read(parseFilter("(ou=directory reading)"), []))).toHaveLength(1);
});
