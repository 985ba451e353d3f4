import { Kysely, PostgresDialect } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";
import { migrations } from "./migrations/index.ts";
import type { ReadModel } from "./tables.ts";

export interface DatabaseOptions {
  readonly url: string;
  /** The Postgres schema of this version of the read model; another version fills another one beside it. */
  readonly schema: string;
}

/** The schema that this release folds into. A read model of another shape gets another number, and is filled from the first event. */
export const READ_MODEL_SCHEMA = "read_model_4";

const STATEMENT_TIMEOUT_MS = 15_000;
const POOL_SIZE = 10;

/** Sequences are bigint in Postgres and numbers here; 2^53 messages are more than a stream will ever hold. */
const INT8_OID = 20;
const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    (oid as number) === INT8_OID ? safeInteger : (pg.types.getTypeParser as (oid: number, format?: string) => never)(oid, format),
};
const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("a bigint of the read model is not a safe integer");
  return value;
};

/** A stopped Postgres answers nothing at all, so the client counts the time as well as the server. */
export const connectionConfig = (
  { url, schema, statementTimeoutMs = STATEMENT_TIMEOUT_MS }: DatabaseOptions & { readonly statementTimeoutMs?: number | undefined },
  settings = "",
): pg.ClientConfig => ({
  connectionString: url,
  application_name: "directory-projector",
  options: `-c search_path=${schema},${workSchema(schema)} ${settings}`,
  keepAlive: true,
  keepAliveInitialDelayMillis: 5_000,
  connectionTimeoutMillis: 5_000,
  statement_timeout: statementTimeoutMs,
  query_timeout: statementTimeoutMs + 2_000,
  idle_in_transaction_session_timeout: 2 * STATEMENT_TIMEOUT_MS,
  types: types as never,
});

/** For queries. The pool guards idle connections; one that is checked out would end the process when it breaks, so each has a listener. */
export const openDatabase = (options: DatabaseOptions): Kysely<ReadModel> => {
  const pool = new pg.Pool({ ...connectionConfig(options), max: POOL_SIZE, idleTimeoutMillis: 30_000 });
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return new Kysely<ReadModel>({ dialect: new PostgresDialect({ pool }) });
};

// Whoever uses the connection learns of it by a query that fails.
const ignore = (): void => undefined;

/** Beside the read model, since it is not folded from the log: what is told of work on the model itself. */
export const workSchema = (schema: string): string => `${schema}_work`;

/**
 * Beside every read model: what was seen of folding, and what no log tells a second time. A model that is rebuilt, or of another shape,
 * finds it as it was.
 */
export const OBSERVED_SCHEMA = "projection";

const OBSERVED = `
  create schema if not exists ${OBSERVED_SCHEMA};
  create table if not exists ${OBSERVED_SCHEMA}.run_visible (
    account text collate "C", connector text collate "C", sync_id text collate "C", visible_at text not null,
    primary key (account, connector, sync_id)
  )`;

/** Brings the read model up to date, and makes room for what is told of it. */
export const migrate = async (options: DatabaseOptions): Promise<void> => {
  await migrateTables(options);
  const client = new pg.Client(connectionConfig(options));
  client.on("error", ignore);
  try {
    await client.connect();
    const work = workSchema(options.schema);
    await client.query(
      `create schema if not exists ${work}; create table if not exists ${work}.work_report (name text primary key, report json not null)`,
    );
    await client.query(OBSERVED);
  } finally {
    await client.end();
  }
};

/** Brings a schema's tables up to date: in one transaction, under a lock, each migration once. */
export const migrateTables = async (options: DatabaseOptions): Promise<void> => {
  const pool = new pg.Pool({ ...connectionConfig(options), max: 2 });
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  await using db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: options.schema,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
};
