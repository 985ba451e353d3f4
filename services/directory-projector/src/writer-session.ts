import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { connectionConfig, type DatabaseOptions } from "./database.ts";

/**
 * The one connection that writes. It holds the projector's advisory lock for as long as it lives,
 * so the right to write and the means to write end together.
 */
export interface WriterSession extends AsyncDisposable {
  readonly query: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** Runs the work in a transaction; rolled back when it throws. Statements are carried out in the order in which they are given. */
  readonly transaction: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Aborts when the connection is gone, and the lock with it. */
  readonly lost: AbortSignal;
}

const LOCK_RETRY_MS = 500;

interface WriterOptions extends DatabaseOptions {
  readonly signal: AbortSignal;
  readonly onStandBy?: () => void;
  readonly statementTimeoutMs?: number;
  /** What is written: one session at a time writes it. */
  readonly lock?: string;
}

/** Connects and waits until no other projector of this read model holds the lock. */
export const openWriterSession = async (options: WriterOptions): Promise<WriterSession> => {
  // Safe to lose the last transactions in a crash of Postgres: the checkpoint goes with the rows.
  const settings = "-c synchronous_commit=off -c default_transaction_isolation=read\\ committed";
  // What a transaction consists of is sent at once: an answer waits here for its turn as long as events are folded, and Postgres with it.
  const client = new pg.Client({ ...connectionConfig(options, settings), pipeline: true });
  const lost = new AbortController();
  client.on("error", (error) => lost.abort(error));
  client.on("end", () => lost.abort(new Error("the connection to Postgres has ended")));
  try {
    await client.connect();
    await waitForLock(client, options, lost.signal);
  } catch (error) {
    await close(client);
    throw error;
  }

  const query = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await client.query<Row>(text, values as unknown[])).rows;
  return {
    query,
    lost: lost.signal,
    transaction: async (work) => {
      const begun = query("begin");
      begun.catch(() => undefined); // it is awaited later, and throws there
      try {
        const result = await work();
        await begun;
        await query("commit");
        return result;
      } catch (error) {
        await query("rollback").catch((failure: unknown) => lost.abort(failure));
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => close(client),
  };
};

/** Waits for statements that were sent at once. Where one has failed, so have all after it: the first in their order says why. */
export const together = async (statements: readonly Promise<unknown>[]): Promise<void> => {
  for (const outcome of await Promise.allSettled(statements)) if (outcome.status === "rejected") throw outcome.reason;
};

const waitForLock = async (
  client: pg.Client,
  { schema, lock = schema, signal, onStandBy }: WriterOptions,
  lost: AbortSignal,
): Promise<void> => {
  const either = AbortSignal.any([signal, lost]);
  for (let attempt = 1; ; attempt++) {
    const asked = "select pg_try_advisory_lock(hashtextextended($1, 0)) as mine";
    const { rows } = await client.query<{ mine: boolean }>(asked, [`dirstream directory-projector ${lock}`]);
    if (rows[0]?.mine === true) return;
    if (attempt === 1) onStandBy?.();
    await delay(LOCK_RETRY_MS, undefined, { signal: either });
  }
};

const CLOSE_MS = 1_000;

/** A connection to a server that answers nothing cannot be ended politely. */
const close = async (client: pg.Client): Promise<void> => {
  const polite = client.end().then(
    () => true,
    () => true,
  );
  const isClosed = await Promise.race([polite, delay(CLOSE_MS, false, { ref: false })]);
  if (!isClosed) (client as unknown as { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();
};
