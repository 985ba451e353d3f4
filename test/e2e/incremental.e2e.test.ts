import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changesIn } from "../checker/dump-changes.ts";
import { readModel } from "../checker/read-model.ts";
import { type FakeDirectory, startFakeDirectory } from "../fake-directory/fake-directory.ts";
import { activeDirectoryFixture, COMPANY, DOMAIN, filetime, groupDn, UNITS } from "../fixtures/active-directory.ts";
import { changedEntries, differences, type Lines, linesOfModel, readDomain, ridOf } from "../fixtures/active-directory-dump.ts";
import { holdsOf } from "../fixtures/holds.ts";
import { checkInvariants, type LiveDomain, startDomain } from "../fixtures/live-domain.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { startOf } from "../fixtures/start-of.ts";

const run = promisify(execFile);

let system: RunningSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.[Symbol.asyncDispose]());

interface Followed {
  readonly connector: string;
  /** What the directory itself says. */
  readonly lines: () => Promise<Lines>;
  readonly change: () => Promise<void>;
  readonly changesBy: string;
  /** Who refers to somebody that leaves the scope has not changed by that, though his dump now has a name where it had an entry. */
  readonly doesLeave?: boolean;
}

/** An incremental run, after which the log holds exactly the entries that differ in the directory, and the read model is the directory. */
const expectFollowed = async ({
  connector,
  lines,
  change,
  changesBy,
  doesLeave = false,
}: Followed): Promise<ReadonlyMap<string, string>> => {
  const before = await lines();
  await change();
  const after = await lines();
  const sync = await system.api.sync(connector, "incremental");
  expect(sync).toMatchObject({ status: "completed", error: null, mode: "incremental" });
  expect(await startOf(system, sync)).toMatchObject({ changesOffered: ["dirSync", "usnChanged"], changesBy });
  expect(differences(after, linesOfModel(await readModel(system.address, connector)))).toEqual([]);
  const changes = changesIn(await system.log(), sync.syncId ?? "");
  const changed = changedEntries(before, after);
  expect([...changes.keys()].sort()).toEqual(doesLeave ? changed.filter((id) => !after.has(id)) : changed);
  return changes;
};

describe("Active Directory", () => {
  const { ldif, people, contacts, groups } = activeDirectoryFixture({ people: 150, groups: 24 });
  const dnOf = (at: number): string => people[at]?.dn ?? expect.unreachable(`person ${at}`);
  let domain: LiveDomain;
  let connector: string;

  const register = async (name: string, baseDn: string): Promise<string> => {
    const settings = { baseDn, primaryHost: domain.samba.host, port: domain.samba.ldapsPort };
    const tls = { encryptionMode: "strict", certificateAuthority: domain.samba.caPem };
    const { connectorId, requestId } = await system.api.register(domain, { name, ...settings, ...tls });
    expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", error: null });
    return connectorId;
  };
  beforeAll(async () => {
    domain = await startDomain(ldif);
    connector = await register("Domain", DOMAIN);
  });
  afterAll(() => domain?.[Symbol.asyncDispose]());

  const expectExactly = (change: () => Promise<void>) =>
    expectFollowed({ connector, lines: () => domain.lines(DOMAIN), change, changesBy: "dirSync" });
  const words = (changes: ReadonlyMap<string, string>) => [...changes.values()].sort();

  test("who changed, came, was cleared, disabled, renamed or moved is read, and nobody else", async () => {
    const changes = await expectExactly(() =>
      domain.change(
        {
          add: {
            dn: `CN=Plain,${UNITS[0]}`,
            attributes: { objectClass: "user", sAMAccountName: "plain", userAccountControl: "544", manager: dnOf(5) },
          },
        },
        { modify: dnOf(1), with: [["replace", "title", "Changed"]] },
        { modify: dnOf(2), with: [["replace", "mail"]] },
        { modify: dnOf(4), with: [["replace", "userAccountControl", "546"]] },
        { modify: dnOf(10), with: [["replace", "accountExpires", filetime(new Date("2021-01-01T00:00:00Z"))]] },
        { rename: dnOf(11), to: "CN=Renamed" },
        { rename: dnOf(12), to: "CN=Elsewhere", under: UNITS[1] ?? "" },
        { modify: contacts[3]?.dn ?? "", with: [["replace", "company", "Another Inc."]] },
      ),
    );
    expect(words(changes)).toHaveLength(8);
  });

  test("who is put into a group or taken out of it, or makes it his primary one, changes that group", async () => {
    const rid = ridOf(await domain.samba.ldbsearch(), groupDn(20));
    await expectExactly(() =>
      domain.change(
        { modify: groupDn(4), with: [["add", "member", dnOf(40)]] },
        { modify: groupDn(20), with: [["add", "member", dnOf(41)]] },
        { modify: groupDn(7), with: [["replace", "member"]] },
      ),
    );
    expect((await expectExactly(() => domain.change({ modify: dnOf(41), with: [["replace", "primaryGroupID", rid]] }))).size).toBe(0);
  });

  test("who is deleted leaves the groups and the managed people whom the server says nothing about", async () => {
    const manager = people.find(({ attributes }) => attributes.manager !== undefined)?.attributes.manager as string;
    const changes = await expectExactly(() => domain.change({ remove: manager }, { remove: dnOf(8) }, { remove: groupDn(9) }));
    expect(words(changes).filter((it) => it === "removed")).toHaveLength(3);
    expect(words(changes).filter((it) => it === "updated").length).toBeGreaterThan(0);
  });

  test("a unit that is renamed moves everybody in it", async () => {
    const changes = await expectExactly(() => domain.change({ rename: UNITS[3] ?? "", to: "OU=Labs" }));
    expect(new Set(changes.values())).toEqual(new Set(["moved"]));
    expect(changes.size).toBeGreaterThan(20);
  });

  test("who was deleted and is put back is restored", async () => {
    const { adminDn, adminPassword, url } = domain.samba;
    const gone = dnOf(30);
    const before = await domain.lines(DOMAIN);
    await expectExactly(() => domain.change({ remove: gone }));
    const [entryId] = [...before.keys()].filter((id) => before.get(id)?.some((line) => line.endsWith(` ${gone}`)));
    const record = ["dn: <GUID>", "changetype: modify", "delete: isDeleted", "-", "replace: distinguishedName"];
    const changes = await expectExactly(async () => {
      const { stdout } = await run("ldapsearch", [
        ...["-x", "-LLL", "-o", "ldif-wrap=no", "-H", url, "-D", adminDn, "-w", adminPassword, "-e", "!1.2.840.113556.1.4.417"],
        ...["-b", `CN=Deleted Objects,${DOMAIN}`, `(objectGUID=${filterOf(entryId ?? "")})`, "1.1"],
      ]);
      const putBack = run("ldapmodify", ["-x", "-H", url, "-D", adminDn, "-w", adminPassword, "-e", "!1.2.840.113556.1.4.417"]);
      const dn = Buffer.from(gone).toString("base64");
      putBack.child.stdin?.end([stdout.trim(), ...record.slice(1), `distinguishedName:: ${dn}`, "-", ""].join("\n"));
      await putBack;
    });
    expect(changes.get(entryId ?? "")).toBe("restored");
  });

  test("who comes into the scope, with a unit or alone, is known to those who referred to him; who leaves it is removed", async () => {
    const unit = UNITS[0] ?? "";
    const some = await register("One unit", unit);
    const follow = (change: () => Promise<void>, doesLeave = false) =>
      expectFollowed({ connector: some, lines: () => domain.lines(unit), change, changesBy: "dirSync", doesLeave });
    const stranger = people.findIndex(({ dn }, at) => dn.endsWith(UNITS[1] ?? "-") && at > 40);
    const native = people.findIndex(({ dn }, at) => dn.endsWith(unit) && at > 40);
    const guests = `OU=Guests,${COMPANY}`;
    await follow(() =>
      domain.change(
        {
          add: {
            dn: `CN=Crew,${unit}`,
            attributes: { objectClass: "group", sAMAccountName: "crew", member: [dnOf(stranger), dnOf(native)] },
          },
        },
        { add: { dn: guests, attributes: { objectClass: "organizationalUnit" } } },
        { add: { dn: `CN=Visitor,${guests}`, attributes: { objectClass: "user", sAMAccountName: "visitor", userAccountControl: "544" } } },
        { modify: dnOf(native), with: [["replace", "manager", `CN=Visitor,${guests}`]] },
      ),
    );
    const come = await follow(() =>
      domain.change({ rename: dnOf(stranger), to: "CN=Stranger", under: unit }, { rename: guests, to: "OU=Guests", under: unit }),
    );
    expect(words(come)).toEqual(["created", "created", "updated", "updated"]);
    const left = await follow(
      () =>
        domain.change(
          { rename: `CN=Stranger,${unit}`, to: "CN=Stranger", under: UNITS[1] ?? "" },
          { rename: `OU=Guests,${unit}`, to: "OU=Guests", under: COMPANY },
        ),
      true,
    );
    expect(words(left)).toEqual(["removed", "removed"]);
  });

  test("through all of it every invariant has held", async () => {
    await checkInvariants(system, domain);
    expect(groups.length).toBe(24);
  });
});

/** A GUID as a filter compares it: the bytes of its first three parts in reverse. */
const filterOf = (guid: string): string => {
  const [a = "", b = "", c = "", d = "", e = ""] = guid.split("-");
  const reversed = [a, b, c].map((part) => (part.match(/../g) ?? []).reverse().join("")).join("");
  return `${reversed}${d}${e}`.replaceAll(/../g, "\\$&");
};

describe("a domain controller that answers as Windows is documented to", () => {
  const people = 60;
  const register = async (domain: FakeDirectory, name: string): Promise<string> => {
    const { host, port, account, baseDn } = domain;
    const settings = { baseDn, primaryHost: host, port, encryptionMode: "none", bindDn: account.dn, bindPassword: account.password };
    const { connectorId, requestId } = await system.api.post<{ connectorId: string; requestId: string }>("/connectors", {
      ...{ name, environment: "on-premises", ...settings },
    });
    expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", error: null });
    return connectorId;
  };

  const peopleIn = (lines: Lines): string[] =>
    [...lines.values()].flatMap((of) => of.flatMap((line) => /^user active (.*)$/.exec(line)?.[1] ?? []));

  test("changes that come in several rounds are all followed", async () => {
    await using domain = await startFakeDirectory({ people, dirSyncRoundEntries: 3 });
    const connector = await register(domain, "Rounds");
    const lines = async () => readDomain(domain.dump(), domain.baseDn);
    const names = peopleIn(await lines());
    const changes = await expectFollowed({
      ...{ connector, lines, changesBy: "dirSync" },
      change: async () =>
        domain.change(...names.slice(0, 20).map((dn) => ({ modify: dn, with: [["replace", "title", "Changed"] as const] }))),
    });
    expect(changes.size).toBe(20);
  });

  test("where deleted entries are not to be seen, only a full run removes, and the run says so", async () => {
    await using domain = await startFakeDirectory({ people, tombstonesVisible: false });
    const connector = await register(domain, "Blind");
    const lines = async () => readDomain(domain.dump(), domain.baseDn);
    const [one, other] = peopleIn(await lines());
    domain.change({ remove: one ?? "" }, { modify: other ?? "", with: [["replace", "title", "Changed"]] });
    const sync = await system.api.sync(connector, "incremental");
    expect(sync).toMatchObject({ status: "completed", mode: "incremental", counts: { updated: 1, removed: 0 } });
    expect(await startOf(system, sync)).toMatchObject({ changesBy: "dirSync", removalsBy: "full" });
    expect(await system.api.sync(connector)).toMatchObject({ status: "completed", mode: "full", counts: { removed: 1 } });
    expect(differences(await lines(), linesOfModel(await readModel(system.address, connector)))).toEqual([]);
  });

  test("a removal that a person has refused is not asked again after an increment, which does not meet it", async () => {
    await using domain = await startFakeDirectory({ people });
    const connector = await register(domain, "Refused");
    const names = peopleIn(readDomain(domain.dump(), domain.baseDn));
    domain.change(...names.slice(0, 30).map((dn) => ({ remove: dn })));
    expect(await system.api.sync(connector, "incremental")).toMatchObject({ status: "held", mode: "incremental", counts: { removed: 0 } });
    const holds = holdsOf(system, connector);
    expect(await holds.decide(await holds.open(), "reject")).toMatchObject({ status: "completed" });
    expect(await system.api.sync(connector, "incremental")).toMatchObject({ status: "completed", mode: "full" });
    domain.change({ modify: names[40] ?? "", with: [["replace", "title", "Changed"]] });
    const sync = await system.api.sync(connector, "incremental");
    expect(sync).toMatchObject({ status: "completed", mode: "incremental", counts: { read: 1, updated: 1 } });
    expect(await system.api.sync(connector)).toMatchObject({ status: "completed", mode: "full", counts: { updated: 0, removed: 0 } });
  });

  test.each([
    ["refuses as none", { code: 12, diagnostic: "00000057: the cookie is none" }],
    ["has become too old for", { code: 53, diagnostic: "000020F7: the changes since then are forgotten" }],
  ])("a cookie that the server %s ends in a full read, which finds what has changed", async (what, cookieResult) => {
    await using domain = await startFakeDirectory({ people });
    const connector = await register(domain, what);
    const [gone, changed] = peopleIn(readDomain(domain.dump(), domain.baseDn));
    domain.change({ remove: gone ?? "" }, { modify: changed ?? "", with: [["replace", "title", "Changed"]] });
    domain.faults = { cookieResult };
    const sync = await system.api.sync(connector, "incremental");
    expect(sync).toMatchObject({ status: "completed", mode: "full", counts: { updated: 1, removed: 1 } });
    expect(await startOf(system, sync)).toMatchObject({ fullBecause: "cursorRefused" });
    domain.faults = {};
    domain.change({ modify: changed ?? "", with: [["replace", "title", "Changed again"]] });
    expect(await system.api.sync(connector, "incremental")).toMatchObject({ mode: "incremental", counts: { read: 1, updated: 1 } });
    expect(differences(readDomain(domain.dump(), domain.baseDn), linesOfModel(await readModel(system.address, connector)))).toEqual([]);
  });

  test("one that was put back from a backup is read whole", async () => {
    await using domain = await startFakeDirectory({ people });
    const connector = await register(domain, "Restored");
    domain.restore();
    const sync = await system.api.sync(connector, "incremental");
    expect(sync).toMatchObject({ status: "completed", mode: "full" });
    expect(await startOf(system, sync)).toMatchObject({ fullBecause: "anotherServer" });
  });
});
