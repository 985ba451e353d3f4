import { readModel } from "../checker/read-model.ts";
import { isA, type LogEvent } from "../checker/stored-message.ts";
import { openApiClient, type Sync } from "../fixtures/api-client.ts";
import type { RunningSystem } from "../fixtures/running-system.ts";
import { type BusyDirectory, startBusyDirectory } from "./directory.ts";
import { hiddenChanges } from "./hidden-changes.ts";
import type { BusyReport } from "./report.ts";
import { wrongLosses } from "./wrong-losses.ts";

/** A seed whose directory has come to rest. */
export interface Ran {
  readonly directory: BusyDirectory;
  readonly connector: string;
  readonly reportFrom: (log: readonly LogEvent[]) => BusyReport;
}

const RUNS = ["incremental", "full", "incremental"] as const;
/** What goes is meant to go here, and would otherwise wait for a person. */
const NO_LIMIT = { count: 1_000_000, percent: 100, percentFrom: 20 };
const LENIENT = { removals: NO_LIMIT, membersLost: NO_LIMIT };

/** Run follows upon run while the directory changes all the time; then it rests, and one increment and one full run must find all of it. */
export const runSeed = async (system: RunningSystem, seed: number, stack: AsyncDisposableStack): Promise<Ran> => {
  const began = performance.now();
  // Where one connector of an account fails, the others remove nothing: each has an account of its own.
  const address = { ...system.address, account: `busy-${seed}` };
  const api = openApiClient(address);
  await api.put("", { region: "europe" });
  const directory = await startBusyDirectory(system, seed, stack);
  const { product, baseDn, connection, journal, done } = directory;
  const settings = { name: `Busy ${seed}`, environment: "on-premises", encryptionMode: "none", baseDn, guard: LENIENT, ...connection };
  directory.begin();
  const { connectorId: connector, requestId } = await api.post<{ connectorId: string; requestId: string }>("/connectors", settings);
  let failure: string | undefined;
  try {
    await api.answered(connector, requestId);
    for (const mode of RUNS) await api.sync(connector, mode);
    await directory.rest();
    for (const mode of ["incremental", "full"] as const) assertCompleted(await api.sync(connector, mode));
    failure = textOf("the read model is not the directory", await directory.differences(await readModel(address, connector)));
  } catch (error) {
    failure = error instanceof Error ? [error.message, error.cause].filter(Boolean).join("\n") : String(error);
  }
  const seconds = (performance.now() - began) / 1000;
  const reportFrom = (log: readonly LogEvent[]): BusyReport => {
    const ours = log.filter(({ place }) => place.of !== "account" && place.connector === connector);
    const started = ours.flatMap((it) => (isA(it, "SyncStarted") ? [it.event.data.mode] : []));
    return {
      ...{ seed, product, seconds, ...done },
      runs: {
        full: started.filter((mode) => mode === "full").length,
        incremental: started.filter((mode) => mode === "incremental").length,
        failed: ours.filter((it) => isA(it, "SyncFailed")).length,
      },
      removals: ours.filter((it) => isA(it, "EntryChanged") && it.event.data.state === "removed").length,
      failure: all(
        textOf("taken away, and there all along", wrongLosses(ours, connector, journal)),
        textOf("come or gone in silence", hiddenChanges(ours, connector, journal)),
        failure,
      ),
    };
  };
  return { directory, connector, reportFrom };
};

const assertCompleted = (sync: Sync): void => {
  if (sync.status !== "completed") throw new Error(`nothing changed any more, and a run did not complete: ${JSON.stringify(sync)}`);
};

const all = (...failures: readonly (string | undefined)[]): string | undefined =>
  failures.filter((failure) => failure !== undefined).join("\n") || undefined;

const MOST_LINES = 20;

const textOf = (what: string, lines: readonly string[]): string | undefined =>
  lines.length === 0 ? undefined : `${what} (${lines.length} times):\n${lines.slice(0, MOST_LINES).join("\n")}`;
