import { setTimeout as delay } from "node:timers/promises";
import { subjects } from "@dirstream/contracts";
import { expect, inject, test, vi } from "vitest";
import { appendTo, openTestLog } from "./log.fixture.ts";
import { accountReconfigured, startProjector } from "./projector.fixture.ts";
import { openTestDatabase } from "./test-database.fixture.ts";

const eventually = (check: () => unknown): Promise<unknown> => vi.waitFor(check, { timeout: 15_000, interval: 20 });

test("a projector that is stopped with a batch in hand leaves nothing running", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  await using database = await openTestDatabase(inject("postgresUrl"));
  await using log = await openTestLog(inject("natsUrl"));
  const tell = () => appendTo(log, "CONNECTORS", subjects.account("acme"), accountReconfigured("europe"));
  const before = timers();
  const projector = startProjector(database.options, log);
  await tell();
  await eventually(async () => expect(await database.query(`select from ${database.options.schema}.checkpoint`)).toHaveLength(1));

  await database.query("begin");
  await database.query(`select from ${database.options.schema}.checkpoint for update`);
  await tell();
  const waiting =
    "select from pg_stat_activity where datname = current_database() and application_name = 'directory-projector' and wait_event_type = 'Lock'";
  await eventually(async () => expect(await database.query(waiting)).toHaveLength(1));
  await tell();
  await delay(300); // the next batch is read meanwhile; were it late, there would be less to leave behind
  const stopped = projector.stop();
  await database.query("commit");
  await stopped;
  await eventually(() => expect(timers()).toBeLessThanOrEqual(before));
});
