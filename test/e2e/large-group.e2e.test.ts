import { afterAll, beforeAll, expect, test } from "vitest";
import { peakMbOf } from "../bench/process-use.ts";
import { withClient } from "../checker/read-table-bytes.ts";
import { READ_MODEL_SCHEMA } from "../checker/read-tables.ts";
import { isA, type LogEvent } from "../checker/stored-message.ts";
import { type Connected, fakeDirectories } from "../fake-directory/connected-fake.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { readTestConfig } from "../setup/config.ts";

const MEMBERS = readTestConfig().TEST_LARGE_GROUP;
/** Also of two hundred thousand members. */
const MOST_RSS_MB = 512;

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let connected: Connected;

beforeAll(async () => {
  system = stack.use(await startSystem());
  const fakes = stack.use(fakeDirectories(system, { people: MEMBERS, groups: [MEMBERS] }));
  const fake = await fakes.start();
  // The people lie outside: what is large here is one group.
  connected = await fakes.connect(fake, { baseDn: `OU=Groups,OU=Company,${fake.baseDn}` });
});
afterAll(() => stack.disposeAsync());

const membersHere = () =>
  withClient(system.local.file.postgresUrl, async (client) => {
    const { rows } = await client.query<{ members: number; parts: number }>(
      `select count(distinct member)::int as members, count(distinct part)::int as parts from ${READ_MODEL_SCHEMA}.membership where connector = $1`,
      [connected.connector],
    );
    return rows[0];
  });

const ofConnector = async (): Promise<readonly LogEvent[]> =>
  (await system.log()).filter(({ subject }) => subject.includes(connected.connector));

test(`a group of ${MEMBERS} members is read whole, and stands in parts`, async () => {
  expect(connected.first).toMatchObject({ status: "completed", error: null, counts: { created: 1 } });
  expect(await membersHere()).toEqual({ members: MEMBERS, parts: 256 });
  expect(peakMbOf(system.local.services["ldap-fetcher"].pid)).toBeLessThan(MOST_RSS_MB);
});

test("where one of them leaves, two messages say so: their part, and the group's own", async () => {
  const { fake, connector } = connected;
  const before = (await ofConnector()).length;
  const [group, member] = [`CN=group0,OU=Groups,OU=Company,${fake.baseDn}`, `CN=person77,OU=People,OU=Company,${fake.baseDn}`];
  fake.change({ modify: group, with: [["delete", "member", member]] });
  expect(await system.api.sync(connector, "incremental")).toMatchObject({ status: "completed", counts: { updated: 1 } });
  const recorded = (await ofConnector()).slice(before).filter((it) => isA(it, "EntryChanged") || isA(it, "GroupMembersChanged"));
  expect(recorded.map(({ event }) => event)).toMatchObject([
    { type: "GroupMembersChanged", data: { added: [], removed: [{ dn: member }] } },
    { type: "EntryChanged", data: { dn: group, changes: ["updated"], members: { count: MEMBERS - 1 } } },
  ]);
  expect(await membersHere()).toEqual({ members: MEMBERS - 1, parts: 256 });
});
