import { afterAll, beforeAll, expect, test } from "vitest";
import { readDump } from "../checker/dump.ts";
import { changesBetween, changesIn } from "../checker/dump-changes.ts";
import { awkwardDirectory, BASE_DN, UNITS } from "../fixtures/awkward-directory.ts";
import { escapeDnValue } from "../fixtures/ldif-writer.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const { ldif, people, groups } = awkwardDirectory();
const everybody = people.length + groups.length;
const dnOf = (at: number): string => people[at]?.dn ?? expect.unreachable(`person ${at}`);
const groupDnOf = (at: number): string => groups[at]?.dn ?? expect.unreachable(`group ${at}`);

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let connector: string;
/** When the last entry changed before anything was read. */
let firstChangedAt: string;

beforeAll(async () => {
  system = stack.use(await startSystem());
  directory = await system.startDirectory("openldap", ldif);
});
afterAll(() => stack.disposeAsync());

const dump = async () => ({ ldif: await directory.slapd.slapcat(), baseDn: BASE_DN });

/** A full synchronisation, after which the log holds what was changed in the directory, each change once, and nothing else. */
const expectExactly = async (change: () => Promise<void>): Promise<ReadonlyMap<string, string>> => {
  const before = await dump();
  await change();
  const changes = changesBetween(before, await dump());
  const sync = await system.api.sync(connector);
  expect(sync).toMatchObject({ status: "completed", error: null });
  expect(changesIn(await system.log(), sync.syncId ?? "")).toEqual(changes);
  await system.check([{ connector, directory }]);
  return changes;
};

test("after the first synchronisation the read model is what slapcat says", async () => {
  const times = [...(await dump()).ldif.matchAll(/^modifyTimestamp: (....)(..)(..)(..)(..)(..)Z$/gm)].map(([, ...parts]) => parts);
  const [year, month, day, hour, minute, second] = times.toSorted().at(-1) ?? [];
  firstChangedAt = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const { connectorId, requestId } = await system.api.register(directory, { name: "Head office", baseDn: BASE_DN });
  connector = connectorId;
  const sync = await system.api.answered(connectorId, requestId);
  expect(sync).toMatchObject({ status: "completed", error: null, mode: "full", host: expect.stringContaining("127.0.0.1") });
  expect(sync.counts).toMatchObject({ read: everybody, created: everybody, updated: 0, moved: 0, removed: 0, restored: 0 });
  expect(sync.counts?.groups).toEqual({ created: groups.length, removed: 0, restored: 0 });
  await system.check([{ connector, directory }]);
});

test("a synchronisation of an unchanged directory records nothing", async () => {
  expect((await expectExactly(async () => {})).size).toBe(0);
});

test("people who come, change, are renamed, move and leave are recorded once each, with what was before and after", async () => {
  const odd = `cn=${escapeDnValue(' New, "Person" +1 ')}`;
  const changes = await expectExactly(() =>
    directory.change(
      {
        add: {
          dn: `${odd},${UNITS[1]}`,
          attributes: { objectClass: "inetOrgPerson", cn: ' New, "Person" +1 ', sn: "Person", manager: dnOf(500) },
        },
      },
      { add: { dn: `uid=plain,${UNITS[0]}`, attributes: { objectClass: "inetOrgPerson", uid: "plain", cn: "Plain", sn: "P" } } },
      {
        modify: dnOf(500),
        with: [
          ["replace", "mail", "changed@example.com", "shared@example.com"],
          ["delete", "displayName"],
        ],
      },
      { modify: dnOf(501), with: [["add", "description", "\ufeffa mark", Buffer.of(0x61, 0x00, 0x62)]] },
      { modify: dnOf(12), with: [["replace", "jpegPhoto", Buffer.of(0xff, 0xd8, 0xff, 0x00, 0x01)]] },
      { modify: dnOf(502), with: [["replace", "userPassword", "not ours to see"]] },
      { rename: dnOf(600), to: "uid=renamed\\, twice" },
      { rename: dnOf(601), to: dnOf(601).split(",")[0] ?? "", under: UNITS[2] ?? "" },
      { rename: dnOf(602), to: "uid=both", under: UNITS[4] ?? "" },
      ...[700, 703, 707, 42].map((at) => ({ remove: dnOf(at) })),
    ),
  );
  const words = Object.groupBy(changes.values(), (it) => it);
  expect(words).toMatchObject({ created: { length: 2 }, removed: { length: 4 }, moved: { length: 1 }, "moved,updated": { length: 2 } });
});

test("members who come and go, also in a group of more than a thousand, are recorded once for each group", async () => {
  const changes = await expectExactly(() =>
    directory.change(
      {
        modify: groupDnOf(1),
        with: [
          ["delete", "member", dnOf(5), dnOf(800), dnOf(801)],
          ["add", "member", dnOf(2000), dnOf(2001)],
        ],
      },
      { modify: groupDnOf(3), with: [["add", "member", dnOf(2002), `cn=nobody else,${BASE_DN}`]] },
      {
        modify: groupDnOf(11),
        with: [
          ["delete", "memberUid", "nobody-at-all"],
          ["add", "memberUid", people[2003]?.uid ?? ""],
        ],
      },
      { modify: groupDnOf(6), with: [["replace", "member", ""]] },
      {
        add: { dn: `cn=new,ou=Groups,${BASE_DN}`, attributes: { objectClass: "groupOfNames", cn: "new", member: [groupDnOf(1), dnOf(3)] } },
      },
      { remove: groupDnOf(8) },
      { rename: groupDnOf(9), to: "cn=renamed" },
    ),
  );
  expect(changes.size).toBeGreaterThanOrEqual(7);
});

test("a unit that is renamed moves everybody in it, and nobody leaves a group by that", async () => {
  const changes = await expectExactly(() => directory.change({ rename: UNITS[3] ?? "", to: "ou=Labs" }));
  const moved = [...changes.values()].filter((it) => it.includes("moved"));
  expect(moved).toHaveLength(people.filter(({ dn }) => dn.endsWith(UNITS[3] ?? "")).length);
});

interface Statistic {
  readonly syncId: string;
  readonly people: number;
  readonly groups: number;
  readonly changedAt: string | null;
}

test("figures over time tell how many people and groups were here after each run, and how long it took until they could be seen", async () => {
  const { items } = await system.api.get<{ items: Statistic[] }>(`/connectors/${connector}/statistics`);
  const kinds = [...readDump(await dump()).entries.values()].map(({ kind }) => kind);
  const groupsNow = kinds.filter((kind) => kind === "group").length;
  expect(items[0]).toMatchObject({ people: people.length, groups: groups.length, changedAt: firstChangedAt });
  expect(items.at(-1)).toMatchObject({ people: kinds.length - groupsNow, groups: groupsNow });
  for (const { syncId, changedAt } of items) {
    const { latency } = await system.api.get<{ latency: Record<string, string> }>(`/connectors/${connector}/runs/${syncId}`);
    const { requestedAt, startedAt, completedAt, visibleAt } = latency;
    const instants = [changedAt, requestedAt, startedAt, completedAt, visibleAt].filter((instant) => instant !== null);
    expect(instants.length).toBeGreaterThanOrEqual(4);
    expect(instants).toEqual(instants.toSorted());
  }
});
