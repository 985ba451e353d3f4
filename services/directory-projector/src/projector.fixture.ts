import type { EventLog } from "@dirstream/event-log";
import { openLog, openMetrics } from "@dirstream/service";
import { onTestFinished } from "vitest";
import type { DatabaseOptions } from "./database.ts";
import type { RandomLog } from "./fold/random-log.fixture.ts";
import { runProjector } from "./projector.ts";
import { openProjectorMetrics } from "./projector-metrics.ts";

/** A projector that is stopped with the test, unless the test does it. */
export const startProjector = (database: DatabaseOptions, eventLog: EventLog, reconnects: () => number = () => 0) => {
  const stopping = new AbortController();
  const metrics = openProjectorMetrics(openMetrics("test"));
  const ended = runProjector({ eventLog, database, signal: stopping.signal, log: openLog("test", "silent"), metrics, reconnects });
  ended.catch(() => undefined);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await ended.catch(() => undefined);
  };
  onTestFinished(stop);
  return { ended, stop, state: metrics.currentState };
};

/** The payload of a failure of the log's, as if it were the end of another run. */
export const endOfRun = ({ DIRECTORY }: RandomLog, syncId: string): string => {
  const texts = DIRECTORY.map(({ payload }) => new TextDecoder().decode(payload));
  return texts.find((text) => text.includes("SyncFailed"))?.replace(/(?<="syncId":")[^"]+/, syncId) ?? "";
};

/** The payload of an event; with another name in it, of one that nobody understands. */
export const accountReconfigured = (region: string): string =>
  JSON.stringify({
    specversion: "1.0",
    id: crypto.randomUUID(),
    source: "/test",
    type: "dirstream.AccountReconfigured.v1",
    time: "2026-01-01T00:00:00Z",
    data: { region, zone: "Australia/Sydney", by: "test" },
  });
