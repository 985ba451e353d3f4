import { STREAM_NAMES, type StreamName } from "@dirstream/contracts";
import { type Batches, readToEnd } from "@dirstream/event-log";
import { Registry } from "@dirstream/service";
import type { DatabaseOptions } from "../database.ts";
import { BATCH_EVENTS, foldAhead } from "../fold-ahead.ts";
import { type FoldedModel, foldInto } from "../folded-model.ts";
import { TABLES } from "../image-tables.ts";
import { loadProjection, positionOf, type StreamProjection } from "../projection.ts";
import { openProjectorMetrics } from "../projector-metrics.ts";
import type { WriterSession } from "../writer-session.ts";
import { compareModels } from "./compare-models.ts";
import type { Difference, Report } from "./report.ts";
import { createNext, dropLeftovers, indexNext, nextSchema, switchModels } from "./schemas.ts";

/** The model in use, and what else its projector lends to work beside it. */
export interface ModelInUse extends FoldedModel {
  readonly database: DatabaseOptions;
  readonly signal: AbortSignal;
  /** While this work goes on, the model in use is not folded any further. */
  readonly exclusively: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Throws when the log is not the one that was folded. */
  readonly verified: () => Promise<void>;
}

export type Tell = (more: Partial<Report>) => Promise<void>;

type Positions = Readonly<Record<StreamName, number>>;

/** So few are folded while the model in use waits. */
const FEW_EVENTS = 500;

/**
 * Builds a model from the first event beside the one in use, which is folded and read meanwhile, and compares the two at the same
 * position of the log. `rebuild` then lets the new one take its place, whatever was found: the log is what is true.
 */
export const buildBeside = async (inUse: ModelInUse, session: WriterSession, work: Report["work"], tell: Tell): Promise<Difference[]> => {
  const { database, exclusively } = inUse;
  const { schema } = database;
  await dropLeftovers(session, schema);
  const indexes = await createNext(session, database);
  const next = await openNext(inUse, session);

  await foldUpTo(next, positionsOf(inUse), inUse, tell);
  await tell({ stage: "indexing" });
  await indexNext(session, indexes, TABLES);
  await tell({ stage: "catching up" });
  await catchUp(next, inUse, tell);

  await tell({ stage: "comparing" });
  const positions = await exclusively(async () => {
    await foldUpTo(next, positionsOf(inUse), inUse);
    await session.query("begin transaction isolation level repeatable read read only");
    await session.query("select from checkpoint"); // the snapshot is taken here
    return positionsOf(inUse);
  });
  const differences = await compareModels(session.query, { inUse: schema, rebuilt: nextSchema(schema), tables: TABLES });
  await session.query("commit");
  await tell({ positions, differences });

  if (work === "rebuild") {
    await tell({ stage: "switching" });
    await catchUp(next, inUse, tell);
    await exclusively(async () => {
      await inUse.verified();
      await foldUpTo(next, positionsOf(inUse), inUse);
      await switchModels(inUse.session, schema);
      await reload(inUse);
    });
  }
  await dropLeftovers(session, schema);
  return differences;
};

const openNext = async (inUse: ModelInUse, session: WriterSession): Promise<FoldedModel> => {
  const projections = new Map<StreamName, StreamProjection>();
  for (const [stream, { identity }] of inUse.projections) {
    // Whatever is folded here the model in use has shown already.
    projections.set(stream, await loadProjection(session, stream, identity, Number.POSITIVE_INFINITY));
  }
  // The process's metrics tell of the model in use.
  const metrics = openProjectorMetrics(new Registry());
  return { eventLog: inUse.eventLog, session, projections, metrics, log: inUse.log.child({ model: nextSchema(inUse.database.schema) }) };
};

const positionsOf = ({ projections }: FoldedModel): Positions =>
  Object.fromEntries(STREAM_NAMES.map((stream) => [stream, positionOf(projectionOf(projections, stream))])) as Positions;

const projectionOf = (projections: FoldedModel["projections"], stream: StreamName): StreamProjection => {
  const projection = projections.get(stream);
  if (projection === undefined) throw new Error(`${stream} is not folded`);
  return projection;
};

const sumOf = (positions: Positions): number => Object.values(positions).reduce((sum, position) => sum + position, 0);

/** Until only few events are missing. */
const catchUp = async (next: FoldedModel, inUse: ModelInUse, tell: Tell): Promise<void> => {
  while (sumOf(positionsOf(inUse)) - sumOf(positionsOf(next)) > FEW_EVENTS) await foldUpTo(next, positionsOf(inUse), inUse, tell);
};

/** Never further than the model in use, so that the two can meet at every position. */
const foldUpTo = async (next: FoldedModel, until: Positions, inUse: ModelInUse, tell: Tell = async () => undefined): Promise<void> => {
  const { eventLog, projections } = next;
  for (const stream of STREAM_NAMES) {
    const projection = projectionOf(projections, stream);
    if (positionOf(projection) >= until[stream]) continue;
    const messages = readToEnd(eventLog, { stream, after: positionOf(projection), maxMessages: BATCH_EVENTS, signal: inUse.signal });
    for await (const batch of foldAhead(upTo(until[stream], messages), projection)) {
      await foldInto(next, projection, batch);
      await tell({ folded: sumOf(positionsOf(next)), total: sumOf(positionsOf(inUse)) });
    }
  }
};

const upTo = async function* (until: number, batches: Batches): Batches {
  for await (const messages of batches) {
    const wanted = messages.filter(({ sequence }) => sequence <= until);
    if (wanted.length > 0) yield wanted;
    if (wanted.length < messages.length || messages.at(-1)?.sequence === until) return;
  }
};

/** What is known of the model in use, from the tables that are now under its name. */
const reload = async ({ session, projections }: ModelInUse): Promise<void> => {
  for (const projection of projections.values()) {
    const { checkpoint, halted } = await loadProjection(session, projection.stream, projection.identity);
    projection.checkpoint = checkpoint;
    projection.halted.clear();
    for (const [owner, row] of halted) projection.halted.set(owner, row);
  }
};
