import type { SyncMode } from "@dirstream/contracts";
import { type ApplyCommand, readCommands } from "./apply/apply-commands.ts";
import { planRead, type ReadPlan } from "./changes/plan-read.ts";
import { type ConnectorState, readConnector } from "./connector-state.ts";
import type { Directory } from "./directory/directory.ts";
import { DirectoryError } from "./directory/errors.ts";
import type { Fetcher } from "./handle-sync-request.ts";
import { openFor } from "./open-for.ts";
import type { Place } from "./place.ts";
import { type LastLifecycle, standingAfter } from "./run/lifecycle.ts";
import type { Row } from "./run/pending.ts";
import { RunFailed } from "./run/writer.ts";

/** What a run begins with: its connector, its way to the directory, and why one of them is missing. */
export interface Prepared extends Disposable {
  readonly state: ConnectorState | undefined;
  readonly commands: readonly ApplyCommand[];
  readonly directory: Directory | undefined;
  readonly mode: SyncMode;
  /** Of a run that reads. */
  readonly plan: ReadPlan;
  /** The run is recorded all the same, and ends with this. */
  readonly failure: RunFailed | DirectoryError | undefined;
}

/** Signs in before the run is recorded, so that its first message can say which server answered. */
export const prepareRun = async (fetcher: Fetcher, place: Place, row: Row, last: LastLifecycle | undefined): Promise<Prepared> => {
  let state: ConnectorState | undefined;
  let commands: readonly ApplyCommand[] = [];
  let directory: Directory | undefined;
  let plan: ReadPlan = { read: "everything", because: undefined };
  let failure: Prepared["failure"];
  try {
    state = await readConnector(fetcher.log, place);
    if (state === undefined) throw notRegistered();
    if (row.kind === "apply") commands = await readCommands(fetcher.log, row);
    else if (state.status !== "enabled") throw notEnabled(state.status);
    if (row.kind === "read" || commands.some(({ event }) => event.type === "HoldApproved")) {
      directory = await openFor(fetcher.log, place, state, fetcher.access, fetcher.signal);
    }
    if (row.mode === "incremental" && row.kind === "read" && directory !== undefined) {
      plan = await planRead(directory, state, standingAfter(last), last);
    }
  } catch (error) {
    if (!(error instanceof DirectoryError || error instanceof RunFailed)) throw error;
    failure = error;
  }
  const mode = row.kind === "apply" ? "apply" : plan.read === "everything" ? "full" : "incremental";
  return { state, commands, directory, mode, plan, failure, [Symbol.dispose]: () => directory?.[Symbol.dispose]() };
};

const notRegistered = () =>
  new RunFailed({
    stage: "configuration",
    code: "noSuchConnector",
    message: "There is no connector of this name.",
    retryable: false,
  });

const notEnabled = (status: "disabled" | "removed") =>
  new RunFailed({
    stage: "configuration",
    code: status === "removed" ? "connectorRemoved" : "connectorDisabled",
    message: `The connector is ${status}; ${status === "removed" ? "it is not synchronised any more" : "enable it to synchronise it again"}.`,
    retryable: false,
  });
