import { type Reference, subjects } from "@dirstream/contracts";
import { publishVolatile } from "@dirstream/event-log";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { COUNTS, connector, SYNC_ID } from "./story.fixture.ts";
import { NORTH, openToldStory, type ToldStory } from "./told-story.fixture.ts";

let story: ToldStory;
beforeAll(async () => {
  story = await openToldStory({ postgresUrl: inject("postgresUrl"), natsUrl: inject("natsUrl") });
});
afterAll(() => story[Symbol.asyncDispose]());
const ask: ToldStory["ask"] = (...asked) => story.ask(...asked);
const items: ToldStory["items"] = (path) => story.items(path);
const everyPage: ToldStory["everyPage"] = (...asked) => story.everyPage(...asked);

describe("who asks", () => {
  test.each([
    "",
    "/connectors",
    "/connectors/north",
    "/connectors/north/syncs",
    "/connectors/north/runs",
    "/connectors/north/statistics",
    `/connectors/north/runs/${SYNC_ID}1/changes`,
    "/connectors/north/holds",
    "/connectors/north/progress",
    "/users",
    "/users/facets",
    "/groups",
    "/groups/facets",
    "/search?q=anna",
    "/attention",
    "/events",
    "/entries/north.anna",
    "/entries/north.anna/history",
    "/entries/north.anna/as-of?at=2026-03-01T08:00:00Z",
    "/groups/north.sales/members",
  ])("is not told whether another account has %s", async (path) => {
    expect((await ask(`/accounts/rival${path}`)).status).toBe(404);
    expect((await ask(`/accounts/nobody${path}`)).body).toEqual((await ask(`/accounts/rival${path}`)).body);
    expect((await ask(`/accounts/nobody${path}`, { token: "all" })).status).toBe(404);
  });

  test("sees the accounts that the token names", async () => {
    const attention = { emails: [], webhook: null };
    expect(await items("/accounts")).toEqual([{ id: "acme", region: "australia", zone: "Australia/Sydney", attention }]);
    expect((await ask("/accounts", { token: "all" })).body.items).toHaveLength(2);
    expect((await ask("/accounts", { token: "nobody" })).status).toBe(401);
  });

  test("gets a description of everything that can be asked", async () => {
    const { body } = await ask("/openapi.json");
    expect(Object.keys(body.paths).length).toBeGreaterThan(14);
    expect(body.openapi).toMatch(/^3\.1/);
  });
});

describe("a connector", () => {
  test("shows its settings, nothing secret, what it does and when it runs next", async () => {
    const { body, headers } = await ask(NORTH);
    expect(body).toMatchObject({ connectorId: "north", name: "North", enabled: true, status: "held", primaryHost: "dc1.example.com" });
    expect(body.lastRun).toMatchObject({ syncId: `${SYNC_ID}4`, status: "held", counts: COUNTS });
    expect(body.nextRun).toMatchObject({ zone: "Australia/Sydney", time: expect.stringMatching(/^(08|13|23):00$/) });
    expect(Date.parse(body.nextRun.at)).toBeGreaterThan(Date.now());
    expect(JSON.stringify(body)).not.toMatch(/secret|password/i);
    expect(headers.get("etag")).toBe(`"${body.revision}"`);
  });

  test("that has not run waits, and one that was removed is gone", async () => {
    expect((await ask("/accounts/acme/connectors/south")).body).toMatchObject({ status: "waiting", lastRun: null });
    expect((await ask("/accounts/acme/connectors/gone")).status).toBe(404);
    expect((await everyPage("/accounts/acme/connectors")).map(({ name }) => name)).toEqual(["North", "South"]);
  });

  test("has halted when one of its events cannot be understood", async () => {
    await story.database.query(
      `insert into ${story.database.options.schema}.halted values ('DIRECTORY', 'acme', 'south', 9, 'not JSON', false)`,
    );
    const { body } = await ask("/accounts/acme/connectors/south");
    expect(body).toMatchObject({ status: "halted", halted: [{ stream: "DIRECTORY", sequence: 9, reason: "not JSON" }] });
  });
});

describe("entries", () => {
  const ids = async (path: string) => (await items(path)).map(({ entryId }: { entryId: string }) => entryId);

  test("are listed by name, removed ones only when asked for", async () => {
    expect((await everyPage("/accounts/acme/users")).map(({ entryId }) => entryId)).toEqual(["anna", "bob", "carol"]);
    expect(await ids("/accounts/acme/users?state=removed")).toEqual(["left"]);
    expect(await ids("/accounts/acme/users?state=disabled,removed")).toEqual(["bob", "left"]);
    expect(await ids("/accounts/acme/groups")).toEqual(["all-staff", "leads", "sales"]);
    expect(await ids("/accounts/acme/users?connector=south")).toEqual([]);
    expect((await ask("/accounts/acme/users?state=lost")).status).toBe(400);
  });

  test("are found by name, by the beginning of their DN, and by an address that several have", async () => {
    expect(await ids("/accounts/acme/users?q=JONES")).toEqual(["anna"]);
    expect(await ids("/accounts/acme/users?q=CN=Car")).toEqual(["carol"]);
    expect(await ids("/accounts/acme/users?email=ANNA@example.com")).toEqual(["anna", "bob"]);
    expect(await ids("/accounts/acme/users?q=%25")).toEqual([]);
    expect(await ids("/accounts/acme/users?q=%00")).toEqual([]);
  });

  test("have one page each", async () => {
    const { body } = await ask("/accounts/acme/entries/north.anna");
    expect(body).toMatchObject({
      id: "north.anna",
      entryId: "anna",
      connectorId: "north",
      kind: "user",
      state: "active",
      dn: "cn=anna,dc=example",
    });
    expect(body.profile).toMatchObject({ displayName: "Anna Jones", manager: { entryId: "boss" } });
    expect(body.attributes).toEqual({ cn: ["anna"], photo: [{ binary: "AP8A" }], manager: [{ entryId: "boss" }] });
    for (const wrong of ["north.nobody", "anna", "north.anna.x", "north.%00"]) {
      expect((await ask(`/accounts/acme/entries/${wrong}`)).status, wrong).toBe(404);
    }
  });

  test("that are groups have members, direct or through circles of groups, each once", async () => {
    const direct = await items("/accounts/acme/groups/north.sales/members");
    expect(direct.map(({ id, dn, kind }: Record<string, string>) => [id, dn, kind])).toEqual([
      [null, "cn=outside,dc=other", null],
      ["north.bob", "cn=bob,dc=example", "user"],
      ["north.carol", "cn=carol,dc=example", "contact"],
      ["north.leads", "cn=leads,dc=example", "group"],
    ]);
    const nested = await everyPage("/accounts/acme/groups/north.all-staff/members?nested=true");
    expect(nested.map(({ id, dn }) => id ?? dn)).toEqual([
      "cn=outside,dc=other",
      "north.anna",
      "north.bob",
      "north.carol",
      "north.leads",
      "north.sales",
      "cn=later,dc=example",
    ]);
    expect(nested.at(-1)).toMatchObject({ id: null, entryId: null });
    expect((await ask("/accounts/acme/groups/north.anna/members")).status).toBe(404);
  });

  test("are in groups, directly or through others", async () => {
    const groups = async (query: string) =>
      (await items(`/accounts/acme/entries/north.bob/groups${query}`)).map(({ entryId }: Record<string, string>) => entryId);
    expect(await groups("")).toEqual(["sales"]);
    expect(await groups("?nested=true")).toEqual(["all-staff", "leads", "sales"]);
  });

  test("have a history, oldest first, with before and after", async () => {
    const history = await everyPage("/accounts/acme/entries/north.anna/history");
    expect(history.map(({ changes }) => changes)).toEqual([["created"], ["updated"]]);
    expect(history[1]).toMatchObject({
      syncId: `${SYNC_ID}1`,
      changed: { cn: { before: ["old"], after: ["anna"] } },
      state: "active",
      cause: "directory",
    });
    const group = await items("/accounts/acme/entries/north.sales/history");
    expect(
      group.map(({ changes, members }: { changes: string[]; members: { added: Reference[] } }) => [changes[0], members?.added.length]),
    ).toEqual([
      ["created", 3],
      ["updated", 1],
    ]);
    expect(await everyPage("/accounts/acme/entries/north.sales/history")).toEqual(group);
  });

  test("are shown as they were known at a moment, and not known before the first", async () => {
    const asOf = async (entry: string, at: string) => (await ask(`/accounts/acme/entries/north.${entry}/as-of?at=${at}`)).body;
    const image = { dn: "cn=anna,dc=example", profile: { displayName: "Anna Jones" }, attributes: { cn: ["anna"] }, memberCount: null };
    const first = "2026-03-01T08:00:00Z";
    expect(await asOf("anna", first)).toMatchObject({ image: { ...image, changedAt: first }, firstKnownAt: first, unreadable: null });
    expect(await asOf("sales", "2030-01-01T00:00:00.000Z")).toMatchObject({ image: { kind: "group" } });
    expect(await asOf("anna", "2026-03-01T07:59:59Z")).toEqual({ image: null, firstKnownAt: first, unreadable: null });
    expect((await asOf("anna", "yesterday")).status).toBe(400);
  });
});

test("the read model says how far it is folded, how much is left, and what was made of it", async () => {
  const { schema } = story.database.options;
  const report = {
    ...{ workId: `${SYNC_ID}1`, work: "verify", by: "a", startedAt: "2026-03-01T08:00:00Z", stage: "ended", folded: 9, total: 9 },
    ...{ eventsPerSecond: 5, endedAt: "2026-03-01T08:00:02Z", outcome: "equal", positions: { CONNECTORS: 9 }, differences: [] },
  };
  await story.database.query(`insert into ${schema}_work.work_report values ('verify', $1)`, [JSON.stringify(report)]);
  const { body } = await ask("/readmodel");
  expect(body).toMatchObject({ live: { schema, positions: { CONNECTORS: expect.any(Number), DIRECTORY: expect.any(Number) } } });
  expect(body).toMatchObject({ rebuilding: null, lastRebuilt: null, lastVerified: report });

  const before = body.live.behind;
  for (let more = 0; more < 2; more++) await connector(story.log, { type: "ConnectorEnabled", data: { by: "anna" } });
  const after = (await ask("/readmodel")).body.live.behind;
  expect([before, after]).toEqual([
    { CONNECTORS: 0, SYNC_REQUESTS: 0, DIRECTORY: 0 },
    { CONNECTORS: 2, SYNC_REQUESTS: 0, DIRECTORY: 0 },
  ]);
});

describe("a list", () => {
  test.each(["limit=0", "limit=1001", "limit=x", "cursor=nonsense", "cursor=W10"])("refuses %s", async (query) => {
    expect((await ask(`/accounts/acme/users?${query}`)).status).toBe(400);
  });
});

describe("a position", () => {
  test("that is folded is no reason to wait, one that never comes gives up, nonsense is refused", async () => {
    expect((await ask(NORTH, { headers: { position: "CONNECTORS=3" } })).status).toBe(200);
    const waited = await ask(NORTH, { headers: { position: "CONNECTORS=100000" } });
    expect(waited.status).toBe(503);
    expect(waited.headers.get("retry-after")).toBe("1");
    expect((await ask(NORTH, { headers: { position: "soon" } })).status).toBe(400);
  });

  test("is waited for", async () => {
    const sequence = await connector(story.log, { type: "ConnectorDisabled", data: { by: "anna" } });
    const answer = ask(NORTH, { headers: { position: `CONNECTORS=${sequence}` } });
    await story.fold();
    expect((await answer).body).toMatchObject({ status: "disabled", enabled: false, nextRun: null, revision: sequence });
  });
});

test("progress comes as it is published, the last known at once", async () => {
  const subject = subjects.progress("acme", "north");
  const event = (read: number) => ({
    syncId: `${SYNC_ID}1`,
    stage: "reading",
    read,
    expected: null,
    counts: COUNTS,
    time: "2026-03-01T08:00:00Z",
  });
  const publish = (read: number) => publishVolatile(story.log, { subject, payload: new TextEncoder().encode(JSON.stringify(event(read))) });
  const seen: number[] = [];
  story.progress.listen({ account: "acme", connector: "north" }, ({ read }) => seen.push(read));
  publish(1);
  await vi.waitFor(() => expect(seen).toEqual([1]));

  const ending = new AbortController();
  const headers = { authorization: "Bearer viewer" };
  const response = await fetch(`${story.url}/api/v1${NORTH}/progress`, { headers, signal: ending.signal });
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  let text = "";
  void (async () => {
    for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) text += chunk;
  })().catch(() => undefined);
  await vi.waitFor(() => expect(text).toContain(`event: progress\ndata: ${JSON.stringify(event(1))}\n\n`));
  publish(2);
  await vi.waitFor(() => expect(text).toContain('"read":2'));
  ending.abort();
});
