import { type Counts, type SyncEvent, subjects, syncEvents } from "@dirstream/contracts";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { appendTo } from "../log.fixture.ts";
import { CHANGED_AT, COUNTS, SERVER, SYNC_ID } from "./story.fixture.ts";
import { NORTH, openToldStory, type ToldStory } from "./told-story.fixture.ts";

let story: ToldStory;
beforeAll(async () => {
  story = await openToldStory({ postgresUrl: inject("postgresUrl"), natsUrl: inject("natsUrl") });
});
afterAll(() => story[Symbol.asyncDispose]());
const ask: ToldStory["ask"] = (...asked) => story.ask(...asked);
const items: ToldStory["items"] = (path) => story.items(path);
const everyPage: ToldStory["everyPage"] = (...asked) => story.everyPage(...asked);
const run = async (number: number) => (await ask(`${NORTH}/runs/${SYNC_ID}${number}`)).body;

describe("synchronisations", () => {
  test("are the requests, newest first, with the run that answers each", async () => {
    const syncs = await everyPage(`${NORTH}/syncs`, 2);
    expect(syncs.map(({ requestId, syncId, status }) => [requestId, syncId?.at(-1) ?? null, status])).toEqual([
      ["waiting", null, "requested"],
      ["held", "4", "held"],
      ["retried", "3", "failed"],
      ["merged", "1", "completed"],
      ["first", "1", "completed"],
    ]);
    expect(syncs[2].error).toMatchObject({ code: "refused", message: "dc1 refused the connection on port 636." });
    expect(syncs[4]).toMatchObject({
      mode: "full",
      host: "dc1",
      startedAt: "2026-03-01T08:00:01Z",
      completedAt: "2026-03-01T08:00:02Z",
      counts: COUNTS,
    });
  });

  test("are also to be had one by one, and run by run", async () => {
    expect((await ask(`${NORTH}/syncs/retried`)).body).toMatchObject({ requestId: "retried", status: "failed" });
    expect((await ask(`${NORTH}/syncs/nothing`)).status).toBe(404);
    expect((await everyPage(`${NORTH}/runs`)).map(({ syncId }) => syncId.at(-1))).toEqual(["4", "3", "2", "1"]);
    expect((await ask(`${NORTH}/runs/${SYNC_ID}2`)).body).toMatchObject({ status: "failed", error: { retryable: true } });
  });

  test("are found by how they ended, and by whether they changed anything", async () => {
    const found = async (query: string) => (await items(`${NORTH}/runs?${query}`)).map(({ syncId }: { syncId: string }) => syncId.at(-1));
    expect(await found("status=failed")).toEqual(["3", "2"]);
    expect(await found("status=failed,held")).toEqual(["4", "3", "2"]);
    expect(await found("changed=true")).toEqual(["4", "2", "1"]);
    expect(await found("changed=true&status=failed")).toEqual(["2"]);
    expect((await ask(`${NORTH}/runs?status=odd`)).status).toBe(400);
    const first = (await ask(`${NORTH}/runs?status=failed&limit=1`)).body;
    expect(await found(`status=failed&limit=1&cursor=${first.next}`)).toEqual(["2"]);
  });

  test("that hold show what they hold", async () => {
    expect(await items(`${NORTH}/holds`)).toMatchObject([
      { holdId: "hold-1", status: "open", active: 4, decision: null, held: { removed: 1 } },
    ]);
    const bob = { id: "north.bob", entryId: "bob", kind: "user", change: "removed", dn: "cn=bob,dc=example", displayName: "bob" };
    const now = { email: "anna@example.com", state: "disabled", changedAt: "2026-03-01T08:00:00Z" };
    expect(await items(`${NORTH}/holds/hold-1/items`)).toEqual([{ ...bob, ...now }]);
    expect(await items(`${NORTH}/holds/hold-1/items?entry=bob`)).toHaveLength(1);
    expect(await items(`${NORTH}/holds/hold-1/items?entry=carol`)).toEqual([]);
  });
});

describe("a run", () => {
  test("tells from which server it learnt what has changed, and how, or why it has read everything", async () => {
    const nobody = { changesBy: null, removalsBy: null, fullBecause: null };
    expect(await run(1)).toMatchObject({ ...nobody, server: SERVER, changesOffered: ["sweep"], fullBecause: "noCursor" });
    expect(await run(2)).toMatchObject({ ...nobody, server: null, changesOffered: [] });
    expect(await run(4)).toMatchObject({ mode: "incremental", changesBy: "sweep", removalsBy: "increment", fullBecause: null });
    const syncs = await items(`${NORTH}/syncs`);
    expect(syncs.map(({ changesBy, fullBecause }: Record<string, unknown>) => changesBy ?? fullBecause)).toEqual([
      null,
      "sweep",
      null,
      "noCursor",
      "noCursor",
    ]);
  });

  test("tells when the directory changed, when it was requested, read and recorded, and when it could be seen", async () => {
    const { latency } = await run(1);
    expect(latency).toMatchObject({
      changedAt: CHANGED_AT,
      requestedAt: "2026-03-01T08:00:00Z",
      startedAt: "2026-03-01T08:00:01Z",
      readMs: 5,
      completedAt: "2026-03-01T08:00:02Z",
    });
    expect(Math.abs(Date.parse(latency.visibleAt) - Date.now())).toBeLessThan(60_000);
    expect((await run(2)).latency).toMatchObject({ changedAt: null, readMs: null, completedAt: "2026-03-01T08:00:04Z" });
  });

  test("could be seen when it was folded for the first time, however often it is folded again", async () => {
    const before = (await run(1)).latency.visibleAt;
    await story.database.query(`delete from ${story.database.options.schema}.checkpoint`);
    await story.database.query(`truncate ${story.database.options.schema}.run_end`);
    expect((await run(1)).latency).toMatchObject({ completedAt: null, visibleAt: before });
    await story.fold();
    expect((await run(1)).latency).toMatchObject({ completedAt: "2026-03-01T08:00:02Z", visibleAt: before });
  });
});

describe("statistics", () => {
  const numbers = (statistics: { syncId: string; status: string; people: number | null; groups: number | null }[]) =>
    statistics.map(({ syncId, status, people, groups }) => [syncId.at(-1), status, people, groups]);

  test("are the runs that have ended, oldest first, with how many are here after each", async () => {
    const statistics = await items(`${NORTH}/statistics`);
    expect(numbers(statistics)).toEqual([
      ["1", "completed", 2, 1],
      ["2", "failed", 4, 2],
      ["3", "failed", 4, 2],
      ["4", "held", 6, 3],
    ]);
    expect(statistics[0]).toEqual({
      ...{ syncId: `${SYNC_ID}1`, mode: "full", status: "completed", people: 2, groups: 1, counts: COUNTS },
      ...{ startedAt: "2026-03-01T08:00:01Z", completedAt: "2026-03-01T08:00:02Z", durationsMs: { total: 9, read: 5, append: 4 } },
      ...{ changedAt: CHANGED_AT, visibleAt: expect.stringMatching(/Z$/) },
    });
    expect(await everyPage(`${NORTH}/statistics`)).toEqual(statistics);
    expect(await items("/accounts/acme/connectors/south/statistics")).toEqual([]);
  });

  test.each([
    ["from=2026-03-01T08:00:04Z", ["2", "3", "4"]],
    ["to=2026-03-01T08:00:04Z", ["1"]],
    ["from=2026-03-01T08:00:04.900Z&to=2026-03-01T09:00:06%2B01:00", ["2"]],
    ["from=2026-03-02T00:00:00Z", []],
  ])("of a period (%s) count everybody who came before it too", async (period, expected) => {
    const statistics = await items(`${NORTH}/statistics?${period}`);
    const all = await items(`${NORTH}/statistics`);
    expect(statistics).toEqual(all.filter(({ syncId }: { syncId: string }) => expected.includes(syncId.at(-1) ?? "")));
    expect(statistics).toHaveLength(expected.length);
  });

  test.each(["from=yesterday", "to=2026-03-01", "limit=1001"])("refuse %s", async (query) => {
    expect((await ask(`${NORTH}/statistics?${query}`)).status).toBe(400);
  });

  test("do not guess how many groups are among those of whom nobody has said it", async () => {
    await appendRuns("south", [
      { ...COUNTS, groups: { created: 3, removed: 0, restored: 0 } },
      { ...COUNTS, created: 0, groups: undefined as never },
      { ...COUNTS, groups: undefined as never },
      COUNTS,
    ]);
    expect(numbers(await items("/accounts/acme/connectors/south/statistics")).map(([, , ...totals]) => totals)).toEqual([
      [0, 3],
      [0, 3],
      [null, null],
      [null, null],
    ]);
  });
});

/** Another connector's runs, each with these counts. */
const appendRuns = async (name: string, counts: readonly Counts[]): Promise<void> => {
  const nothing = { covered: 0, previousDigest: null, cursor: null, readWith: null, hold: null, rejected: [], failing: false };
  const common = { mode: "full" as const, requestId: "r", attempt: 1, covers: 1, chain: null, ordinal: 0, digest: "0".repeat(64) };
  for (const [at, said] of counts.entries()) {
    const data = { ...common, syncId: `10000000-0000-4000-8000-${String(at).padStart(12, "0")}`, counts: said, standing: nothing };
    const failure = { stage: "connect" as const, code: "refused", message: "No.", retryable: false };
    const events: SyncEvent[] = [
      { type: "SyncStarted", data: { ...data, configuration: 1, host: null, server: null } },
      { type: "SyncFailed", data: { ...data, ...failure } },
    ];
    for (const event of events) {
      const metadata = { id: crypto.randomUUID(), source: "/test", time: "2026-03-01T09:00:00.000Z" };
      await appendTo(story.log, "DIRECTORY", subjects.sync("acme", name), syncEvents.encode(event, metadata));
    }
  }
  await story.fold();
};
