import { type EntryChangedData, type EntryEvent, entryEvents, type Reference, subjects } from "@dirstream/contracts";
import { appendBatch } from "@dirstream/event-log";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { completed, lifecycle, SYNC_ID, started, sync } from "./story.fixture.ts";
import { NORTH, openToldStory, type ToldStory } from "./told-story.fixture.ts";

const syncId = `${SYNC_ID}5`;
const changesOf = (run: number) => `${NORTH}/runs/${SYNC_ID}${run}/changes`;
const CHANGES = changesOf(5);
const NEWCOMERS = 3_100;
const metadata = { id: "x", source: "/test", time: "2026-03-02T08:00:00Z" };

let story: ToldStory;
beforeAll(async () => {
  story = await openToldStory({ postgresUrl: inject("postgresUrl"), natsUrl: inject("natsUrl") });
  await tellTheRun();
  await story.fold();
});
afterAll(() => story[Symbol.asyncDispose]());
const ask: ToldStory["ask"] = (...asked) => story.ask(...asked);
const everyPage: ToldStory["everyPage"] = (...asked) => story.everyPage(...asked);
const download = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${story.url}/api/v1${path}`, { headers: { authorization: "Bearer viewer", ...headers } });

interface Happened {
  readonly subject: string;
  readonly event: EntryEvent;
}

const entryChanged = (entryId: string, more: Partial<EntryChangedData> = {}): Happened => {
  const kind = more.kind ?? "user";
  const data: EntryChangedData = {
    ...{ syncId, ordinal: 1, entryId, kind, state: "active", changes: ["created"], dn: `cn=${entryId},dc=example` },
    ...{ profile: { displayName: `Person ${entryId}` }, attributes: {}, changed: {}, previous: null, observed: { host: "dc1" } },
    ...{ cause: "directory", ...more },
  };
  return { subject: subjects.entry("acme", "north", kind, entryId), event: { type: "EntryChanged", data } };
};
const membersChanged = (groupId: string, added: Reference[], removed: Reference[]): Happened => ({
  subject: subjects.members("acme", "north", groupId, "all"),
  event: { type: "GroupMembersChanged", data: { syncId, ordinal: 1, groupId, part: "all", members: added, added, removed } },
});

/** Appends to whatever is on the subjects; the sequence of each. */
const record = async (happened: readonly Happened[]): Promise<number[]> => {
  const messages = [];
  for (const { subject, event } of happened) {
    const expectedSequence = last.get(subject) ?? 0;
    messages.push({ subject, payload: entryEvents.encode(event, metadata), expectedSequence });
  }
  const stored = await appendBatch(story.log, { stream: "DIRECTORY", messages });
  if (stored.kind !== "stored") throw new Error(stored.kind);
  return happened.map(({ subject }, at) => {
    last.set(subject, stored.first + at);
    return stored.first + at;
  });
};
const last = new Map<string, number>();

/** Many come, dora changes and leaves with her group, somebody else's event stands between. */
const tellTheRun = async (): Promise<void> => {
  const [dora = 0] = await record([
    entryChanged("dora", { syncId: `${SYNC_ID}4`, profile: { displayName: "Dora Marsden", emails: [{ value: "dora@example.com" }] } }),
  ]);
  await sync(story.log, started(lifecycle(5, "waiting", 5, 6)), 10);
  const newcomers = Array.from({ length: NEWCOMERS }, (_, at) => entryChanged(`p${at}`));
  for (let at = 0; at < NEWCOMERS; at += 500) await record(newcomers.slice(at, at + 500));
  const title = { before: ["Editor"], after: ['=HYPERLINK("http://x")'] };
  await record([
    entryChanged("p1", { changes: ["updated"], changed: { title, manager: { before: null, after: [{ entryId: "anna" }] } } }),
    entryChanged("stray", { syncId: `${SYNC_ID}4` }),
    membersChanged("freewomen", [{ entryId: "anna" }, { dn: "cn=outside" }], [{ entryId: "dora" }]),
    entryChanged("freewomen", { kind: "group", changes: ["updated"], profile: { displayName: "Freewomen" } }),
    entryChanged("dora", {
      ...{ state: "removed", changes: ["removed"], profile: {}, evidence: "absentFromCompleteRead" as const },
      previous: { sequence: dora, fingerprint: "0".repeat(64) },
    }),
  ]);
  await sync(story.log, completed(lifecycle(5, "waiting", 6, 6)), 11);
  await record([entryChanged("late")]);
};

test("what a run changed comes entry by entry, in the order of the log, with before and after", async () => {
  const { body } = await ask(`${CHANGES}?limit=3`);
  expect(body).toMatchObject({ ended: true, items: [{ entryId: "p0", name: "Person p0", changes: ["created"] }, {}, {}] });
  const rest = await everyPage(`${CHANGES}?change=updated,removed`, 2);
  expect(rest.map(({ id, name, changes }) => [id, name, changes])).toEqual([
    ["north.p1", "Person p1", ["updated"]],
    ["north.freewomen", "Freewomen", ["updated"]],
    ["north.dora", "Dora Marsden", ["removed"]],
  ]);
  expect(rest[0].changed.title).toEqual({ before: ["Editor"], after: ['=HYPERLINK("http://x")'] });
  expect(rest[1].members).toEqual({
    ...{ added: [{ entryId: "anna" }, { dn: "cn=outside" }], removed: [{ entryId: "dora" }], addedCount: 2, removedCount: 1 },
  });
  expect(rest[2]).toMatchObject({ email: "dora@example.com", dn: "cn=dora,dc=example", evidence: "absentFromCompleteRead" });
});

test("whoever was removed is still known by the name that he had, by himself and in lists", async () => {
  const one = async (entry: string) => (await ask(`/accounts/acme/entries/north.${entry}`)).body;
  await expect.poll(async () => (await one("dora")).state).toBe("removed");
  expect(await one("dora")).toMatchObject({ profile: {}, lastKnown: { name: "Dora Marsden", email: "dora@example.com" } });
  expect(await one("freewomen")).toMatchObject({ profile: { displayName: "Freewomen" }, lastKnown: null });
  const listed = (await ask("/accounts/acme/users?state=active,removed&q=cn%3Ddora&total=true")).body;
  expect(listed.items).toMatchObject([{ entryId: "dora", profile: {}, lastKnown: { name: "Dora Marsden", email: "dora@example.com" } }]);
  expect((await ask("/accounts/acme/users?q=jones")).body.items).toMatchObject([{ entryId: "anna", lastKnown: null }]);
});

test("every change comes once, page after page, and nobody else's", async () => {
  const all = await everyPage(CHANGES, 1_000);
  const expected = [...Array.from({ length: NEWCOMERS }, (_, at) => `p${at}`), "p1", "freewomen", "dora"];
  expect(all.map(({ entryId }) => entryId)).toEqual(expected);
  expect((await ask(changesOf(2))).body).toMatchObject({ items: [], next: null, names: {}, ended: true });
  expect((await ask(changesOf(9))).status).toBe(404);
});

test("a page says whom the ids in it stand for", async () => {
  const { body } = await ask(`${CHANGES}?kind=group`);
  expect(body.items).toHaveLength(1);
  expect(body.names).toEqual({
    anna: { name: "Anna Jones", dn: "cn=anna,dc=example", kind: "user" },
    dora: { name: "Dora Marsden", dn: "cn=dora,dc=example", kind: "user" },
  });
});

test("they are found by name, also that of somebody who has left, by address and by DN", async () => {
  const ids = async (query: string) => (await everyPage(`${CHANGES}?${query}`, 50)).map(({ entryId }) => entryId);
  expect(await ids("q=marsden")).toEqual(["dora"]);
  expect(await ids("q=DORA@example")).toEqual(["dora"]);
  expect(await ids("q=CN=p3099,")).toEqual(["p3099"]);
  expect(await ids("q=freew&change=updated")).toEqual(["freewomen"]);
  expect((await ask(`${CHANGES}?change=vanished`)).status).toBe(400);
});

test("a filter that little fits answers after a bounded number of messages, with where to go on", async () => {
  const { body } = await ask(`${CHANGES}?q=marsden`);
  expect(body).toMatchObject({ items: [], next: expect.any(String) });
});

test("all of them come as NDJSON, as a file", async () => {
  const response = await download(CHANGES, { accept: "application/x-ndjson" });
  expect(response.headers.get("content-type")).toBe("application/x-ndjson");
  expect(response.headers.get("content-disposition")).toBe(`attachment; filename="north-changes-2026-03-01-${syncId}.ndjson"`);
  const lines = (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(NEWCOMERS + 3);
  expect(lines.at(-2)).toMatchObject({ entryId: "freewomen", members: { removed: [{ entryId: "dora" }] } });
});

test("and as CSV, in which nothing is a formula", async () => {
  const response = await download(`${CHANGES}?format=csv&change=updated,removed`);
  expect(response.headers.get("content-type")).toMatch(/^text\/csv/);
  expect(response.headers.get("content-disposition")).toMatch(/\.csv"$/);
  const rows = (await response.text()).split("\r\n");
  expect(rows.slice(1).map((row) => row.split(",").slice(-3).join(","))).toEqual([
    `title,Editor,"'=HYPERLINK(""http://x"")"`,
    ...['dc=example"', 'dc=example",', 'dc=example"', "member,,cn=outside", ",,", ""].map((end) =>
      expect.stringMatching(new RegExp(`${end}$`)),
    ),
  ]);
  expect(rows.find((row) => row.includes(",member,") && row.includes("anna"))).toMatch(/,member,,"cn=anna,dc=example"$/);
  expect(rows.filter((row) => /(^|,)"?[=+@-]/.test(row))).toEqual([]);
});
