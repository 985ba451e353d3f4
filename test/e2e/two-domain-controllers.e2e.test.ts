import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readList } from "../checker/read-model.ts";
import { isA } from "../checker/stored-message.ts";
import { activeDirectoryFixture, COMPANY, DOMAIN, groupDn, UNITS } from "../fixtures/active-directory.ts";
import { ridOf } from "../fixtures/active-directory-dump.ts";
import { domainDatabase } from "../fixtures/domain-database.ts";
import { type DomainPair, startDomainPair } from "../fixtures/domain-pair.ts";
import { type DomainRuns, domainRuns } from "../fixtures/domain-runs.ts";
import { holdsOf } from "../fixtures/holds.ts";
import { pagingCookies, startLdapWire, withoutDirSync } from "../fixtures/ldap-wire.ts";
import type { DirectoryChange } from "../fixtures/live-directory.ts";
import { checkInvariants, type DomainController } from "../fixtures/live-domain.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const { ldif, people } = activeDirectoryFixture({ people: 150, groups: 24 });
const dnOf = (at: number): string => people[at]?.dn ?? expect.unreachable(`person ${at}`);

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let pair: DomainPair;
let first: DomainController;
let second: DomainController;
let runs: DomainRuns;

beforeAll(async () => {
  const settings = { PAGE_SIZE: "50", RETRY_DELAYS_MS: "100" };
  system = stack.use(await startSystem({ settings: { "ldap-fetcher": settings } }));
  runs = domainRuns(system);
  pair = stack.use(await startDomainPair(ldif));
  ({ first, second } = pair);
});
afterAll(() => stack.disposeAsync());

const FIRST = expect.stringMatching(/^CN=NTDS Settings,CN=DC1,.* [0-9a-f-]{36}$/);
const SECOND = expect.stringMatching(/^CN=NTDS Settings,CN=DC2,.* [0-9a-f-]{36}$/);

/** The highest number that a controller has given to a change. */
const numberOf = async ({ samba: { url, adminDn, adminPassword } }: DomainController): Promise<number> => {
  const asked = [
    "-x",
    "-LLL",
    "-H",
    url,
    "-D",
    adminDn,
    "-w",
    adminPassword,
    "-b",
    "",
    "-s",
    "base",
    "(objectClass=*)",
    "highestCommittedUSN",
  ];
  const { stdout } = await promisify(execFile)("ldapsearch", asked);
  return Number(/^highestCommittedUSN: (\d+)$/m.exec(stdout)?.[1]);
};

const newcomer = (name: string) => ({
  add: { dn: `CN=${name},${UNITS[0]}`, attributes: { objectClass: "user", sAMAccountName: name, userAccountControl: "544" } },
});
const retitled = (at: number, title: string) => ({ modify: dnOf(at), with: [["replace", "title", title] as const] });

describe("a primary and a secondary", () => {
  let connector: string;
  beforeAll(async () => {
    const hosts = { primaryHost: first.samba.host, secondaryHost: second.samba.host, port: first.samba.ldapsPort };
    const certificateAuthority = `${first.samba.caPem}${second.samba.caPem}`;
    connector = await runs.register(first, "Primary and secondary", { ...hosts, encryptionMode: "strict", certificateAuthority });
  });

  test("as long as the primary answers, what has changed is asked of it", async () => {
    const change = () => first.change(newcomer("early"), retitled(1, "Before"));
    const { started, changes } = await runs.expectFollowed(connector, first, change);
    expect(started).toMatchObject({ changesBy: "dirSync", host: first.samba.host, server: { id: FIRST } });
    expect([...changes.values()].sort()).toEqual(["created", "updated"]);
  });

  test("when it is down, the secondary answers within three seconds and is read whole: its change numbers are others", async () => {
    await pair.replicate();
    await first.samba.kill();
    await second.change(retitled(1, "Meanwhile"));
    const { sync, started, waitedMs, changes } = await runs.increment(connector);
    expect(sync).toMatchObject({ status: "completed", mode: "full", host: second.samba.host });
    expect(started).toMatchObject({ fullBecause: "anotherServer", server: { id: SECOND } });
    expect(waitedMs).toBeLessThan(3_000);
    expect([...changes.values()]).toEqual(["updated"]);
    await runs.expectSame(connector, second);
  });

  test("as long as it stays down, what has changed is asked of the secondary", async () => {
    const change = () => second.change({ remove: dnOf(8) }, { rename: dnOf(11), to: "CN=Renamed" }, newcomer("late"));
    const { started, changes } = await runs.expectFollowed(connector, second, change);
    expect(started).toMatchObject({ changesBy: "dirSync", host: second.samba.host, server: { id: SECOND } });
    expect([...changes.values()]).toEqual(expect.arrayContaining(["created", "removed"]));
  });

  test("the first run after its return is the primary's again, and finds nothing new once the two agree", async () => {
    await first.samba.start();
    await pair.replicate();
    const { sync, started, changes } = await runs.increment(connector);
    expect(sync).toMatchObject({ status: "completed", mode: "full", host: first.samba.host });
    expect(started).toMatchObject({ fullBecause: "anotherServer", server: { id: FIRST } });
    expect(changes.size).toBe(0);
    await runs.expectSame(connector, first);
    expect((await runs.increment(connector)).started).toMatchObject({ mode: "incremental", changesBy: null });
  });

  test("when it takes connections and says nothing, the secondary answers within five seconds", async () => {
    process.kill(first.samba.pid, "SIGSTOP");
    const { sync, started, waitedMs } = await runs.increment(connector).finally(() => process.kill(first.samba.pid, "SIGCONT"));
    expect(sync).toMatchObject({ status: "completed", mode: "full", host: second.samba.host });
    expect(started).toMatchObject({ fullBecause: "anotherServer", server: { id: SECOND } });
    expect(waitedMs).toBeGreaterThan(1_000);
    expect(waitedMs).toBeLessThan(5_000);
    expect((await runs.increment(connector)).sync).toMatchObject({ status: "completed", host: first.samba.host });
    await runs.expectSame(connector, first);
  });

  test("what the other controller was told is among what has changed, once it has been replicated", async () => {
    const { started, changes } = await runs.expectFollowed(connector, first, async () => {
      await second.change(
        ...[newcomer("afar"), retitled(80, "Afar"), { remove: dnOf(81) }, { remove: groupDn(12) }],
        { rename: dnOf(82), to: "CN=From afar" },
        { modify: groupDn(6), with: [["add", "member", dnOf(85)]] },
        { modify: groupDn(8), with: [["replace", "member"]] },
      );
      await pair.replicate();
    });
    expect(started).toMatchObject({ changesBy: "dirSync", server: { id: FIRST } });
    expect([...changes.values()].filter((it) => it === "removed")).toHaveLength(2);
    expect(changes.size).toBeGreaterThanOrEqual(7);
  });
});

test("when the primary dies between two pages, the secondary is read from the start, and never shown a cookie of the other's", async () => {
  const isLate = (asked: readonly Buffer[]) => pagingCookies(asked).some((cookie) => cookie !== "");
  const wireTo = ({ samba }: DomainController, onAsked: (asked: readonly Buffer[]) => void = () => {}) =>
    startLdapWire({ at: { host: samba.host, port: 10_389 }, to: () => samba, onAsked: ({ asked }) => onAsked(asked) });
  let isDoomed = false;
  await using primary = await wireTo(first, (asked) => isDoomed && isLate(asked) && void first.samba.kill());
  await using secondary = await wireTo(second);
  const connector = await runs.register(first, "Dies", { primaryHost: primary.host, secondaryHost: secondary.host, port: primary.port });
  expect(primary.conversations.some(({ asked }) => isLate(asked))).toBe(true);
  expect(secondary.conversations).toHaveLength(0);

  isDoomed = true;
  const sync = await system.api.sync(connector);
  expect(sync).toMatchObject({ status: "completed", mode: "full", host: second.samba.host });
  const lifecycle = (await system.log()).filter((it) => isA(it, "SyncStarted", "SyncFailed")).map(({ event }) => event);
  expect(lifecycle.filter(({ data }) => data.requestId === sync.requestId)).toMatchObject([
    { type: "SyncStarted", data: { attempt: 1, host: first.samba.host } },
    { type: "SyncFailed", data: { attempt: 1, stage: "read", code: "connectionLost", counts: { removed: 0 } } },
    { type: "SyncStarted", data: { attempt: 2, host: second.samba.host, mode: "full" } },
  ]);
  expect(secondary.conversations).toHaveLength(1);
  for (const { asked, answered } of secondary.conversations) {
    const [one, ...others] = pagingCookies(asked);
    expect(one).toBe("");
    expect(others).toContainEqual(expect.stringMatching(/./));
    expect(pagingCookies(answered)).toEqual(expect.arrayContaining(others));
  }
  await runs.expectSame(connector, second);
  await first.samba.start();
});

test("behind a load balancer, which leads to one and to the other, no cursor of one is used at the other", async () => {
  let turn = 0;
  await using balancer = await startLdapWire({ to: () => (turn++ % 2 === 0 ? first : second).samba });
  const connector = await runs.register(first, "Balanced", { primaryHost: balancer.host, port: balancer.port });
  await first.change(newcomer("unreplicated"), retitled(20, "On the first"));
  await second.change({ remove: dnOf(21) }, retitled(22, "On the second"));
  for (const [controller, server, changed] of [
    [second, SECOND, 2],
    [first, FIRST, 4],
    [second, SECOND, 4],
  ] as const) {
    const { sync, started, changes } = await runs.increment(connector);
    expect(sync).toMatchObject({ status: "completed", error: null, mode: "full" });
    expect(started).toMatchObject({ fullBecause: "anotherServer", server: { id: server } });
    expect(changes.size).toBeGreaterThanOrEqual(changed);
    await runs.expectSame(connector, controller);
  }
  await pair.replicate();
  await runs.increment(connector);
  await runs.expectSame(connector, first);
  expect([...(await runs.increment(connector)).changes]).toEqual([]);
});

describe("a domain controller that does not offer DirSync", () => {
  let connector: string;
  beforeAll(async () => {
    await second.change({ remove: dnOf(48) }); // one at least must be there for the right to see deleted entries to be proved
    const wire = stack.use(await startLdapWire({ to: () => second.samba, rewrite: withoutDirSync }));
    connector = await runs.register(second, "By change numbers", { primaryHost: wire.host, port: wire.port });
  });

  const follow = async (...changes: readonly DirectoryChange[]): Promise<string[]> => {
    const run = await runs.expectFollowed(connector, second, () => second.change(...changes));
    expect(run.started).toMatchObject({ changesOffered: ["usnChanged"], changesBy: "usnChanged", removalsBy: "increment" });
    return [...run.changes.values()].sort();
  };

  test("is not asked again where nothing has changed, and nobody is read for what is none of ours", async () => {
    const { started, sync } = await runs.expectFollowed(connector, second, async () => {});
    expect([started.changesBy, sync.counts?.read]).toEqual([null, 0]);
    expect(await follow({ modify: `CN=PC-1,${COMPANY}`, with: [["replace", "description", "Changed"]] })).toEqual([]);
  });

  test("tells who came, changed, was cleared, disabled, renamed or moved", async () => {
    const changes = await follow(
      ...[newcomer("plain"), retitled(50, "Changed"), { modify: dnOf(52), with: [["replace", "mail"] as const] }],
      { modify: dnOf(54), with: [["replace", "userAccountControl", "546"]] },
      { rename: dnOf(55), to: "CN=Otherwise" },
      { rename: dnOf(56), to: dnOf(56).slice(0, dnOf(56).indexOf(",OU=")), under: UNITS[2] ?? "" },
    );
    expect(changes).toEqual(["created", "disabled,updated", "moved", "moved,updated", "updated", "updated"]);
  });

  test("tells the groups that somebody joins or leaves; who makes one of them his primary one stays in it", async () => {
    const primary = groupDn(20);
    const rid = ridOf(await second.samba.ldbsearch(), primary);
    const changes = await follow(
      { modify: groupDn(4), with: [["add", "member", dnOf(60)]] },
      { modify: groupDn(7), with: [["replace", "member"]] },
      { modify: primary, with: [["add", "member", dnOf(61)]] },
    );
    expect(changes).toEqual(["updated", "updated", "updated"]);
    expect(await follow({ modify: dnOf(61), with: [["replace", "primaryGroupID", rid]] })).toEqual([]);
  });

  test("tells the container that has moved, with everybody in it", async () => {
    const changes = await follow({ rename: UNITS[3] ?? "", to: "OU=Labs", under: UNITS[1] ?? "" });
    expect(new Set(changes)).toEqual(new Set(["moved"]));
    expect(changes.length).toBeGreaterThan(20);
  });

  test("tells who was deleted, of whom nobody else speaks any more, and who was put back", async () => {
    const dn = newcomer("plain").add.dn;
    const manager = people.find(({ attributes }, at) => at > 65 && at % 5 !== 3 && attributes.manager !== undefined)?.attributes.manager;
    const lines = await second.lines(DOMAIN);
    const entryId = [...lines.keys()].find((id) => lines.get(id)?.some((line) => line.endsWith(` ${dn}`))) ?? "";
    const changes = await follow({ remove: dn }, { remove: manager as string }, { remove: groupDn(9) });
    expect(changes.filter((it) => it === "removed")).toHaveLength(3);
    expect(changes).toContain("updated");
    const back = await runs.expectFollowed(connector, second, () => domainDatabase(second.samba).reanimate(entryId, dn));
    expect([...back.changes]).toEqual([[entryId, "restored"]]);
  });
});

test("an account that may not see deleted entries learns of them by a full run alone, and its runs say so", async () => {
  const bindDn = `CN=Query,CN=Users,${DOMAIN}`;
  const unicodePwd = Buffer.from(`"${second.samba.adminPassword}"`, "utf16le");
  await second.change({
    add: { dn: bindDn, attributes: { objectClass: "user", sAMAccountName: "query", userAccountControl: "512", unicodePwd } },
  });
  const connector = await runs.register(second, "Blind", { bindDn });
  await runs.expectSame(connector, second);
  const { started } = await runs.expectFollowed(connector, second, () => second.change(retitled(70, "Seen")));
  expect(started).toMatchObject({ changesBy: "dirSync", removalsBy: "full" });
  await second.change({ remove: dnOf(71) }, retitled(72, "Seen"));
  const { sync, changes } = await runs.increment(connector);
  expect(sync).toMatchObject({ status: "completed", mode: "incremental", counts: { updated: 1, removed: 0 } });
  expect([...changes.values()]).toEqual(["updated"]);
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", mode: "full", counts: { removed: 1 } });
  await runs.expectSame(connector, second);
});

describe("a domain controller that was put back from a backup", () => {
  let connector: string;
  const database = () => domainDatabase(first.samba);
  beforeAll(async () => {
    await database().takeBackup();
    connector = await runs.register(first, "Put back", { guard: { removals: { count: 2, percent: 20, percentFrom: 20 } } });
  });

  /** What the backup knows nothing of. */
  const work = async (...names: readonly string[]) => {
    await first.change(...names.map(newcomer), { remove: dnOf(30) }, retitled(31, names.join()));
    const { sync, changes } = await runs.increment(connector);
    expect(sync).toMatchObject({ status: "completed", mode: "incremental" });
    expect([...changes.values()].filter((it) => it === "created")).toHaveLength(names.length);
  };

  test("as a snapshot, is told by its change numbers; whom it does not know waits for a person, and nobody is lost", async () => {
    await work("one", "two", "three");
    await database().putBack({ withNewInvocationId: false });
    const { sync, started, changes } = await runs.increment(connector);
    expect(sync).toMatchObject({ status: "held", mode: "full", counts: { removed: 0, restored: 1 } });
    expect(started).toMatchObject({ fullBecause: "usnRolledBack", server: { id: FIRST } });
    expect([...changes.values()].filter((it) => it === "removed")).toEqual([]);

    const users = await readList<{ dn: string; state: string }>(system.address, `users?connector=${connector}&state=active`);
    expect(users.map(({ dn }) => dn)).toEqual(expect.arrayContaining(["one", "two", "three"].map((name) => newcomer(name).add.dn)));
    const holds = holdsOf(system, connector);
    const hold = await holds.open();
    expect(hold).toMatchObject({ held: { removed: 3 }, reasons: ["removals"] });
    expect(await holds.decide(hold, "approve")).toMatchObject({ status: "completed", counts: { removed: 3 } });
    await runs.expectSame(connector, first);
    expect((await runs.increment(connector)).sync).toMatchObject({ status: "completed", mode: "full" });
    expect((await runs.increment(connector)).sync).toMatchObject({ status: "completed", mode: "incremental" });
  });

  test.each([
    ["come to the same", 0],
    ["gone beyond the", 15],
  ])("as a snapshot, is told by what it does not know any more, where its change numbers have %s last one seen", async (name, beyond) => {
    await work(`${name} one`, `${name} two`);
    const before = await runs.cursorOf(connector);
    await database().putBack({ withNewInvocationId: false });
    const missing = Number(before.value) + beyond - (await numberOf(first));
    expect(missing).toBeGreaterThan(beyond);
    await first.change(...Array.from({ length: missing }, (_, at) => retitled(90, `Change ${at}`)));
    expect(await numberOf(first)).toBe(Number(before.value) + beyond);
    const { sync, started, changes } = await runs.increment(connector);
    expect(sync).toMatchObject({ status: "completed", mode: "full", counts: { removed: 2, restored: 1 } });
    expect(started).toMatchObject({ fullBecause: "usnRolledBack", server: before.server });
    expect([...changes.values()]).toContain("updated");
    await runs.expectSame(connector, first);
    expect((await runs.increment(connector)).started).toMatchObject({ mode: "incremental", changesBy: null });
  });

  test("as Active Directory wants it, is told by its new invocation id, whatever its change numbers have come to", async () => {
    await work("four", "five");
    const before = await runs.cursorOf(connector);
    await database().putBack({ withNewInvocationId: true });
    await first.change(...Array.from({ length: 40 }, (_, at) => retitled(40, `Change ${at}`)));
    const { sync, started, changes } = await runs.increment(connector);
    expect(sync).toMatchObject({ status: "completed", mode: "full", counts: { removed: 2, restored: 1 } });
    expect(started).toMatchObject({ fullBecause: "anotherServer", server: { id: FIRST } });
    expect(started.server?.id).not.toBe(before.server.id);
    expect(Number((await runs.cursorOf(connector)).value)).toBeGreaterThan(Number(before.value));
    expect([...changes.values()].filter((it) => it === "removed")).toHaveLength(2);
    await runs.expectSame(connector, first);
    expect((await runs.increment(connector)).sync).toMatchObject({ mode: "incremental" });
  });
});

test("through all of it every invariant has held", async () => {
  await checkInvariants(system, first);
});
