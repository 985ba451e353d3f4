import type { StreamName } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import type { Log } from "@dirstream/service";
import type { RowChanges } from "./fold/row-changes.ts";
import type { AheadOfTurn } from "./fold-ahead.ts";
import { positionOf, project, type StreamProjection } from "./projection.ts";
import type { ProjectorMetrics } from "./projector-metrics.ts";
import { resumeHalted } from "./resume.ts";
import type { WriterSession } from "./writer-session.ts";

/** A read model that is being folded: the one in use, or one beside it. */
export interface FoldedModel {
  readonly eventLog: EventLog;
  readonly session: WriterSession;
  readonly projections: ReadonlyMap<StreamName, StreamProjection>;
  readonly log: Log;
  readonly metrics: ProjectorMetrics;
}

/**
 * Folds a batch into the tables, and catches up whatever it, or a batch before it, has resumed.
 * Returns the accounts where somebody may be needed now, or no longer.
 */
export const foldInto = async (
  model: FoldedModel,
  projection: StreamProjection,
  { messages, foreseen }: AheadOfTurn,
): Promise<ReadonlySet<string>> => {
  const { session, projections, metrics, log } = model;
  const { stream } = projection;
  const accounts = new Set<string>();
  for (const { changes, halts, foreign } of await project(session, projection, messages, foreseen)) {
    metrics.foreign(stream, foreign);
    for (const { account } of [...halts, ...rowsOfAttention(changes)]) accounts.add(account);
    for (const { account, connector, sequence, reason } of halts) {
      log.error({ stream, account, connector, sequence, reason }, "this connector's projection has halted: resume it, or skip the event");
    }
    // What was resumed is recorded on one stream and concerns any; and a halt may find that it was resumed already.
    if (changes.images.projection_resumed.size > 0) for (const other of projections.values()) await resume(model, other);
    else if (halts.length > 0) await resume(model, projection);
  }
  metrics.folded(stream, messages.length, positionOf(projection), projection.halted.size);
  return accounts;
};

/** What says whether a connector needs somebody, and who is told. */
const rowsOfAttention = ({ images }: RowChanges): Iterable<{ readonly account: string }> =>
  [images.run_end, images.hold, images.hold_decision, images.connector_revision, images.account].flatMap((rows) => [...rows.values()]);

export const resume = async ({ session, eventLog, metrics, log }: FoldedModel, projection: StreamProjection): Promise<void> => {
  for (const { account, connector } of await resumeHalted(session, eventLog, projection)) {
    log.info({ stream: projection.stream, account, connector }, "this connector's projection has been resumed and is up to date");
  }
  metrics.folded(projection.stream, 0, positionOf(projection), projection.halted.size);
};
