import pg from "pg";
import type { Row } from "./expected-tables.ts";
import type { Checkpoint, Halted, StoredTables } from "./tables.ts";

export const READ_MODEL_SCHEMA = "read_model_4";

/** Every table of the read model as it is at one moment. Bookkeeping of the migrations is left out. */
export const readTables = async (postgresUrl: string, schema = READ_MODEL_SCHEMA): Promise<StoredTables> => {
  const client = new pg.Client({ connectionString: postgresUrl, statement_timeout: 30_000 });
  await client.connect();
  try {
    await client.query("begin transaction isolation level repeatable read read only");
    const named = await client.query<{ name: string }>("select table_name as name from information_schema.tables where table_schema = $1", [
      schema,
    ]);
    const rows = new Map<string, readonly Row[]>();
    for (const { name } of named.rows) {
      if (name.startsWith("kysely_")) continue;
      const { rows: found } = await client.query<Record<string, unknown>>(
        `select * from ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`,
      );
      rows.set(name, found.map(withNumbers));
    }
    const ofStreams = (table: string) => (rows.get(table) ?? []) as readonly unknown[];
    const checkpoints = ofStreams("checkpoint") as readonly Checkpoint[];
    return { rows, checkpoints, halted: ofStreams("halted") as readonly Halted[] };
  } finally {
    await client.end();
  }
};

const BIGINTS = new Set([
  "sequence",
  "halted_at",
  "caused_by",
  "covers",
  "covered_before",
  "configuration",
  "ordinal",
  "attempt",
  "active",
  "member_count",
  "people_more",
  "groups_more",
]);

/** `pg` gives a bigint as text; all of ours are sequences and counts. */
const withNumbers = (row: Record<string, unknown>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, BIGINTS.has(column) && typeof value === "string" ? Number(value) : value]),
  );
