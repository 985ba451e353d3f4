import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeCertificates } from "@dirstream/deploy/components/certificates";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseLdif } from "../checker/ldif.ts";
import { DOMAIN } from "./active-directory.ts";
import { type FakeDirectory, startFakeDirectory } from "./fake-directory.ts";

const run = promisify(execFile);
const PEOPLE = 1_600;
const PEOPLE_DN = `OU=People,OU=Company,${DOMAIN}`;
const GROUPS_DN = `OU=Groups,OU=Company,${DOMAIN}`;

const stack = new AsyncDisposableStack();
let fake: FakeDirectory;
let ldaps: FakeDirectory;
let slapd: FakeDirectory;
let caFile: string;

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), "dirstream-fake-"));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  const made = makeCertificates(directory);
  caFile = made.caFile;
  const certificate = { cert: await readFile(made.certificateFile, "utf8"), key: await readFile(made.keyFile, "utf8") };
  const common = { people: PEOPLE, groups: [1_600, 3], certificate, dirSyncRoundEntries: 1_000 };
  fake = stack.use(await startFakeDirectory(common));
  ldaps = stack.use(await startFakeDirectory({ ...common, ldaps: true }));
  slapd = stack.use(await startFakeDirectory({ ...common, dialect: "openldap" }));
});
afterAll(() => stack.disposeAsync());

/** What OpenLDAP's own client makes of the answers. */
const search = async ({ host, port, account }: FakeDirectory, ...args: readonly string[]) => {
  const url = `${args.includes("-ldaps") ? "ldaps" : "ldap"}://${host}:${port}`;
  const as = args.includes("-anonymous") ? [] : ["-D", account.dn, "-w", account.password];
  const others = args.filter((it) => !["-ldaps", "-anonymous"].includes(it));
  const env = { ...process.env, LDAPTLS_CACERT: caFile };
  const options = { env, maxBuffer: 1024 ** 3, timeout: 20_000 };
  const { stdout, stderr, code } = await run("ldapsearch", ["-x", "-LLL", "-o", "ldif-wrap=no", "-H", url, ...as, ...others], options).then(
    (said) => ({ ...said, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  // LDIF proper has no "=" and no "*" in the name of an attribute
  const ldif = stdout.replace(/^(\w+;range)=(\d+)-(\d+|\*):/gm, (_, name, from, to) => `${name}.${from}-${to === "*" ? "end" : to}:`);
  return { code, said: stderr, text: stdout, entries: parseLdif(ldif) };
};
const textsOf = (entry: { attributes: ReadonlyMap<string, readonly Buffer[]> } | undefined, name: string) =>
  (entry?.attributes.get(name) ?? []).map(String);

describe("as Active Directory", () => {
  test("at most a thousand entries come at once, and all of them in pages", async () => {
    const people = ["-b", DOMAIN, "(sAMAccountType=805306368)", "cn"];
    const atOnce = await search(fake, ...people);
    expect([atOnce.code, atOnce.entries.length]).toEqual([4, 1_000]);
    const paged = await search(fake, "-E", "pr=700/noprompt", ...people);
    expect(new Set(paged.entries.map(({ dn }) => dn)).size).toBe(PEOPLE);
  });

  test("filters find what they say, and nothing where an attribute is unknown", async () => {
    const found = async (filter: string) => (await search(fake, "-b", PEOPLE_DN, filter, "cn")).entries.map((it) => textsOf(it, "cn")[0]);
    expect(await found("(&(cn=PERSON12*)(!(cn=*0*))(|(cn=person1*28)(cn=person12)))")).toEqual(["person12", "person128", "person1228"]);
    expect(await found("(&(uSNChanged>=1015)(uSNChanged<=1016))")).toEqual(["person10", "person11"]);
    expect(await found("(objectGUID=\\05\\00\\00\\00\\4e\\fa\\1e\\4d\\80\\00\\d1\\ec\\70\\00\\00\\01)")).toEqual(["person0"]);
    expect(await found("(!(msExchHideFromAddressLists=TRUE))")).toEqual([]);
  });

  test("1,500 values of an attribute come at once, and the rest by ranges", async () => {
    const first = await search(fake, "-b", `CN=group0,${GROUPS_DN}`, "-s", "base", "member");
    expect(textsOf(first.entries[0], "member;range.0-1499")).toHaveLength(1_500);
    const rest = await search(fake, "-b", `CN=group0,${GROUPS_DN}`, "-s", "base", "(member=*)", "member;range=1500-2999");
    expect(textsOf(rest.entries[0], "member;range.1500-end").at(-1)).toBe(`CN=person1599,${PEOPLE_DN}`);
  });

  test("names come with GUIDs where that is asked for, and entries are found by them", async () => {
    const [group] = (await search(fake, "-E", "!extendedDn=1", "-b", `CN=group1,${GROUPS_DN}`, "-s", "base", "member")).entries;
    const member = /^<GUID=([0-9a-f-]+)>;<SID=S-1-5-21-[\d-]+>;(.*)$/.exec(textsOf(group, "member")[0] ?? "");
    expect(member?.[2]).toBe(`CN=person7,${PEOPLE_DN}`);
    const [person] = (await search(fake, "-b", `<GUID=${member?.[1]}>`, "-s", "base", "cn")).entries;
    expect(textsOf(person, "cn")).toEqual(["person7"]);
  });

  test("nobody is asked for a password, but who gives none is nobody and sees the rootDSE only", async () => {
    expect((await search(fake, "-anonymous", "-b", "", "-s", "base", "supportedCapabilities")).text).toContain("1.2.840.113556.1.4.800");
    expect((await search(fake, "-anonymous", "-b", DOMAIN)).code).toBe(1);
    const wrong = await search({ ...fake, account: { ...fake.account, password: "wrong" } }, "-b", DOMAIN);
    expect(wrong).toMatchObject({ code: 49, said: expect.stringContaining("data 52e") });
  });

  test("DirSync tells in rounds what has changed since a cookie, each member who came or went, and who was deleted", async () => {
    const all = ["-b", DOMAIN, "(objectClass=*)", "name", "mail", "title", "member", "isDeleted"];
    const cookieOf = (text: string) => /cookie:: (\S+)/.exec(text)?.[1] ?? "";
    const isMore = (text: string) => text.includes("continueFlag=1");
    const first = await search(fake, "-E", "!dirSync=0/0", ...all);
    const second = await search(fake, "-E", `!dirSync=0/0/${cookieOf(first.text)}`, ...all);
    expect([isMore(first.text), isMore(second.text)]).toEqual([true, false]);
    expect(first.text.match(/^dn:/gm)).toHaveLength(1_000);
    expect(second.text.match(/^dn:/gm)).toHaveLength(PEOPLE + 2 + 5 - 1_000);

    const [leaver, changed] = [`CN=person3,${PEOPLE_DN}`, `CN=person4,${PEOPLE_DN}`];
    fake.change(
      {
        modify: changed,
        with: [
          ["replace", "title", "Dr"],
          ["replace", "mail"],
        ],
      },
      {
        modify: `CN=group1,${GROUPS_DN}`,
        with: [
          ["delete", "member", `CN=person7,${PEOPLE_DN}`],
          ["add", "member", changed],
        ],
      },
      { rename: `CN=person5,${PEOPLE_DN}`, to: "CN=moved", under: DOMAIN },
      { remove: leaver },
      { add: { dn: `CN=new,${PEOPLE_DN}`, attributes: { objectClass: "user", sAMAccountName: "new" } } },
    );
    const since = await search(fake, "-E", `!dirSync=2147483649/0/${cookieOf(second.text)}`, ...all);
    expect(since.text.split("\n").filter((line) => /^(?:dn|title|mail|member|isDeleted|name)/.test(line))).toEqual([
      ...[`dn: ${changed}`, "title: Dr"],
      ...[`dn: CN=group1,${GROUPS_DN}`, `member;range=1-1: ${changed}`, `member;range=0-0: CN=person7,${PEOPLE_DN}`],
      ...[`dn: CN=moved,${DOMAIN}`, "name: moved"],
      expect.stringMatching(/^dn: CN=person3\\0ADEL:[0-9a-f-]{36},CN=Deleted Objects,/),
      expect.stringMatching(/^name/),
      "isDeleted: TRUE",
      ...[`dn: CN=new,${PEOPLE_DN}`, "name: new"],
    ]);
    expect((await search(fake, "-E", "!dirSync=0/0/bm9uZQ==", ...all)).code).toBe(12);
    expect((await search(fake, "-b", leaver, "-s", "base")).code).toBe(32);
    const deleted = ["-b", DOMAIN, "(&(isDeleted=TRUE)(sAMAccountName=person3))", "lastKnownParent"];
    expect((await search(fake, ...deleted)).entries).toEqual([]);
    expect(textsOf((await search(fake, "-E", "!showDeleted", ...deleted)).entries[0], "lastknownparent")).toEqual([PEOPLE_DN]);
  });
});

test("StartTLS and LDAPS are served with the certificate, and the password is heard inside of them only", async () => {
  fake.forget();
  for (const it of [await search(fake, "-ZZ", "-b", DOMAIN, "-s", "base"), await search(ldaps, "-ldaps", "-b", DOMAIN, "-s", "base")]) {
    expect([it.code, it.entries.length]).toEqual([0, 1]);
  }
  for (const { heard, account } of [fake, ldaps]) {
    expect(heard.binds).toMatchObject([{ isEncrypted: true, dn: account.dn }]);
    expect(Buffer.concat(heard.inClear).includes(account.password)).toBe(false);
  }
});

test("as OpenLDAP, entries have their own UUID and change number, and the suffix the newest of all", async () => {
  const stamp = async () => textsOf((await search(slapd, "-b", slapd.baseDn, "-s", "base", "contextCSN")).entries[0], "contextcsn")[0];
  const before = await stamp();
  slapd.change({ remove: `uid=person0,ou=people,ou=company,${slapd.baseDn}` });
  expect(await stamp()).not.toBe(before);
  const { entries } = await search(slapd, "-b", slapd.baseDn, "(objectClass=inetOrgPerson)", "entryUUID", "entryCSN");
  expect(new Set(entries.flatMap((it) => textsOf(it, "entryuuid"))).size).toBe(PEOPLE - 1);
});

test("as any other server, it says nothing of its kind nor of its whole state, and of entries the second of their last change", async () => {
  await using other = await startFakeDirectory({ people: 30, dialect: "generic" });
  const [rootDse] = (await search(other, "-b", "", "-s", "base", "*", "+")).entries;
  expect([textsOf(rootDse, "objectclass"), textsOf(rootDse, "vendorname")]).toEqual([["top"], ["Fake DC1"]]);
  const dn = `uid=person7,ou=people,ou=company,${other.baseDn}`;
  const shown = async () => (await search(other, "-b", dn, "-s", "base", "+")).entries[0];
  const before = await shown();
  expect([...(before?.attributes.keys() ?? [])].sort()).toEqual(["createtimestamp", "entryuuid", "modifytimestamp"]);
  other.change({ modify: dn, with: [["replace", "title", "Changed"]] });
  expect(textsOf(await shown(), "modifytimestamp")).not.toEqual(textsOf(before, "modifytimestamp"));
  const { entries } = await search(other, "-b", other.baseDn, "(!(modifyTimestamp=*))", "1.1");
  expect(entries).toHaveLength(2);
});

test("a million people are there at once, and found by what they are", async () => {
  await using large = await startFakeDirectory({ people: 1_000_000, groups: [200_000] });
  const { entries } = await search(large, "-b", `CN=person999999,${PEOPLE_DN}`, "-s", "base", "cn");
  expect(textsOf(entries[0], "cn")).toEqual(["person999999"]);
  const last = await search(large, "-b", `CN=group0,${GROUPS_DN}`, "-s", "base", "(cn=*)", "member;range=199999-*");
  expect(textsOf(last.entries[0], "member;range.199999-end")).toEqual([`CN=person199999,${PEOPLE_DN}`]);
});
