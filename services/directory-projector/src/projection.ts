import type { StreamName } from "@dirstream/contracts";
import { killPoint } from "@dirstream/service/kill-point";
import { type FoldedBatch, foldBatch, ownerKey } from "./fold/fold-batch.ts";
import { type Message, type Reading, readEvents } from "./fold/read-event.ts";
import { recordVisible } from "./run-visible.ts";
import type { Statement } from "./statement.ts";
import type { CheckpointRow, HaltedRow } from "./tables.ts";
import { isNoBeginning, statementsOf, writeRows } from "./write-rows.ts";
import { together, type WriterSession } from "./writer-session.ts";

/** How far a stream is folded, as the database says. Changed only after a commit. */
export interface StreamProjection {
  readonly stream: StreamName;
  readonly identity: string;
  /** Undefined until the first batch. */
  checkpoint: CheckpointRow | undefined;
  readonly halted: Map<string, HaltedRow>;
  /** What lies before it was visible to queries once already, or nobody knows since when. */
  readonly historyUntil: number;
}

export const loadProjection = async (
  session: WriterSession,
  stream: StreamName,
  identity: string,
  historyUntil = 0,
): Promise<StreamProjection> => {
  const [checkpoint] = await session.query<CheckpointRow>("select * from checkpoint where stream = $1", [stream]);
  const rows = await session.query<HaltedRow>("select * from halted where stream = $1", [stream]);
  return { stream, identity, checkpoint, halted: new Map(rows.map((row) => [ownerKey(row), row])), historyUntil };
};

export const positionOf = ({ checkpoint }: StreamProjection): number => checkpoint?.sequence ?? 0;

/** Another projector moved the checkpoint: what is known here is too old to write from. */
export class Displaced extends Error {
  override readonly name = "Displaced";

  constructor(stream: StreamName) {
    super(`another projector has folded ${stream} further`);
  }
}

/** What becomes of a batch when nobody has halted before it. */
export interface Foreseen {
  readonly folded: FoldedBatch;
  readonly statements: readonly Statement[];
}

export const prepared = (folded: FoldedBatch): Foreseen => ({ folded, statements: statementsOf(folded.changes, "believed") });

/**
 * Folds a batch and writes rows, halts and checkpoint, together or not at all. What lies at or before the checkpoint is left out.
 * A value that Postgres refuses is found by halving, and halts its connector alone.
 * `foreseen` spares both where they were prepared for the whole batch.
 */
export const project = async (
  session: WriterSession,
  projection: StreamProjection,
  messages: readonly Message[],
  foreseen?: Foreseen | undefined,
): Promise<FoldedBatch[]> => {
  const { stream, halted } = projection;
  const position = positionOf(projection);
  const fresh = messages.filter(({ sequence }) => sequence > position);
  if (fresh.length === 0) return [];
  const isForeseen = foreseen !== undefined && fresh.length === messages.length && halted.size === 0;
  const apply = (readings: Iterable<Reading>) =>
    save(session, projection, prepared(foldBatch(stream, readings, (owner) => halted.has(owner))));
  return narrowing(fresh, apply, isForeseen ? () => save(session, projection, foreseen) : undefined);
};

const save = (session: WriterSession, projection: StreamProjection, foreseen: Foreseen): Promise<FoldedBatch> =>
  write(session, projection, foreseen).catch((error: unknown) => {
    if (!isNoBeginning(error)) throw error;
    const { folded } = foreseen;
    return write(session, projection, { folded, statements: statementsOf(folded.changes, "looked up") });
  });

const write = async (
  session: WriterSession,
  projection: StreamProjection,
  { folded: batch, statements }: Foreseen,
): Promise<FoldedBatch> => {
  const { stream, identity, halted } = projection;
  const { sequence, subject, id: event } = batch.last;
  const checkpoint: CheckpointRow = { stream, identity, sequence, subject, event };
  await session.transaction(async () => {
    await together([
      moveCheckpoint(session, projection, checkpoint),
      writeRows(session.query, statements),
      ...batch.halts.map((halt) => saveHalted(session, halt)),
      recordVisible(session.query, projection, batch.changes),
    ]);
    killPoint("directory-projector.beforeCommit");
  });
  killPoint("directory-projector.afterCommit");
  projection.checkpoint = checkpoint;
  for (const halt of batch.halts) halted.set(ownerKey(halt), halt);
  return batch;
};

/** Compare and set, before anything else: a second projector waits here, and then finds that it is too late. */
const moveCheckpoint = async (
  { query }: WriterSession,
  { checkpoint: before }: StreamProjection,
  { stream, identity, sequence, subject, event }: CheckpointRow,
): Promise<void> => {
  const values: unknown[] = [stream, identity, sequence, subject, event];
  const moved =
    before === undefined
      ? await query(
          "insert into checkpoint (stream, identity, sequence, subject, event) values ($1, $2, $3, $4, $5) on conflict do nothing returning 1",
          values,
        )
      : await query(
          "update checkpoint set identity = $2, sequence = $3, subject = $4, event = $5 where stream = $1 and sequence = $6 returning 1",
          [...values, before.sequence],
        );
  if (moved.length !== 1) throw new Displaced(stream);
};

export const saveHalted = async (
  { query }: WriterSession,
  { stream, account, connector, sequence, reason, resuming }: HaltedRow,
): Promise<void> => {
  await query(
    `insert into halted (stream, account, connector, sequence, reason, resuming) values ($1, $2, $3, $4, $5, $6)
     on conflict (stream, account, connector) do update
     set sequence = excluded.sequence, reason = excluded.reason, resuming = excluded.resuming
     where (halted.sequence, halted.reason, halted.resuming) is distinct from (excluded.sequence, excluded.reason, excluded.resuming)`,
    [stream, account, connector, sequence, reason, resuming],
  );
};

/**
 * Applies what is read in messages; where Postgres refuses a value, the halves apart, down to the one message that holds it.
 * `applyWhole` is how all of them are applied together, where that is prepared already.
 */
export const narrowing = async <Result>(
  messages: readonly Message[],
  apply: (readings: Iterable<Reading>) => Promise<Result>,
  applyWhole = () => apply(readEvents(messages)),
): Promise<Result[]> => {
  try {
    return [await applyWhole()];
  } catch (error) {
    const code = refusedValue(error);
    if (code === undefined) throw error;
    if (messages.length > 1) {
      const half = messages.length >> 1;
      return [...(await narrowing(messages.slice(0, half), apply)), ...(await narrowing(messages.slice(half), apply))];
    }
    const [only] = readEvents(messages);
    if (only?.kind !== "fact") throw error;
    return [await apply([{ ...only, kind: "undecodable", reason: `Postgres cannot hold a value of it (SQLSTATE ${code})` }])];
  }
};

/**
 * A last resort, since folds make every value storable. Classes 22 (data exception) and 54 (program limit exceeded) of Postgres:
 * the value is at fault, and would be again.
 */
const refusedValue = (error: unknown): string | undefined => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(22|54)...$/.test(code) ? code : undefined;
};
