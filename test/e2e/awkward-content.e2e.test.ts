import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { AttributeValue } from "@dirstream/contracts";
import { startSlapd } from "@dirstream/deploy/components/slapd";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readModel } from "../checker/read-model.ts";
import { isA } from "../checker/stored-message.ts";
import { activeDirectoryFixture, COMPANY } from "../fixtures/active-directory.ts";
import { differences, linesOfModel, recordsOf } from "../fixtures/active-directory-dump.ts";
import { SUFFIX } from "../fixtures/awkward-directory.ts";
import { awkwardDns, respelledDn } from "../fixtures/awkward-dns.ts";
import { writeLdif } from "../fixtures/ldif-writer.ts";
import { liveDirectory } from "../fixtures/live-directory.ts";
import { checkInvariants, type LiveDomain, startDomain } from "../fixtures/live-domain.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

/** Active Directory takes blanks at the ends away and keeps two forms for its own use; ldbsearch writes a "<" at the beginning as it is. */
const isTakenBySamba = (name: string): boolean => name === name.trim() && !/\n(?:DEL|CNF):|^</.test(name);

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let domain: LiveDomain;
beforeAll(async () => {
  system = stack.use(await startSystem());
  domain = stack.use(await startDomain(activeDirectoryFixture({ people: 150, groups: 24 }).ldif));
});
afterAll(() => stack.disposeAsync());
const reached = () => ({
  ...{ primaryHost: domain.samba.host, port: domain.samba.ldapsPort },
  ...{ encryptionMode: "strict", certificateAuthority: domain.samba.caPem },
});

test("OpenLDAP: whatever a name holds and however deep it lies, everybody is there once, and known in every spelling", async () => {
  const BASE_DN = `o=Names,${SUFFIX}`;
  const named = awkwardDns(BASE_DN, { levels: 255 }, (cn) => ({ objectClass: "inetOrgPerson", cn, sn: cn }));
  const several = ["cn=a\\, b+sn=c\\+d", 'sn=\\#1+uid=\\ x+cn=\\"y\\"'].map((rdn) => `${rdn},${BASE_DN}`);
  const dns = [...named.dns, ...several];
  const group = (cn: string, member: readonly string[]) => ({
    dn: `cn=${cn},${BASE_DN}`,
    attributes: { objectClass: "groupOfNames", cn, member },
  });
  const directory = await system.startDirectory(
    "names",
    writeLdif([
      { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
      { dn: BASE_DN, attributes: { objectClass: "organization", o: "Names" } },
      ...named.records,
      { dn: several[0] ?? "", attributes: { objectClass: "inetOrgPerson", cn: "a, b", sn: "c+d" } },
      { dn: several[1] ?? "", attributes: { objectClass: "inetOrgPerson", cn: '"y"', sn: "#1", uid: " x" } },
      group("as they are", dns),
      group("respelled", dns.map(respelledDn)),
    ]),
  );
  const { connectorId, requestId } = await system.api.register(directory, { name: "Names", baseDn: BASE_DN });
  const sync = await system.api.answered(connectorId, requestId);
  expect(sync).toMatchObject({ status: "completed", error: null, counts: { created: dns.length + 2 } });
  const { members, entries } = await readModel(system.address, connectorId);
  expect(members.filter(({ member }) => member.entryId === undefined)).toEqual([]);
  expect(members).toHaveLength(2 * dns.length);
  expect(new Set(entries.map(({ entryId }) => entryId)).size).toBe(dns.length + 2);
  await system.check([{ connector: connectorId, directory, baseDn: BASE_DN }]);
  expect(await system.api.sync(connectorId)).toMatchObject({ status: "completed", counts: { updated: 0, moved: 0, removed: 0 } });
});

test("Active Directory: the same names, as far as it takes them", async () => {
  const baseDn = `OU=Names,${COMPANY}`;
  const named = awkwardDns(
    baseDn,
    { levels: 30 },
    (_, at) => ({ objectClass: "user", sAMAccountName: `n${at}`, userAccountControl: "544" }),
    isTakenBySamba,
  );
  const groups = [named.dns, named.dns.map(respelledDn)].map((member, at) => ({
    add: { dn: `CN=Group ${at},${baseDn}`, attributes: { objectClass: "group", sAMAccountName: `names${at}`, member } },
  }));
  await domain.change(
    { add: { dn: baseDn, attributes: { objectClass: "organizationalUnit" } } },
    ...named.records.map((add) => ({ add })),
    ...groups,
  );
  const { connectorId, requestId } = await system.api.register(domain, {
    ...{ name: "Names", baseDn, ...reached() },
  });
  const sync = await system.api.answered(connectorId, requestId);
  expect(sync).toMatchObject({ status: "completed", error: null, counts: { created: named.dns.length + groups.length } });
  expect(differences(await domain.lines(baseDn), linesOfModel(await readModel(system.address, connectorId)))).toEqual([]);
  await checkInvariants(system, domain);
});

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const JPEG = Buffer.of(0xff, 0xd8, 0xff, 0xe0);
/** Text that has to stay text, and what only looks like it. */
const TEXTS = [
  "plain",
  "\ufeffAB",
  "Zoë e\u0301 山田 🙂",
  "  blanks  ",
  "a\r\nb\tc",
  "\u202Ereversed",
  "x".repeat(65_536),
  "é".repeat(32_769),
].map((it) => Buffer.from(it));
const NO_TEXTS = ["ff41", "c0af", "80", "eda080", "f4908080", "610062", "efbbbf00", "00", "fffe4100", "c3"].map((hex) =>
  Buffer.from(hex, "hex"),
);

const bytesOf = (value: AttributeValue): string => {
  if (typeof value === "string") return Buffer.from(value).toString("base64");
  if ("binary" in value) return String(value.binary);
  return "sha256" in value ? `${value.sha256} ${value.bytes}` : JSON.stringify(value);
};
const dumpedBytes = (value: Buffer): string =>
  value.length <= 65_536 ? value.toString("base64") : `${createHash("sha256").update(value).digest("hex")} ${value.length}`;

/** The values of these attributes, as base64: in the directory's own dump, in the log, and in the tables. */
const expectSameBytes = async (connector: string, ldif: string, baseDn: string, names: readonly string[]): Promise<void> => {
  const lines = (dn: string, values: (name: string) => readonly string[]) =>
    names.flatMap((name) => values(name.toLowerCase()).map((value) => `${dn} ${name} ${value}`));
  const recorded = (entries: readonly { dn: string; attributes: Readonly<Record<string, readonly AttributeValue[]>> }[]) =>
    entries
      .flatMap(({ dn, attributes }) => {
        const byName = new Map(Object.entries(attributes).map(([name, values]) => [name.toLowerCase(), values]));
        return lines(dn, (name) => (byName.get(name) ?? []).map(bytesOf));
      })
      .sort();
  const inScope = recordsOf(ldif).filter(({ dn }) => dn.endsWith(`,${baseDn}`));
  const expected = inScope.flatMap(({ dn, attributes }) => lines(dn, (name) => (attributes.get(name) ?? []).map(dumpedBytes))).sort();
  expect(expected.length).toBeGreaterThan(TEXTS.length);
  const events = (await system.log()).filter((it) => isA(it, "EntryChanged") && it.subject.includes(connector));
  expect(recorded(events.flatMap((it) => (isA(it, "EntryChanged") ? [it.event.data] : [])))).toEqual(expected);
  expect(recorded((await readModel(system.address, connector)).entries)).toEqual(expected);
};

test("OpenLDAP: values keep their bytes, whether they are text, are none, or only look like it", async () => {
  const baseDn = `o=Values,${SUFFIX}`;
  const adminPassword = `Canary-${randomBytes(12).toString("base64url")}`;
  const people = [...TEXTS, ...NO_TEXTS, EVERY_BYTE].map((value, at) => ({
    dn: `uid=v${at},${baseDn}`,
    attributes: {
      ...{ objectClass: ["inetOrgPerson", "badged"], uid: `v${at}`, cn: `v${at}`, sn: "V" },
      ...{ badge: value, audio: value, jpegPhoto: Buffer.concat([JPEG, value]) },
      ...(TEXTS.includes(value) && { description: value }),
    },
  }));
  const ldif = writeLdif([
    { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
    { dn: baseDn, attributes: { objectClass: "organization", o: "Values" } },
    ...people,
  ]);
  const serverLines = [
    "attributetype ( 1.3.6.1.4.1.99999.1 NAME 'badge' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 )",
    "objectclass ( 1.3.6.1.4.1.99999.2 NAME 'badged' SUP top AUXILIARY MAY badge )",
  ];
  await using slapd = await startSlapd({ directory: join(system.local.home, "values"), suffix: SUFFIX, adminPassword, ldif, serverLines });
  const { connectorId, requestId } = await system.api.register(liveDirectory(slapd), {
    ...{ name: "Values", baseDn, scope: { moreAttributes: ["badge", "audio"] } },
  });
  expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", counts: { created: people.length } });
  await expectSameBytes(connectorId, await slapd.slapcat(), baseDn, ["badge", "audio", "jpegPhoto", "description", "cn"]);
  await system.check();
});

test("Active Directory: the same of its photos, its identifiers, and the texts that it takes", async () => {
  const baseDn = `OU=Values,${COMPANY}`;
  const texts = TEXTS.filter(({ length }) => length <= 1_024);
  const people = [...texts, ...NO_TEXTS, EVERY_BYTE].map((value, at) => ({
    dn: `CN=v${at},${baseDn}`,
    attributes: {
      ...{ objectClass: "user", sAMAccountName: `v${at}`, userAccountControl: "544" },
      ...{ thumbnailPhoto: value, jpegPhoto: Buffer.concat([JPEG, value]), "mS-DS-ConsistencyGuid": value },
      ...(texts.includes(value) && { info: value }),
    },
  }));
  await domain.change({ add: { dn: baseDn, attributes: { objectClass: "organizationalUnit" } } }, ...people.map((add) => ({ add })));
  const attributes = { moreAttributes: ["mS-DS-ConsistencyGuid", "jpegPhoto"] };
  const { connectorId, requestId } = await system.api.register(domain, { name: "Values", baseDn, ...reached(), scope: attributes });
  expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", counts: { created: people.length } });
  await expectSameBytes(connectorId, await domain.samba.ldbsearch(), baseDn, [
    ...["thumbnailPhoto", "jpegPhoto", "mS-DS-ConsistencyGuid", "info", "objectSid", "cn"],
  ]);
});
