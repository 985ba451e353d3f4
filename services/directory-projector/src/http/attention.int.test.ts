import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { COUNTS, completed, connector, failed, lifecycle, started, sync } from "./story.fixture.ts";
import { NORTH, openToldStory, type ToldStory } from "./told-story.fixture.ts";

let story: ToldStory;
beforeAll(async () => {
  story = await openToldStory({ postgresUrl: inject("postgresUrl"), natsUrl: inject("natsUrl") });
});
afterAll(() => story[Symbol.asyncDispose]());
const attention = async () => story.items("/accounts/acme/attention");
const north = async () => (await story.ask(NORTH)).body;

const run = async (number: number, second: number, end: "completed" | "failed" | "abandoned" | undefined): Promise<void> => {
  const common = lifecycle(number, "waiting", 5, 6);
  await sync(story.log, started(common), second);
  if (end === "completed") await sync(story.log, completed(common), second + 1);
  if (end === "failed") await sync(story.log, failed(common, false), second + 1);
  if (end === "abandoned") {
    const gone = { stage: "abandoned" as const, code: "abandoned", message: "The fetcher stopped.", retryable: true };
    await sync(story.log, { type: "SyncFailed", data: { ...common, ...gone } }, second + 1);
  }
  await story.fold();
};
const stale = { connectorId: "south", connectorName: "South", kind: "stale", code: null, holdId: null };

test("a hold nobody has decided about needs somebody, and so does a connector that has never completed a run", async () => {
  expect(await attention()).toMatchObject([
    {
      ...{ connectorId: "north", connectorName: "North", kind: "held", since: "2026-03-01T08:00:08Z", holdId: "hold-1" },
      sentence: "A run would have 1 removed of 4 active entries. Approve exactly that, or reject it.",
    },
    { ...stale, since: "2026-03-01T12:00:00.000Z" },
  ]);
});

test("once it is decided it needs nobody, and is held no more", async () => {
  const data = { holdId: "hold-1", digest: "1".repeat(64), reason: "they stay", by: "anna" };
  await connector(story.log, { type: "HoldRejected", data });
  await story.fold();
  expect((await attention())[0]).toMatchObject({ connectorId: "north", kind: "stale" });
  expect(await north()).toMatchObject({ status: "healthy", since: "2026-03-01T08:00:09Z", why: null, lastRun: { counts: COUNTS } });
});

test("failures count from the first, also while the next run is at it, and not where a fetcher merely went away", async () => {
  const failure = { kind: "failed", since: "2026-03-01T08:00:21Z", code: "refused", sentence: expect.stringMatching(/refused/) };
  await run(5, 20, "failed");
  await run(6, 22, "failed");
  await run(7, 24, "abandoned");
  expect((await attention())[0]).toMatchObject(failure);
  await run(8, 26, undefined);
  expect((await attention())[0]).toMatchObject(failure);
  expect(await north()).toMatchObject({ status: "running", since: "2026-03-01T08:00:26Z" });
  await run(8, 26, "failed");
  expect(await north()).toMatchObject({ status: "failed", since: "2026-03-01T08:00:21Z", why: "dc1 refused the connection on port 636." });
  await run(9, 28, "completed");
  expect((await attention())[0]).toMatchObject({ kind: "stale", since: "2026-03-01T12:00:00.000Z" });
});

test("what has halted says since when, as the log knows it", async () => {
  const { schema } = story.database.options;
  await story.database.query(`insert into ${schema}.halted values ('DIRECTORY', 'acme', 'north', 1, 'not JSON', false)`);
  const [halted] = await attention();
  expect(halted).toMatchObject({
    kind: "halted",
    sentence: expect.stringContaining("Event 1 of DIRECTORY cannot be understood (not JSON)"),
  });
  expect(Math.abs(Date.parse(halted.since) - Date.now())).toBeLessThan(300_000);
  expect(await north()).toMatchObject({ status: "halted", since: null, why: expect.stringContaining("not JSON") });
});

test("what is disabled needs nobody", async () => {
  await connector(story.log, { type: "ConnectorDisabled", data: { by: "anna" } }, "south");
  await story.fold();
  expect((await attention()).map(({ connectorId }: { connectorId: string }) => connectorId)).toEqual(["north"]);
  expect((await story.ask("/accounts/acme/connectors/south")).body).toMatchObject({ status: "disabled", since: "2026-03-01T08:00:00Z" });
});
