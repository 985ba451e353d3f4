import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { startSlapd } from "@dirstream/deploy/components/slapd";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readList } from "../checker/read-model.ts";
import { isA } from "../checker/stored-message.ts";
import type { Sync } from "../fixtures/api-client.ts";
import { SUFFIX } from "../fixtures/awkward-directory.ts";
import { type Hold, holdsOf, removedBy } from "../fixtures/holds.ts";
import { type LdifRecord, writeLdif } from "../fixtures/ldif-writer.ts";
import { type LiveDirectory, liveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const BASE_DN = `o=Company,${SUFFIX}`;
const [BERLIN, PARIS, TOKYO] = ["Berlin", "Paris", "Tokyo"].map((name) => `ou=${name},${BASE_DN}`) as [string, string, string];
const READER = `cn=reader,${SUFFIX}`;
/** Gets so many entries of a search and no more. */
const LIMITED = `cn=limited,${SUFFIX}`;
const FEW = 25;
/** Who is in one of these may read a part: the base itself, everything below it, one office. */
const RIGHTS = {
  base: `cn=readers of the base,${SUFFIX}`,
  below: `cn=readers of people,${SUFFIX}`,
  paris: `cn=readers of Paris,${SUFFIX}`,
};
const ACCESS = [
  "access to attrs=userPassword by anonymous auth by * none",
  `access to dn.subtree="${PARIS}" by group.exact="${RIGHTS.paris}" read by * none`,
  `access to dn.children="${BASE_DN}" by group.exact="${RIGHTS.below}" read by * none`,
  `access to dn.base="${BASE_DN}" by group.exact="${RIGHTS.base}" read by * none`,
  `access to * by dn.exact="${READER}" read by dn.exact="${LIMITED}" read by * none`,
  `limits dn.exact="${LIMITED}" size=${FEW} size.prtotal=${FEW}`,
];
const IN_EACH = 60;

const unit = (dn: string): LdifRecord => ({ dn, attributes: { objectClass: "organizationalUnit", ou: /^ou=([^,]*)/.exec(dn)?.[1] ?? "" } });
const people = [BERLIN, PARIS, TOKYO].flatMap((place, office) =>
  Array.from({ length: IN_EACH }, (_, at): LdifRecord => {
    const uid = `u${office * IN_EACH + at}`;
    return { dn: `uid=${uid},${place}`, attributes: { objectClass: "inetOrgPerson", uid, cn: uid, sn: uid, employeeType: "staff" } };
  }),
);
const dns = people.map(({ dn }) => dn);
const group = (cn: string, place: string, member: readonly string[]): LdifRecord => ({
  dn: `cn=${cn},${place}`,
  attributes: { objectClass: "groupOfNames", cn, member },
});
const readerPassword = `Canary-${randomBytes(12).toString("base64url")}`;
const queryAccount = (dn: string): LdifRecord => ({
  dn,
  attributes: {
    objectClass: ["organizationalRole", "simpleSecurityObject"],
    cn: /^cn=([^,]*)/.exec(dn)?.[1] ?? "",
    userPassword: readerPassword,
  },
});
const [STAFF, CLUB, THREE] = ["staff", "club", "three"].map((cn) => `cn=${cn},${BASE_DN}`) as [string, string, string];

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let connector: string;

beforeAll(async () => {
  system = stack.use(await startSystem());
  const ldif = writeLdif([
    { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
    ...[READER, LIMITED].map(queryAccount),
    ...Object.values(RIGHTS).map((dn) => group(/^cn=([^,]*)/.exec(dn)?.[1] ?? "", SUFFIX, [READER, LIMITED])),
    { dn: BASE_DN, attributes: { objectClass: "organization", o: "Company" } },
    ...[BERLIN, PARIS, TOKYO].map(unit),
    ...people,
    ...[group("staff", BASE_DN, dns.slice(0, 100)), group("club", BASE_DN, dns.slice(40, 120)), group("three", BASE_DN, dns.slice(0, 3))],
  ]);
  const adminPassword = `Canary-${randomBytes(12).toString("base64url")}`;
  const place = join(system.local.home, "guarded");
  const slapd = stack.use(await startSlapd({ directory: place, suffix: SUFFIX, adminPassword, ldif, databaseLines: ACCESS }));
  directory = liveDirectory(slapd);
  const account = { bindDn: READER, bindPassword: readerPassword };
  const { connectorId, requestId } = await system.api.register(directory, { name: "Company", baseDn: BASE_DN, ...account });
  connector = connectorId;
  expect(await system.api.answered(connector, requestId)).toMatchObject({ status: "completed", counts: { created: people.length + 3 } });
});
afterAll(() => stack.disposeAsync());

interface Entry {
  readonly entryId: string;
  readonly dn: string;
}

const holds = () => holdsOf(system, connector);
const usersHere = () => readList<Entry>(system.address, `users?connector=${connector}`);
const membersOf = async (dn: string): Promise<number> => {
  const found = (await readList<Entry>(system.address, `groups?connector=${connector}`)).find((it) => it.dn === dn);
  return (await readList(system.address, `groups/${connector}.${found?.entryId}/members?`)).length;
};
const revoke = (right: string) => directory.change({ modify: right, with: [["replace", "member", `cn=nobody,${SUFFIX}`]] });
const grant = (right: string) => directory.change({ modify: right, with: [["replace", "member", READER, LIMITED]] });
const configure = async (settings: object): Promise<void> => {
  const path = `/connectors/${connector}`;
  const { etag } = await system.api.ask("GET", path);
  expect(await system.api.ask("PATCH", path, settings, { "if-match": etag ?? "" })).toMatchObject({ status: 200 });
};
const leave = (of: string, who: readonly string[]) => directory.change({ modify: of, with: [["delete", "member", ...who]] });
/** The read model against slapcat, and every invariant. */
const expectSame = () => system.check([{ connector, directory, baseDn: BASE_DN }]);
const changedBy = async ({ syncId }: Sync): Promise<string[]> =>
  (await system.log()).flatMap((it) => (isA(it, "EntryChanged") && it.event.data.syncId === syncId ? [it.event.data.dn] : []));

const UNCHANGED = { created: 0, updated: 0, moved: 0, restored: 0, removed: 0 };
const statusOf = async ({ holdId }: Hold) => (await holds().all()).find((it) => it.holdId === holdId)?.status;

/** A run that would lose these people loses nobody, and asks. */
const expectHeld = async (lost: readonly string[], mode: "full" | "incremental" = "full") => {
  const before = await usersHere();
  expect(await system.api.sync(connector, mode)).toMatchObject({ status: "held", error: null, counts: { removed: 0, disabled: 0 } });
  expect(await usersHere()).toEqual(before);
  const hold = await holds().open();
  expect(hold.held).toMatchObject({ disabled: 0, groups: 0, membersLost: 0 });
  const items = await holds().items(hold);
  expect(items.filter(({ change }) => change !== "removed")).toEqual([]);
  const ids = before.filter(({ dn }) => lost.includes(dn)).map(({ entryId }) => entryId);
  const asked = items.map(({ entryId }) => entryId);
  expect(asked).toEqual(expect.arrayContaining(ids));
  expect(hold.held.removed).toBe(asked.length);
  return { hold, asked };
};
const expectApproved = async (hold: Awaited<ReturnType<typeof expectHeld>>) => {
  const applied = await holds().decide(hold.hold, "approve");
  expect(applied).toMatchObject({ status: "completed", error: null, counts: { removed: hold.asked.length } });
  expect((await removedBy(system, applied)).sort()).toEqual(hold.asked.toSorted());
};

test("an office of which nothing may be read any more is held, and readable again nothing has happened to it", async () => {
  await revoke(RIGHTS.paris);
  const { hold, asked } = await expectHeld(dns.slice(IN_EACH, 2 * IN_EACH));
  expect(asked).toHaveLength(IN_EACH);
  await grant(RIGHTS.paris);
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: UNCHANGED });
  expect(await statusOf(hold)).toBe("closed");
  await expectSame();
});

test("where everything has become unreadable the answer is empty, and nobody believes it; rejected, everybody stays", async () => {
  await revoke(RIGHTS.below);
  await revoke(RIGHTS.paris);
  const { hold, asked } = await expectHeld(dns, "incremental");
  expect(hold.reasons).toEqual(["nobodyLeft", "removals"]);
  expect(asked).toHaveLength(people.length + 3);
  expect(await holds().decide(hold, "reject")).toMatchObject({ status: "completed", counts: { removed: 0 } });
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: { removed: 0 } });
  expect(await usersHere()).toHaveLength(people.length);
  await grant(RIGHTS.below);
  await grant(RIGHTS.paris);
  expect(await system.api.sync(connector)).toMatchObject({
    status: "completed",
    counts: UNCHANGED,
  });
  await expectSame();
});

test("a base that may not be read fails the run", async () => {
  await revoke(RIGHTS.base);
  expect(await system.api.sync(connector)).toMatchObject({ status: "failed", error: { code: "noSuchBase" } });
  expect(await usersHere()).toHaveLength(people.length);
  await grant(RIGHTS.base);
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: UNCHANGED });
  await expectSame();
});

test("a filter that is mistyped is held as long as it stands, and corrected it has done nothing", async () => {
  const typeFilter = (peopleFilter: string | null) => configure({ scope: { peopleFilter } });
  await typeFilter("(employeeType=stafff)");
  const { hold, asked } = await expectHeld(dns, "incremental");
  expect(asked).toHaveLength(people.length);
  expect(hold.reasons).toEqual(["removals"]);
  expect(await system.api.sync(connector)).toMatchObject({ status: "held" });
  expect(await holds().open()).toEqual(hold);
  await typeFilter("(employeeType=staff)");
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: UNCHANGED });
  expect(await statusOf(hold)).toBe("closed");
  await typeFilter(null);
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed" });
  await expectSame();
});

test("of a group that loses nine tenths the loss is held, and that alone: somebody who leaves a group of three leaves it", async () => {
  await leave(STAFF, dns.slice(0, 90));
  await leave(THREE, dns.slice(0, 1));
  await directory.change({ modify: dns[70] ?? "", with: [["replace", "title", "Director"]] });
  const sync = await system.api.sync(connector, "incremental");
  expect(sync).toMatchObject({ status: "held", counts: { updated: 2 } });
  expect((await changedBy(sync)).sort()).toEqual([THREE, dns[70]].sort());
  expect([await membersOf(STAFF), await membersOf(THREE)]).toEqual([100, 2]);
  const hold = await holds().open();
  expect(hold).toMatchObject({ reasons: ["membersLost"], held: { removed: 0, disabled: 0, groups: 1, membersLost: 90 } });
  expect(await holds().items(hold)).toMatchObject([{ change: "membersLost", dn: STAFF }]);
  const applied = await holds().decide(hold, "approve");
  expect(applied).toMatchObject({ status: "completed", error: null });
  expect(await changedBy(applied)).toEqual([STAFF]);
  expect(await membersOf(STAFF)).toBe(10);
  await expectSame();
});

test("an office that is deleted is held; approved, exactly its people go", async () => {
  await directory.change(...[...dns.slice(2 * IN_EACH), TOKYO].map((dn) => ({ remove: dn })));
  const held = await expectHeld(dns.slice(2 * IN_EACH), "incremental");
  expect(held.asked).toHaveLength(IN_EACH);
  await expectApproved(held);
  await expectSame();
});

test("where the loss of members is rejected, the group keeps them and nobody asks again", async () => {
  await leave(CLUB, dns.slice(40, 115));
  expect(await system.api.sync(connector)).toMatchObject({ status: "held", counts: { updated: 0 } });
  expect(await holds().decide(await holds().open(), "reject")).toMatchObject({ status: "completed" });
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: { updated: 0 } });
  expect(await membersOf(CLUB)).toBe(80);
  await system.check();
});

test("a server that gives this account the first few only, page by page or not, fails the run", async () => {
  const before = await usersHere();
  await configure({ bindDn: LIMITED, bindPassword: readerPassword });
  expect(await system.api.sync(connector)).toMatchObject({
    status: "failed",
    error: { code: "sizeLimitExceeded" },
    counts: { removed: 0 },
  });
  expect(await usersHere()).toEqual(before);
  await system.check();
});
