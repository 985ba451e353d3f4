import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { startSlapd } from "@dirstream/deploy/components/slapd";
import { findSlapd } from "@dirstream/deploy/components/slapd-programs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changesBetween, changesIn } from "../checker/dump-changes.ts";
import { parseLdif } from "../checker/ldif.ts";
import { readModel } from "../checker/read-model.ts";
import { awkwardDirectory, BASE_DN, UNITS as PLACES, SUFFIX } from "../fixtures/awkward-directory.ts";
import { writeLdif } from "../fixtures/ldif-writer.ts";
import { type LiveDirectory, liveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { startOf } from "../fixtures/start-of.ts";

const { ldif, people, groups } = awkwardDirectory({ people: 600, groups: 40 });
const dnOf = (at: number): string => people[at]?.dn ?? expect.unreachable(`person ${at}`);
const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let connector: string;

beforeAll(async () => {
  system = stack.use(await startSystem());
  directory = await system.startDirectory("openldap", ldif);
  const { connectorId, requestId } = await system.api.register(directory, { name: "Head office", baseDn: BASE_DN });
  connector = connectorId;
  expect(await system.api.answered(connector, requestId)).toMatchObject({ status: "completed", error: null });
});
afterAll(() => stack.disposeAsync());

const crew = groups.find(({ attributes }) => attributes.objectClass === "groupOfNames")?.dn ?? expect.unreachable("no group");
const dump = async () => ({ ldif: await directory.slapd.slapcat(), baseDn: BASE_DN });
const expectExactly = async (change: () => Promise<void>, changesBy: string | null = "sweep") => {
  const before = await dump();
  await change();
  const changes = changesBetween(before, await dump());
  const sync = await system.api.sync(connector, "incremental");
  expect(sync).toMatchObject({ status: "completed", error: null, mode: "incremental" });
  expect(await startOf(system, sync)).toMatchObject({ changesOffered: ["sweep"], changesBy });
  expect(changesIn(await system.log(), sync.syncId ?? "")).toEqual(changes);
  await system.check([{ connector, directory }]);
  return changes;
};

test("nothing is read where nothing has changed", async () => {
  expect((await expectExactly(async () => {}, null)).size).toBe(0);
});

test("who came, changed, was renamed, moved, joined, left a group or the directory is recorded once", async () => {
  const changes = await expectExactly(() =>
    directory.change(
      {
        add: {
          dn: `uid=plain,${PLACES[0]}`,
          attributes: { objectClass: "inetOrgPerson", uid: "plain", cn: "Plain", sn: "P", manager: dnOf(300) },
        },
      },
      { modify: dnOf(301), with: [["replace", "title", "Changed"]] },
      { modify: dnOf(302), with: [["replace", "userPassword", "not ours to see"]] },
      { rename: dnOf(420), to: "uid=renamed\\, twice" },
      { rename: dnOf(421), to: "uid=both", under: PLACES[4] ?? "" },
      ...[424, 425].map((at) => ({ remove: dnOf(at) })),
      { modify: crew, with: [["add", "member", dnOf(310)]] },
      { modify: groups[5]?.dn ?? "", with: [["add", "description", "Changed"]] },
      { remove: groups[6]?.dn ?? "" },
    ),
  );
  expect(changes.size).toBeGreaterThanOrEqual(9);
});

test("a unit that is renamed moves everybody in it, though no change mark says so", async () => {
  const changes = await expectExactly(() => directory.change({ rename: PLACES[3] ?? "", to: "ou=Labs" }));
  expect(changes.size).toBeGreaterThan(50);
});

test("a group whose members the server computes has those who fit it now, though no change mark of it says so", async () => {
  const { schemaDirectory, moduleDirectory } = findSlapd();
  const adminPassword = `Canary-${randomBytes(12).toString("base64url")}`;
  const baseDn = `o=Dynamic,${SUFFIX}`;
  const crewDn = `cn=crew,${baseDn}`;
  const person = (uid: string, employeeType: string) => ({
    dn: `uid=${uid},${baseDn}`,
    attributes: { objectClass: "inetOrgPerson", uid, cn: uid, sn: uid, employeeType },
  });
  const ldif = writeLdif([
    { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
    { dn: baseDn, attributes: { objectClass: "organization", o: "Dynamic" } },
    ...["a", "b", "c"].map((uid) => person(uid, "crew")),
    person("d", "guest"),
    { dn: crewDn, attributes: { objectClass: "groupOfURLs", cn: "crew", memberURL: `ldap:///${baseDn}??sub?(employeeType=crew)` } },
  ]);
  const serverLines = [`include ${schemaDirectory}/dyngroup.schema`, ...(moduleDirectory === undefined ? [] : ["moduleload dynlist"])];
  const databaseLines = ["overlay dynlist", "dynlist-attrset groupOfURLs memberURL member"];
  const place = join(system.local.home, "dynamic");
  await using slapd = await startSlapd({ directory: place, suffix: SUFFIX, adminPassword, ldif, serverLines, databaseLines });
  const dynamic = liveDirectory(slapd);
  const { connectorId, requestId } = await system.api.register(dynamic, { name: "Dynamic", baseDn });
  expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", counts: { created: 5 } });
  const told = async (): Promise<readonly string[]> => {
    const asked = ["-x", "-LLL", "-o", "ldif-wrap=no", "-H", slapd.url, "-D", slapd.adminDn, "-w", adminPassword];
    const { stdout } = await promisify(execFile)("ldapsearch", [...asked, "-b", crewDn, "-s", "base", "(objectClass=*)", "member"]);
    return (parseLdif(stdout)[0]?.attributes.get("member") ?? []).map(String).sort();
  };
  const recorded = async (): Promise<readonly string[]> => {
    const { entries, members } = await readModel(system.address, connectorId);
    const names = new Map(entries.map(({ entryId, dn }) => [entryId, dn]));
    return members.map(({ member: { entryId = "", dn } }) => names.get(entryId) ?? dn ?? "").sort();
  };
  expect(await recorded()).toEqual(await told());
  expect(await recorded()).toHaveLength(3);
  await dynamic.change({ modify: `uid=d,${baseDn}`, with: [["replace", "employeeType", "crew"]] }, { remove: `uid=a,${baseDn}` });
  const sync = await system.api.sync(connectorId, "incremental");
  expect(sync).toMatchObject({ status: "completed", mode: "incremental", counts: { updated: 2, removed: 1 } });
  expect(await recorded()).toEqual(await told());
  await system.check();
});
