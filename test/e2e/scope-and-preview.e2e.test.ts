import type { Change, PreviewChange, PreviewLine } from "@dirstream/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refuse } from "../checker/broken-promises.ts";
import { checkDump, type DumpedScope } from "../checker/dump.ts";
import { lastSequences } from "../checker/read-log.ts";
import { type ApiAddress, readModel } from "../checker/read-model.ts";
import { isA } from "../checker/stored-message.ts";
import { type ApiClient, openApiClient, type Sync } from "../fixtures/api-client.ts";
import { SUFFIX } from "../fixtures/awkward-directory.ts";
import { holdsOf } from "../fixtures/holds.ts";
import { type Attributes, type LdifRecord, writeLdif } from "../fixtures/ldif-writer.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const [EUROPE, ASIA] = [`ou=Europe,${SUFFIX}`, `ou=Asia,${SUFFIX}`];
const [LEAVERS, LONDON] = [`ou=Leavers,${EUROPE}`, `ou=London,${EUROPE}`];

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let accounts = 0;

const unit = (dn: string): LdifRecord => ({ dn, attributes: { objectClass: "organizationalUnit", ou: /^ou=([^,]*)/.exec(dn)?.[1] ?? "" } });
const person = (uid: string, place: string, more: Attributes = {}): LdifRecord => ({
  dn: `uid=${uid},${place}`,
  attributes: {
    ...{ objectClass: "inetOrgPerson", uid, cn: uid, sn: uid, displayName: `Zoë ${uid}`, mail: `${uid}@example.com`, title: "Ingénieure" },
    ...{ employeeType: "staff", destinationIndicator: "N", userPassword: `Canary-of-${uid}` },
    ...more,
  },
});
const people = [
  ...["e1", "e2", "e3", "e4", "e5"].map((uid) => person(uid, EUROPE)),
  person("e6", EUROPE, { mail: ["e6@elsewhere.example", "e6@EXAMPLE.com"] }),
  person("e7", EUROPE, { mail: "e7@sub.example.com" }),
  person("e8", EUROPE, { mail: [] }),
  person("e9", EUROPE, { employeeType: "contractor" }),
  ...["l1", "l2", "l3"].map((uid) => person(uid, LEAVERS)),
  ...Array.from({ length: 10 }, (_, at) => person(`b${at}`, LONDON)),
  ...["a1", "a2", "a3"].map((uid) => person(uid, ASIA)),
];
const group = (cn: string, ...uids: readonly string[]): LdifRecord => {
  const member = people.filter(({ attributes }) => uids.includes(String(attributes.uid))).map(({ dn }) => dn);
  return { dn: `cn=${cn},${EUROPE}`, attributes: { objectClass: "groupOfNames", cn, member } };
};

const groups = [group("team one", "e1", "l1", "a1"), group("team two", "b1", "b2", "e9"), group("parking", "e1", "e8")];

beforeAll(async () => {
  system = stack.use(await startSystem());
  const top = { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } };
  directory = await system.startDirectory("openldap", writeLdif([top, ...[EUROPE, ASIA, LEAVERS, LONDON].map(unit), ...people, ...groups]));
});
afterAll(() => stack.disposeAsync());

interface Office {
  readonly address: ApiAddress;
  readonly api: ApiClient;
}

/** An account of the test's own: it has so many previews a minute. */
const openOffice = async (): Promise<Office> => {
  const address = { ...system.address, account: `office-${++accounts}` };
  const api = openApiClient(address);
  await api.put("", { region: "europe" });
  return { address, api };
};

const settings = () => ({
  ...{ name: "Two continents", environment: "on-premises", primaryHost: "127.0.0.1", port: directory.slapd.port, encryptionMode: "none" },
  ...{ bindDn: directory.slapd.adminDn, bindPassword: directory.slapd.adminPassword, baseDn: EUROPE },
  ...{ guard: { removals: { count: 5 } }, scope: { moreBaseDns: [ASIA] } },
});

interface Connected extends Office {
  readonly connector: string;
  readonly first: Sync;
}

const connect = async (office: Office): Promise<Connected> => {
  const { connectorId: connector, requestId } = await office.api.post<{ connectorId: string; requestId: string }>(
    "/connectors",
    settings(),
  );
  const first = await office.api.answered(connector, requestId);
  expect(first).toMatchObject({ status: "completed", counts: { created: people.length + groups.length } });
  return { ...office, connector, first };
};

/** The whole preview, line by line, of which nothing may be in the log. */
const preview = async ({ url, token, account }: ApiAddress, path: string, body: object) => {
  const before = await lastSequences(system.logAddress);
  const answer = await fetch(`${url}/api/v1/accounts/${account}${path}`, {
    ...{ method: "POST", body: JSON.stringify(body) },
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/x-ndjson" },
  });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  expect(text).not.toContain("Canary");
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as PreviewLine);
  expect(await lastSequences(system.logAddress)).toEqual(before);
  const summary = lines.at(-1);
  if (summary?.line !== "summary") throw new Error(`The preview has no summary: ${JSON.stringify(summary)}`);
  return { summary, changes: lines.filter((line) => line.line === "change") };
};

interface Told extends Pick<PreviewChange, "entryId" | "kind" | "state" | "changed" | "members"> {
  readonly changes: readonly Change[];
}

const inOrder = (told: readonly Told[]) =>
  told
    .map(({ entryId, kind, state, changes, changed, members }) => ({ entryId, kind, state, changes, changed, members }))
    .sort((one, other) => (one.entryId < other.entryId ? -1 : 1));

/** What a run has recorded, in a preview's words. */
const recordedBy = async (syncId: string | null) => {
  const events = (await system.log()).filter((it) => isA(it, "EntryChanged", "GroupMembersChanged") && it.event.data.syncId === syncId);
  const parts = events.flatMap((it) => (isA(it, "GroupMembersChanged") ? [it.event.data] : []));
  const count = (groupId: string, of: (part: (typeof parts)[number]) => readonly unknown[]) =>
    parts.filter((part) => part.groupId === groupId).reduce((sum, part) => sum + of(part).length, 0);
  return events.flatMap((it) => {
    if (!isA(it, "EntryChanged")) return [];
    const { data } = it.event;
    const isNew = data.previous === null;
    const created = Object.entries(data.attributes).map(([name, after]) => [name, { before: null, after }] as const);
    const members = {
      added: count(data.entryId, ({ added, members }) => added ?? members),
      removed: count(data.entryId, ({ removed }) => removed ?? []),
    };
    return [{ ...data, changed: isNew ? Object.fromEntries(created) : data.changed, members: data.kind === "group" ? members : null }];
  });
};

/** The read model against the directory's own dump, for which the scope is said once more. */
const expectScope = async ({ address, connector }: Connected, scope: DumpedScope): Promise<void> => {
  const dump = { ldif: await directory.slapd.slapcat(), baseDn: EUROPE, scope };
  refuse(checkDump(dump, await readModel(address, connector)));
};

/** Changes the scope; what was previewed is then what is recorded, entry by entry. */
const reconfigure = async (connected: Connected, scope: object, expected: DumpedScope) => {
  const { api, address, connector } = connected;
  const path = `/connectors/${connector}`;
  const { changes: previewed, summary } = await preview(address, `${path}/preview`, { scope });
  const { etag } = await api.ask("GET", path);
  expect(await api.ask("PATCH", path, { scope }, { "if-match": etag ?? "" })).toMatchObject({ status: 200 });
  const sync = await api.sync(connector, "incremental");
  expect(sync).toMatchObject({ mode: "full", error: null, counts: summary.counts });
  const recorded = await recordedBy(sync.syncId);
  expect(inOrder(previewed.filter(({ held }) => !held))).toEqual(inOrder(recorded));
  expect(recorded.filter(({ cause }) => cause !== "configuration")).toEqual([]);
  if (sync.status === "completed") await expectScope(connected, expected);
  return { previewed, sync, recorded };
};

const words = (changes: readonly PreviewChange[]): string[] =>
  changes.map(({ dn, changes, held }) => `${/^[^,]*/.exec(dn)?.[0]} ${changes.join("+")}${held ? " (held)" : ""}`).sort();

test("before it is saved, a connector of two base DNs shows whom it would bring; then it brings exactly those", async () => {
  const office = await openOffice();
  const { name: _name, environment: _environment, guard: _guard, ...connection } = settings();
  const { stages } = await office.api.post<{ stages: { found?: { kind: string; count: number }[] }[] }>("/connection-test", connection);
  const found = stages.flatMap(({ found }) => found ?? []);
  const counts = Object.fromEntries(found.map(({ kind, count }) => [kind, count]));
  expect(counts).toEqual({ user: people.length, group: groups.length });

  const { changes, summary } = await preview(office.address, "/preview", settings());
  expect(summary).toMatchObject({ held: null, active: 0 });
  const connected = await connect(office);
  expect(connected.first.counts).toEqual(summary.counts);
  const recorded = await recordedBy(connected.first.syncId);
  expect(inOrder(changes)).toEqual(inOrder(recorded));
  await expectScope(connected, { moreBaseDns: [ASIA] });
  expect(await office.api.get(`/connectors/${connected.connector}`)).toMatchObject({
    scope: { moreBaseDns: [ASIA], excludedDns: [], peopleFilter: null },
  });
});

interface Case {
  readonly where: string;
  readonly scope: object;
  /** The same, as the dump is looked at. */
  readonly dumped: DumpedScope;
  /** Groups go on naming whoever is gone from them, and so have not changed. */
  readonly goes: readonly string[];
}

const cases: readonly Case[] = [
  {
    where: "an organisational unit is left out",
    scope: { excludedDns: [LEAVERS] },
    dumped: { excludedDns: [LEAVERS] },
    goes: ["uid=l1 removed", "uid=l2 removed", "uid=l3 removed"],
  },
  {
    where: "of people and groups, only those come that the filters find",
    scope: { peopleFilter: "(employeeType=staff)", groupFilter: "(cn=team*)" },
    dumped: {
      keeps: ({ dn, attributes }, kind) =>
        kind === "group" ? dn.startsWith("cn=team") : String(attributes.get("employeetype")?.[0]) === "staff",
    },
    goes: ["cn=parking removed", "uid=e9 removed"],
  },
  {
    where: "only people come who have an address in one of the domains",
    scope: { emailDomains: ["@Example.com"] },
    dumped: {
      keeps: ({ attributes }, kind) =>
        kind === "group" || (attributes.get("mail") ?? []).some((address) => String(address).toLowerCase().endsWith("@example.com")),
    },
    goes: ["uid=e7 removed", "uid=e8 removed"],
  },
];

describe("what was previewed is what the next run records, where", () => {
  test.each(cases)("$where; when that is taken back, the same people come again", async ({ scope, dumped, goes }) => {
    const connected = await connect(await openOffice());
    const away = await reconfigure(connected, scope, { moreBaseDns: [ASIA], ...dumped });
    expect(words(away.previewed)).toEqual(goes);
    const removed = away.recorded.filter(({ state }) => state === "removed");
    expect(removed.map(({ evidence }) => evidence)).toEqual(removed.map(() => "movedOutOfScope"));

    const nothing = Object.fromEntries(Object.keys(scope).map((name) => [name, null]));
    const back = await reconfigure(connected, nothing, { moreBaseDns: [ASIA] });
    const restored = back.recorded.filter(({ changes }) => changes.includes("restored"));
    expect(restored.map(({ entryId }) => entryId).sort()).toEqual(removed.map(({ entryId }) => entryId).sort());
    expect(words(back.previewed)).toEqual(goes.map((word) => word.replace("removed", "restored")));
  });

  test("other attributes are recorded, and some no longer", async () => {
    const connected = await connect(await openOffice());
    const attributes = { moreAttributes: ["destinationIndicator"], omittedAttributes: ["title"] };
    const { previewed } = await reconfigure(connected, attributes, { moreBaseDns: [ASIA], ...attributes });
    expect(previewed).toHaveLength(people.length);
    for (const { changes, changed } of previewed) {
      expect(changes).toEqual(["updated"]);
      expect(changed).toEqual({
        destinationIndicator: { before: null, after: ["N"] },
        title: { before: ["Ingénieure"], after: null },
      });
    }
  });

  test("a base DN is taken back", async () => {
    const { previewed } = await reconfigure(await connect(await openOffice()), { moreBaseDns: null }, {});
    expect(words(previewed)).toEqual(["uid=a1 removed", "uid=a2 removed", "uid=a3 removed"]);
  });

  test("many would go: they are held until somebody has looked, and the preview says so", async () => {
    const connected = await connect(await openOffice());
    const { api, address, connector } = connected;
    const dumped = { moreBaseDns: [ASIA], excludedDns: [LONDON] };
    const { previewed, sync } = await reconfigure(connected, { excludedDns: [LONDON] }, dumped);
    const inLondon = Array.from({ length: 10 }, (_, at) => `uid=b${at} removed (held)`);
    expect([sync.status, words(previewed.filter(({ kind }) => kind === "user"))]).toEqual(["held", inLondon]);
    const holds = holdsOf(connected, connector);
    const hold = await holds.open();
    const { summary, changes } = await preview(address, `/connectors/${connector}/preview`, {});
    expect(summary.held).toMatchObject({ reasons: ["removals"], ...hold.held });
    expect(words(changes)).toEqual(inLondon);

    const applied = await recordedBy((await holds.decide(hold, "approve")).syncId);
    expect(applied.filter(({ state }) => state === "removed").map(({ evidence }) => evidence)).toEqual(
      inLondon.map(() => "movedOutOfScope"),
    );
    await api.sync(connector);
    await expectScope(connected, dumped);
  });
});

test("who moves to where nothing is synchronised is removed by a run that reads only what has changed", async () => {
  const connected = await connect(await openOffice());
  const { api, address, connector } = connected;
  const dumped = { moreBaseDns: [ASIA], excludedDns: [LEAVERS] };
  await reconfigure(connected, { excludedDns: [LEAVERS] }, dumped);
  await directory.change({ rename: `uid=e5,${EUROPE}`, to: "uid=e5", under: LEAVERS });
  const { changes } = await preview(address, `/connectors/${connector}/preview`, {});
  expect(words(changes)).toEqual(["uid=e5 removed"]);
  const sync = await api.sync(connector, "incremental");
  expect(sync).toMatchObject({ status: "completed", mode: "incremental" });
  expect((await recordedBy(sync.syncId)).map(({ dn, changes, cause, evidence }) => [dn, changes, cause, evidence])).toEqual([
    [`uid=e5,${LEAVERS}`, ["removed"], "directory", "movedOutOfScope"],
  ]);
  await expectScope(connected, dumped);
});

test("a scope that cannot be meant is refused where it stands, and a preview that comes to nothing says why", async () => {
  const { api, connector } = await connect(await openOffice());
  const path = `/connectors/${connector}/preview`;
  const elsewhere = await api.ask<{ errors: { pointer: string }[] }>("POST", path, { scope: { excludedDns: [SUFFIX] } });
  expect([elsewhere.status, elsewhere.body.errors.map(({ pointer }) => pointer)]).toEqual([400, ["/scope/excludedDns/0"]]);
  const failed = await api.ask("POST", path, { scope: { moreBaseDns: [`ou=nowhere,${SUFFIX}`] } });
  expect([failed.status, failed.body]).toMatchObject([502, { type: "urn:dirstream:problem:previewFailed", reason: "noSuchBase" }]);
});

test("everything that was recorded holds together", () => system.check());
