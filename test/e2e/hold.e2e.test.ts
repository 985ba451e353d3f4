import { afterAll, beforeAll, expect, test } from "vitest";
import { readList } from "../checker/read-model.ts";
import { awkwardDirectory, BASE_DN } from "../fixtures/awkward-directory.ts";
import { holdsOf, removedBy } from "../fixtures/holds.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { startToldPeople } from "../fixtures/told-people.ts";

const { ldif, people } = awkwardDirectory({ people: 300, groups: 10 });
const dns = people.map(({ dn }) => dn);

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let connector: string;
let told: Awaited<ReturnType<typeof startToldPeople>>;

beforeAll(async () => {
  told = stack.use(await startToldPeople());
  system = stack.use(await startSystem({ settings: { "directory-projector": told.settings }, secrets: [told.secret] }));
  expect(await system.api.ask("PATCH", "", { attention: told.attention })).toMatchObject({ status: 200 });
  directory = await system.startDirectory("openldap", ldif);
  const { connectorId, requestId } = await system.api.register(directory, { name: "Head office", baseDn: BASE_DN });
  connector = connectorId;
  expect(await system.api.answered(connector, requestId)).toMatchObject({ status: "completed" });
});
afterAll(() => stack.disposeAsync());

interface Entry {
  readonly entryId: string;
  readonly profile: { readonly userName: string };
}

const vanish = (...gone: readonly string[]) => directory.change(...gone.map((dn) => ({ remove: dn })));
const usersHere = async () =>
  (await readList<Entry>(system.address, `users?connector=${connector}`)).map(({ profile }) => profile.userName);
const holds = () => holdsOf(system, connector);

const firstHalf = dns.slice(0, 150);

test("when half of a directory vanishes, nothing is removed until somebody has looked", async () => {
  const before = (await usersHere()).length;
  await vanish(...firstHalf);
  const sync = await system.api.sync(connector);
  expect(sync).toMatchObject({ status: "held", counts: { removed: 0 } });
  expect(await usersHere()).toHaveLength(before);
  expect(await holds().open()).toMatchObject({ reasons: ["removals"], held: { removed: 150 } });
  expect(await system.api.get(`/connectors/${connector}`)).toMatchObject({ status: "held" });
  const { holdId } = await holds().open();
  const heard = await told.hears(
    "attention.raised",
    "held",
    /^\[dirstream\] Head office: held – A run would have 150 removed of 310 active entries/,
  );
  expect(heard).toMatchObject({
    ...{ account: "acme", connector: { id: connector, name: "Head office" }, holdId },
    url: `${system.local.file.url}/acme/connectors/${connector}/holds/${holdId}`,
  });
  await system.check();
});

test("the same question is not asked twice: the hold stays the one that it is", async () => {
  const before = await holds().open();
  expect(await system.api.sync(connector)).toMatchObject({ status: "held" });
  expect(await holds().open()).toEqual(before);
});

test("an approval with another digest than that of the hold is a conflict", async () => {
  const { holdId } = await holds().open();
  const answer = await system.api.ask("POST", `/connectors/${connector}/holds/${holdId}/approve`, { reason: "?", digest: "0".repeat(64) });
  expect(answer.status).toBe(409);
});

test("an approval removes exactly what was shown: not who has come back, and nobody else", async () => {
  const hold = await holds().open();
  const items = await holds().items(hold);
  expect(items).toHaveLength(150);
  await vanish(dns[299] ?? ""); // after the question: it is not part of the answer
  const applied = await holds().decide(hold, "approve");
  expect(applied).toMatchObject({ status: "completed", error: null });
  expect((await removedBy(system, applied)).sort()).toEqual(items.map(({ entryId }) => entryId).sort());
  await told.hears("attention.resolved", "held", /^\[dirstream\] Head office: needs nobody any more$/);
  expect(await usersHere()).toContain(people[299]?.uid);
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: { removed: 1 } });
  await system.check([{ connector, directory }]);
});

test("what is rejected stays here, and is not asked again", async () => {
  const kept = dns.slice(150, 220);
  await vanish(...kept);
  expect(await system.api.sync(connector)).toMatchObject({ status: "held" });
  expect(await holds().decide(await holds().open(), "reject")).toMatchObject({ status: "completed" });
  await vanish(dns[298] ?? "");
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: { removed: 1 } });
  const here = await usersHere();
  expect(here).toEqual(expect.arrayContaining(people.slice(150, 220).map(({ uid }) => uid)));
  expect(here).toHaveLength(148);
  expect((await holds().all()).map(({ status }) => status)).toEqual(["rejected", "approved"]);
  await system.check();
});

test("who is told hears of a failed run, and when it works again; nothing that was said shows the mail server's password", async () => {
  const configure = async (settings: object): Promise<void> => {
    const { etag } = await system.api.ask("GET", `/connectors/${connector}`);
    expect(await system.api.ask("PATCH", `/connectors/${connector}`, settings, { "if-match": etag ?? "" })).toMatchObject({ status: 200 });
  };
  await configure({ baseDn: `o=Nowhere,${BASE_DN}` });
  expect(await system.api.sync(connector)).toMatchObject({ status: "failed" });
  const heard = await told.hears("attention.raised", "failed", /^\[dirstream\] Head office: failed – /);
  const [shown] = (await system.api.get<{ items: object[] }>("/attention")).items;
  expect(shown).toMatchObject({ code: heard.code, sentence: heard.sentence, since: heard.since });
  await configure({ baseDn: BASE_DN });
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed" });
  await told.hears("attention.resolved", "failed", /^\[dirstream\] Head office: needs nobody any more$/);
  const { destinations } = await system.api.post<{ destinations: object[] }>("/attention/test");
  expect(destinations).toMatchObject([{ delivered: true }, { delivered: true }]);
  await told.expectSigned(system.api);
  await system.check();
});
