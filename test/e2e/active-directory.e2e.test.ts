import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changesIn } from "../checker/dump-changes.ts";
import { readModel } from "../checker/read-model.ts";
import { isA } from "../checker/stored-message.ts";
import { activeDirectoryFixture, COMPANY, DOMAIN, filetime, groupDn, LARGE_GROUP, UNITS } from "../fixtures/active-directory.ts";
import { changedEntries, differences, type Lines, linesOfModel, ridOf } from "../fixtures/active-directory-dump.ts";
import { eventually, type Sync } from "../fixtures/api-client.ts";
import { escapeDnValue } from "../fixtures/ldif-writer.ts";
import { checkInvariants, type LiveDomain, startDomain } from "../fixtures/live-domain.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const { ldif, people, groups, contacts } = activeDirectoryFixture();
const everybody = people.length + groups.length + contacts.length;
const dnOf = (at: number): string => people[at]?.dn ?? expect.unreachable(`person ${at}`);
const GROUPS = `OU=Groups,${COMPANY}`;

let system: RunningSystem;
let domain: LiveDomain;
let connector: string;

/** Two people of whom a group is the primary one: it does not list them. */
const PRIMARY = { group: groupDn(20), people: [11, 12] };
let rid: string;
/** What the domain's own dump has said last. Asking for it takes longer than a run. */
let dumped: Lines;

const setPrimaryGroup = (at: number, to: string) => domain.change({ modify: dnOf(at), with: [["replace", "primaryGroupID", to]] });

beforeAll(async () => {
  system = await startSystem();
  domain = await startDomain(ldif);
  rid = ridOf(await domain.samba.ldbsearch(), PRIMARY.group);
  const missing = PRIMARY.people.map(dnOf).filter((dn) => !(groups[20]?.attributes.member ?? []).includes(dn));
  await domain.change({ modify: PRIMARY.group, with: [["add", "member", ...missing]] });
  for (const at of PRIMARY.people) await setPrimaryGroup(at, rid);
});
afterAll(async () => {
  await domain?.[Symbol.asyncDispose]();
  await system?.[Symbol.asyncDispose]();
});

const register = async (name: string, settings: Readonly<Record<string, unknown>> = {}): Promise<Sync & { connector: string }> => {
  const { connectorId, requestId } = await system.api.register(domain, {
    ...{ name, baseDn: DOMAIN, primaryHost: domain.samba.host, port: domain.samba.ldapsPort },
    ...{ encryptionMode: "strict", certificateAuthority: domain.samba.caPem },
    ...settings,
  });
  return { ...(await system.api.answered(connectorId, requestId)), connector: connectorId };
};

/** A full synchronisation, after which the log holds exactly the entries that differ in the domain, and the read model is the domain. */
const expectExactly = async (change: () => Promise<void>): Promise<ReadonlyMap<string, string>> => {
  const before = dumped;
  await change();
  dumped = await domain.lines(DOMAIN);
  const sync = await system.api.sync(connector);
  expect(sync).toMatchObject({ status: "completed", error: null });
  const changes = changesIn(await system.log(), sync.syncId ?? "");
  expect([...changes.keys()].sort()).toEqual(changedEntries(before, dumped));
  expect(differences(dumped, await linesOf(connector))).toEqual([]);
  return changes;
};

const linesOf = async (of: string): Promise<Lines> => linesOfModel(await readModel(system.address, of));

const expectSame = async (of: string, baseDn: string): Promise<void> => {
  const lines = await domain.lines(baseDn);
  if (baseDn === DOMAIN) dumped = lines;
  expect(differences(lines, await linesOf(of))).toEqual([]);
};

const wordsOf = (changes: ReadonlyMap<string, string>): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(changes.values(), (it) => it)].map(([words, all]) => [words, all.length]));

test("after the first synchronisation the read model is what ldbsearch says", async () => {
  const sync = await register("Domain");
  connector = sync.connector;
  expect(sync).toMatchObject({ status: "completed", error: null, mode: "full", host: domain.samba.host });
  expect(sync.counts).toMatchObject({ read: everybody, created: everybody });
  await expectSame(connector, DOMAIN);
});

test("what every domain controller refers to is no part of the domain that is missing", async () => {
  const completed = (await system.log()).find((it) => isA(it, "SyncCompleted"));
  expect(completed?.event.data).toMatchObject({ references: [], standing: { cursor: { kind: "highestCommittedUSN" } } });
});

test("an incremental synchronisation of an unchanged domain reads nothing", async () => {
  const sync = await system.api.sync(connector, "incremental");
  expect(sync).toMatchObject({ status: "completed", mode: "incremental", counts: { read: 0 } });
  expect((await expectExactly(async () => {})).size).toBe(0);
});

test("people and contacts who come, change, are renamed, move and leave are recorded once each", async () => {
  const odd = `CN=${escapeDnValue('New, "Person" +1')}`;
  const changes = await expectExactly(() =>
    domain.change(
      { add: { dn: `${odd},${UNITS[1]}`, attributes: { objectClass: "user", sAMAccountName: "odd", manager: dnOf(500) } } },
      { add: { dn: `CN=Plain,${UNITS[0]}`, attributes: { objectClass: "user", sAMAccountName: "plain", userAccountControl: "544" } } },
      { add: { dn: `CN=Supplier,OU=Contacts,${COMPANY}`, attributes: { objectClass: "contact", mail: "s@supplier.example" } } },
      {
        modify: dnOf(500),
        with: [
          ["replace", "mail", "changed@example.com"],
          ["replace", "displayName"],
          ["replace", "proxyAddresses", "SMTP:changed@example.com", "smtp:before@example.com"],
        ],
      },
      { modify: dnOf(6), with: [["replace", "thumbnailPhoto", Buffer.of(0xff, 0xd8, 0xff, 0x00, 0x01)]] },
      { modify: dnOf(51), with: [["replace", "thumbnailPhoto", Buffer.alloc(100_000, "large")]] },
      { modify: contacts[3]?.dn ?? "", with: [["replace", "company", "Another Inc."]] },
      { rename: dnOf(600), to: "CN=Renamed\\, twice" },
      { rename: dnOf(601), to: dnOf(601).slice(0, dnOf(601).indexOf(",OU=")), under: UNITS[2] ?? "" },
      ...[700, 703, 707].map((at) => ({ remove: dnOf(at) })),
      { remove: contacts[5]?.dn ?? "" },
    ),
  );
  expect(wordsOf(changes)).toMatchObject({ created: 3, removed: 4, moved: 1, "moved,updated": 1 });
});

test("accounts are disabled and enabled by an administrator, and by the date on which they expire", async () => {
  const changes = await expectExactly(() =>
    domain.change(
      { modify: dnOf(41), with: [["replace", "userAccountControl", "546"]] },
      { modify: dnOf(3), with: [["replace", "userAccountControl", "544"]] },
      { modify: dnOf(7), with: [["replace", "accountExpires", "9223372036854775807"]] },
      { modify: dnOf(9), with: [["replace", "accountExpires", filetime(new Date("2021-01-01T00:00:00Z"))]] },
    ),
  );
  expect(wordsOf(changes)).toEqual({ "disabled,updated": 2, "enabled,updated": 2 });
});

test("an account expires when its time has come, though nothing changes in the domain", async () => {
  const unit = `OU=Temporary staff,${COMPANY}`;
  const dn = `CN=For a week,${unit}`;
  await domain.change(
    { add: { dn: unit, attributes: { objectClass: "organizationalUnit" } } },
    { add: { dn, attributes: { objectClass: "user", sAMAccountName: "week", userAccountControl: "544" } } },
    { add: { dn: `CN=For good,${unit}`, attributes: { objectClass: "user", sAMAccountName: "good", userAccountControl: "544" } } },
  );
  const began = performance.now();
  const staff = await register("Temporary staff", { baseDn: unit });
  expect(staff).toMatchObject({ status: "completed", counts: { created: 2 } });
  const expires = new Date(Date.now() + 3_000 + 5 * (performance.now() - began)); // not before two more runs have ended
  await domain.change({ modify: dn, with: [["replace", "accountExpires", filetime(expires)]] });
  expect(await system.api.sync(staff.connector)).toMatchObject({ status: "completed", counts: { updated: 1, disabled: 0 } });
  expect(await system.api.sync(staff.connector, "incremental")).toMatchObject({ mode: "incremental" });
  const counts = await eventually("the account has expired", 90_000, async () => {
    const sync = await system.api.sync(staff.connector, "incremental");
    return sync.counts?.disabled === 1 ? sync.counts : undefined;
  });
  expect(counts).toMatchObject({ disabled: 1, updated: 0 });
  await expectSame(staff.connector, unit);
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: { created: 2 } });
  await expectSame(connector, DOMAIN);
});

test("members who come and go, also in a group larger than one answer, are recorded once for each group", async () => {
  const changes = await expectExactly(() =>
    domain.change(
      {
        modify: groupDn(LARGE_GROUP),
        with: [
          ["delete", "member", dnOf(5), dnOf(800), dnOf(801)],
          ["add", "member", dnOf(1650), dnOf(1651)],
        ],
      },
      { modify: groupDn(4), with: [["add", "member", dnOf(1652), `CN=Administrator,CN=Users,${DOMAIN}`]] },
      { modify: groupDn(7), with: [["replace", "member"]] },
      { modify: groupDn(8), with: [["add", "member", contacts[0]?.dn ?? "", groupDn(9)]] },
      { add: { dn: `CN=new,${GROUPS}`, attributes: { objectClass: "group", sAMAccountName: "new", member: [groupDn(1), dnOf(30)] } } },
      { remove: groupDn(10) },
      { rename: groupDn(11), to: "CN=renamed" },
    ),
  );
  expect(wordsOf(changes)).toMatchObject({ created: 1, removed: 1 });
});

test("who makes a group his primary one stays its member, though the group no longer lists him", async () => {
  const [first, second] = PRIMARY.people as [number, number];
  expect((await expectExactly(() => domain.change({ modify: PRIMARY.group, with: [["add", "member", dnOf(60)]] }))).size).toBe(1);
  expect((await expectExactly(() => setPrimaryGroup(60, rid))).size).toBe(0);
  const left = await expectExactly(async () => {
    await setPrimaryGroup(first, "513");
    await domain.change({ modify: PRIMARY.group, with: [["delete", "member", dnOf(first)]] });
    await setPrimaryGroup(second, "513");
  });
  expect([...left.values()]).toEqual(["updated"]);
});

test("a unit that is renamed moves everybody in it, and nobody leaves a group by that", async () => {
  const changes = await expectExactly(() => domain.change({ rename: UNITS[3] ?? "", to: "OU=Labs" }));
  expect(wordsOf(changes)).toEqual({ moved: expect.any(Number) });
  expect(changes.size).toBeGreaterThan(900);
});

test("who leaves the scope is removed, and stays a member by name", async () => {
  const some = await register("One unit", { baseDn: UNITS[0] });
  expect(some).toMatchObject({ status: "completed", error: null });
  await expectSame(some.connector, UNITS[0] ?? "");
  await domain.change({ rename: dnOf(5), to: "CN=Elsewhere", under: UNITS[1] ?? "" });
  expect(await system.api.sync(some.connector)).toMatchObject({ status: "completed", counts: { removed: 1 } });
  await expectSame(some.connector, UNITS[0] ?? "");
});

const keyOf = (pem: string): string =>
  createHash("sha256")
    .update(new X509Certificate(pem).publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");

test.each([
  ["LDAPS, with the pinned key", () => ({ encryptionMode: "relaxed", pinnedKey: keyOf(domain.samba.certificatePem) })],
  ["StartTLS, verified", () => ({ startTls: true, port: domain.samba.port })],
  [
    "StartTLS, with the pinned key",
    () => ({ startTls: true, port: domain.samba.port, encryptionMode: "relaxed", pinnedKey: keyOf(domain.samba.certificatePem) }),
  ],
  ["the secondary, when the primary is dead", () => ({ primaryHost: "127.0.0.1", secondaryHost: domain.samba.host })],
])("the domain is read over %s", async (name, settings) => {
  const sync = await register(name, { baseDn: `OU=Contacts,${COMPANY}`, ...settings() });
  expect(sync).toMatchObject({ status: "completed", error: null, host: domain.samba.host });
});

test("another key than the pinned one is refused before anything is said", async () => {
  const sync = await register("Another key", { encryptionMode: "relaxed", pinnedKey: "0".repeat(64) });
  expect(sync).toMatchObject({ status: "failed", error: { code: "certificateChanged" } });
});

test("a fetcher logs a few lines for each run, however many entries it reads, and no name of anybody", async () => {
  const runs = (await system.log()).filter((it) => isA(it, "SyncStarted")).length;
  const text = await readFile(system.local.services["ldap-fetcher"].logFile, "utf8");
  expect(text.split("\n").length).toBeLessThan(50 + 5 * runs);
  expect(people.filter(({ dn, attributes }) => text.includes(dn) || text.includes(String(attributes.sAMAccountName)))).toEqual([]);
});

test("through all of it every invariant has held", async () => {
  await checkInvariants(system, domain);
});
