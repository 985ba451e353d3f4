import { afterAll, beforeAll, expect, test } from "vitest";
import { readList } from "../checker/read-model.ts";
import { isA } from "../checker/stored-message.ts";
import { awkwardDirectory, BASE_DN } from "../fixtures/awkward-directory.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const { ldif, people } = awkwardDirectory({ people: 300, groups: 10 });
const dns = people.map(({ dn }) => dn);

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let connector: string;

beforeAll(async () => {
  system = stack.use(await startSystem());
  directory = await system.startDirectory("openldap", ldif);
  const { connectorId, requestId } = await system.api.register(directory, { name: "Head office", baseDn: BASE_DN });
  connector = connectorId;
  expect(await system.api.answered(connector, requestId)).toMatchObject({ status: "completed" });
});
afterAll(() => stack.disposeAsync());

interface Hold {
  readonly holdId: string;
  readonly digest: string;
  readonly status: string;
  readonly reasons: readonly string[];
  readonly held: { readonly removed: number };
}
interface Entry {
  readonly entryId: string;
  readonly profile: { readonly userName: string };
}

const vanish = (...gone: readonly string[]) => directory.change(...gone.map((dn) => ({ remove: dn })));
const usersHere = async () =>
  (await readList<Entry>(system.address, `users?connector=${connector}`)).map(({ profile }) => profile.userName);
const holds = () => readList<Hold>(system.address, `connectors/${connector}/holds?`);
const openHold = async (): Promise<Hold> => (await holds()).find(({ status }) => status === "open") ?? expect.unreachable("no open hold");
const decide = async (hold: Hold, decision: "approve" | "reject") => {
  const body = { reason: "A test decided so", digest: hold.digest };
  const { requestId } = await system.api.post<{ requestId: string }>(`/connectors/${connector}/holds/${hold.holdId}/${decision}`, body);
  return system.api.answered(connector, requestId);
};
const removedBy = async (syncId: string | null): Promise<string[]> =>
  (await system.log()).flatMap((it) =>
    isA(it, "EntryChanged") && it.event.data.syncId === syncId && it.event.data.changes.includes("removed") ? [it.event.data.entryId] : [],
  );

const firstHalf = dns.slice(0, 150);

test("when half of a directory vanishes, nothing is removed until somebody has looked", async () => {
  const before = (await usersHere()).length;
  await vanish(...firstHalf);
  const sync = await system.api.sync(connector);
  expect(sync).toMatchObject({ status: "held", counts: { removed: 0 } });
  expect(await usersHere()).toHaveLength(before);
  expect(await openHold()).toMatchObject({ reasons: ["removals"], held: { removed: 150 } });
  expect(await system.api.get(`/connectors/${connector}`)).toMatchObject({ status: "held" });
  await system.check();
});

test("the same question is not asked twice: the hold stays the one that it is", async () => {
  const before = await openHold();
  expect(await system.api.sync(connector)).toMatchObject({ status: "held" });
  expect(await openHold()).toEqual(before);
});

test("an approval with another digest than that of the hold is a conflict", async () => {
  const { holdId } = await openHold();
  const answer = await system.api.ask("POST", `/connectors/${connector}/holds/${holdId}/approve`, { reason: "?", digest: "0".repeat(64) });
  expect(answer.status).toBe(409);
});

test("an approval removes exactly what was shown: not who has come back, and nobody else", async () => {
  const hold = await openHold();
  const items = await readList<Entry>(system.address, `connectors/${connector}/holds/${hold.holdId}/items?`);
  expect(items).toHaveLength(150);
  await vanish(dns[299] ?? ""); // after the question: it is not part of the answer
  const applied = await decide(hold, "approve");
  expect(applied).toMatchObject({ status: "completed", error: null });
  expect((await removedBy(applied.syncId)).sort()).toEqual(items.map(({ entryId }) => entryId).sort());
  expect(await usersHere()).toContain(people[299]?.uid);
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: { removed: 1 } });
  await system.check([{ connector, directory }]);
});

test("what is rejected stays here, and is not asked again", async () => {
  const kept = dns.slice(150, 220);
  await vanish(...kept);
  expect(await system.api.sync(connector)).toMatchObject({ status: "held" });
  expect(await decide(await openHold(), "reject")).toMatchObject({ status: "completed" });
  await vanish(dns[298] ?? "");
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: { removed: 1 } });
  const here = await usersHere();
  expect(here).toEqual(expect.arrayContaining(people.slice(150, 220).map(({ uid }) => uid)));
  expect(here).toHaveLength(148);
  expect((await holds()).map(({ status }) => status)).toEqual(["rejected", "approved"]);
  await system.check();
});
