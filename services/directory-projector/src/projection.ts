import type { StreamName } from "@dirstream/contracts";
import { killPoint } from "@dirstream/service/kill-point";
import { type FoldedBatch, foldBatch, ownerKey } from "./fold/fold-batch.ts";
import type { Reading } from "./fold/read-event.ts";
import type { CheckpointRow, HaltedRow } from "./tables.ts";
import { writeRows } from "./write-rows.ts";
import type { WriterSession } from "./writer-session.ts";

/** How far a stream is folded, as the database says. Changed only after a commit. */
export interface StreamProjection {
  readonly stream: StreamName;
  readonly identity: string;
  /** Undefined until the first batch. */
  checkpoint: CheckpointRow | undefined;
  readonly halted: Map<string, HaltedRow>;
}

export const loadProjection = async (session: WriterSession, stream: StreamName, identity: string): Promise<StreamProjection> => {
  const [checkpoint] = await session.query<CheckpointRow>("select * from checkpoint where stream = $1", [stream]);
  const rows = await session.query<HaltedRow>("select * from halted where stream = $1", [stream]);
  return { stream, identity, checkpoint, halted: new Map(rows.map((row) => [ownerKey(row), row])) };
};

export const positionOf = ({ checkpoint }: StreamProjection): number => checkpoint?.sequence ?? 0;

/** Another projector moved the checkpoint: what is known here is too old to write from. */
export class Displaced extends Error {
  override readonly name = "Displaced";

  constructor(stream: StreamName) {
    super(`another projector has folded ${stream} further`);
  }
}

/**
 * Folds a batch and writes rows, halts and checkpoint, together or not at all. What lies at or before the checkpoint is left out.
 * A value that Postgres refuses is found by halving, and halts its connector alone.
 */
export const project = async (
  session: WriterSession,
  projection: StreamProjection,
  readings: readonly Reading[],
): Promise<FoldedBatch[]> => {
  const position = positionOf(projection);
  const fresh = readings.filter(({ sequence }) => sequence > position);
  return fresh.length === 0 ? [] : await narrowing(fresh, (part) => projectOnce(session, projection, part));
};

const projectOnce = async (session: WriterSession, projection: StreamProjection, readings: readonly Reading[]): Promise<FoldedBatch> => {
  const { stream, halted } = projection;
  const batch = foldBatch(stream, readings, (owner) => halted.has(owner));
  const checkpoint = checkpointAt(projection, readings.at(-1) as Reading);
  await session.transaction(async () => {
    await moveCheckpoint(session, projection, checkpoint);
    await writeRows(session.query, batch.changes);
    for (const halt of batch.halts) await saveHalted(session, halt);
    killPoint("directory-projector.beforeCommit");
  });
  killPoint("directory-projector.afterCommit");
  projection.checkpoint = checkpoint;
  for (const halt of batch.halts) halted.set(ownerKey(halt), halt);
  return batch;
};

const checkpointAt = ({ stream, identity }: StreamProjection, last: Reading): CheckpointRow => ({
  stream,
  identity,
  sequence: last.sequence,
  subject: last.subject,
  event: last.id,
});

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

/** Applies readings; where Postgres refuses a value, the halves apart, down to the one message that holds it. */
export const narrowing = async <Result>(
  readings: readonly Reading[],
  apply: (readings: readonly Reading[]) => Promise<Result>,
): Promise<Result[]> => {
  try {
    return [await apply(readings)];
  } catch (error) {
    const code = refusedValue(error);
    if (code === undefined) throw error;
    const [only] = readings;
    if (readings.length > 1) {
      const half = readings.length >> 1;
      return [...(await narrowing(readings.slice(0, half), apply)), ...(await narrowing(readings.slice(half), apply))];
    }
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
