import { type EntryChangedData, entryEvents, type Profile, subjects } from "@dirstream/contracts";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { appendTo } from "../log.fixture.ts";
import { SYNC_ID } from "./story.fixture.ts";
import { NORTH, openToldStory, type ToldStory } from "./told-story.fixture.ts";

const ACME = "/accounts/acme";

const metadata = { id: "x", source: "/test", time: "2026-03-01T08:00:00Z" };

let story: ToldStory;
beforeAll(async () => {
  story = await openToldStory({ postgresUrl: inject("postgresUrl"), natsUrl: inject("natsUrl") });
  const engineers = { department: "Engineering" };
  await entry("south", "dan", { displayName: "Dan Ash", emails: [{ value: "z@example.com" }], ...engineers });
  await entry("south", "eve", { displayName: "Eve Ash", emails: [{ value: "a@example.com" }], ...engineers });
  await entry("south", "fay", { displayName: "Fay\0 Ash", department: "Sales & \ud800" });
  await entry("south", "gus", { displayName: "Gus", description: "ACME\\u123", department: "Sales" });
  await story.fold();
});
afterAll(() => story[Symbol.asyncDispose]());
const ask: ToldStory["ask"] = (...asked) => story.ask(...asked);
const everyPage: ToldStory["everyPage"] = (...asked) => story.everyPage(...asked);

const entry = (connector: string, entryId: string, profile: Profile, kind: "user" | "group" = "user"): Promise<number> => {
  const data: EntryChangedData = {
    ...{ syncId: `${SYNC_ID}1`, ordinal: 1, entryId, kind, state: "active", changes: ["created"], dn: `cn=${entryId},dc=example` },
    ...{ profile, attributes: {}, changed: {}, previous: null, observed: { host: null }, cause: "directory" },
  };
  const payload = entryEvents.encode({ type: "EntryChanged", data }, metadata);
  return appendTo(story.log, "DIRECTORY", subjects.entry("acme", connector, kind, entryId), payload);
};

describe("a list", () => {
  const listed = async (query: string) => (await everyPage(`${ACME}/users?${query}`)).map(({ entryId }) => entryId);

  test.each([
    ["name", ["anna", "bob", "carol", "dan", "eve", "fay", "gus"]],
    ["-name", ["gus", "fay", "eve", "dan", "carol", "bob", "anna"]],
    ["email", ["eve", "anna", "bob", "dan", "carol", "fay", "gus"]],
    ["-email", ["dan", "bob", "anna", "eve", "carol", "fay", "gus"]],
  ])("comes in the order of %s, page after page", async (order, expected) => {
    expect(await listed(`sort=${order}`)).toEqual(expected);
  });

  test("goes on only in the order in which it began", async () => {
    const { body } = await ask(`${ACME}/users?limit=1&sort=email`);
    expect((await ask(`${ACME}/users?limit=1&sort=name&cursor=${body.next}`)).status).toBe(400);
  });

  test("is narrowed to a department, or to those without one", async () => {
    expect(await listed("department=Engineering&sort=email")).toEqual(["eve", "dan"]);
    expect(await listed("department=Sales")).toEqual(["gus"]);
    expect(await listed("department=&q=ann")).toEqual(["anna", "bob"]);
    expect(await listed("department=engineering")).toEqual([]);
  });

  test("says how many there are when that is asked for", async () => {
    expect((await ask(`${ACME}/users?limit=1`)).body.total).toBeNull();
    expect((await ask(`${ACME}/users?limit=1&total=true`)).body.total).toEqual({ count: 7, more: false });
    expect((await ask(`${ACME}/users?limit=1&total=true&state=removed&q=left`)).body.total).toEqual({ count: 1, more: false });
  });
});

describe("facets", () => {
  test("count people by state, kind, connector and department", async () => {
    expect((await ask(`${ACME}/users/facets`)).body).toEqual({
      state: [...count("active", 6), ...count("disabled", 1), ...count("removed", 1)],
      kind: [...count("user", 6), ...count("contact", 1)],
      connector: [...count("south", 4), ...count("north", 3)],
      department: [...count("", 3), ...count("Engineering", 2), ...count("Sales", 1), ...count("Sales & \ufffd", 1)],
      moreDepartments: 0,
    });
  });

  test("each count what choosing another of their values would bring", async () => {
    const { body } = await ask(`${ACME}/users/facets?connector=south&department=Sales&state=active,removed`);
    expect(body).toMatchObject({
      state: count("active", 1),
      kind: count("user", 1),
      connector: count("south", 1),
      department: [...count("Engineering", 2), ...count("Sales", 1), ...count("Sales & \ufffd", 1)],
    });
    expect((await ask(`${ACME}/users/facets?q=ash`)).body.connector).toEqual(count("south", 3));
  });

  test("count groups, which have no departments", async () => {
    expect((await ask(`${ACME}/groups/facets`)).body).toEqual({
      ...{ state: count("active", 3), kind: count("group", 3), connector: count("north", 3), department: [], moreDepartments: 0 },
    });
  });

  const count = (value: string, found: number) => [{ value, count: found }];
});

describe("a search", () => {
  const found = async (q: string) => (await ask(`${ACME}/search?q=${encodeURIComponent(q)}`)).body;
  const ids = async (q: string) => (await found(q)).people.map(({ entryId }: { entryId: string }) => entryId);

  test("brings people and groups, those first whose name begins with it, nobody twice", async () => {
    const all = await ids("a");
    expect(all.slice(0, 3)).toEqual(["anna", "eve", "bob"]); // by the name, then by the address
    expect(all.slice(3).sort()).toEqual(["carol", "dan", "fay"]);
    expect(await ids("ANNA")).toEqual(["anna", "bob"]);
    expect(await ids("cn=gus,")).toEqual(["gus"]);
    expect(await ids("left")).toEqual([]);
    expect((await found("sal")).groups).toMatchObject([{ id: "north.sales", name: "sales", kind: "group" }]);
  });

  test("brings connectors by name, id or host, and runs by the beginning of their id", async () => {
    expect((await found("nort")).connectors).toEqual([{ connectorId: "north", name: "North", primaryHost: "dc1.example.com" }]);
    expect((await found("DC1")).connectors.map(({ connectorId }: { connectorId: string }) => connectorId)).toEqual(["north", "south"]);
    expect((await found(`${SYNC_ID}4`)).runs).toEqual([{ connectorId: "north", syncId: `${SYNC_ID}4`, startedAt: "2026-03-01T08:00:07Z" }]);
    expect((await found("0000")).runs).toHaveLength(4);
    expect((await found("000")).runs).toEqual([]);
  });

  test("refuses nothing at all to look for", async () => {
    expect((await ask(`${ACME}/search?q=%20`)).status).toBe(400);
  });
});

test("a NUL in somebody's name spoils no list in which the name stands", async () => {
  expect((await ask(`${ACME}/entries/south.fay`)).body.profile.displayName).toBe("Fay\0 Ash");
  const data = { syncId: `${SYNC_ID}1`, ordinal: 2, groupId: "ashes", part: "all", members: [{ entryId: "fay" }] };
  const payload = entryEvents.encode({ type: "GroupMembersChanged", data }, metadata);
  await appendTo(story.log, "DIRECTORY", subjects.members("acme", "south", "ashes", "all"), payload);
  await entry("south", "ashes", { displayName: "The \0 Ashes" }, "group");
  await story.fold();
  expect(await story.items(`${ACME}/groups/south.ashes/members`)).toMatchObject([{ entryId: "fay", displayName: "Fay\0 Ash" }]);
  expect(await story.items(`${ACME}/entries/south.fay/groups`)).toMatchObject([{ entryId: "ashes", displayName: "The \0 Ashes" }]);
});

test("a connector that has run says which host answered it, since when it is as it is, and why", async () => {
  expect((await ask(NORTH)).body).toMatchObject({
    ...{ status: "held", lastHost: "dc1", since: "2026-03-01T08:00:08Z" },
    why: "A run would have 1 removed of 4 active entries. Approve exactly that, or reject it.",
  });
});
