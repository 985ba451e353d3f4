import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { type DatabaseOptions, migrate } from "./database.ts";
import { IMAGE_TABLES } from "./image-tables.ts";

export interface TestDatabase extends AsyncDisposable {
  readonly options: DatabaseOptions;
  readonly query: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** Another schema of the same database, with its tables. */
  readonly freshModel: () => Promise<DatabaseOptions>;
  /** SHA-256 of each table's rows in the order of its key: R2 compares bytes. */
  readonly hashes: (schema?: string) => Promise<Record<string, string>>;
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(IMAGE_TABLES).map(([table, { key }]) => [table, key])),
  membership: ["account", "connector", "group_id", "part", "member"],
  checkpoint: ["stream"],
  halted: ["stream", "account", "connector"],
};

/** A database of its own for a test file, dropped with it. */
export const openTestDatabase = async (adminUrl: string): Promise<TestDatabase> => {
  const name = `projector_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  let models = 0;
  const freshModel = async (): Promise<DatabaseOptions> => {
    const options = { url, schema: `model_${++models}` };
    await migrate(options);
    return options;
  };
  const options = await freshModel();
  const query = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await client.query<Row>(text, values as unknown[])).rows;
  return {
    options,
    query,
    freshModel,
    hashes: async (schema = options.schema) => {
      const hashes: Record<string, string> = {};
      for (const [table, key] of Object.entries(KEYS)) {
        const rows = await query<{ row: string }>(`select t::text as row from ${schema}.${table} t order by ${key.join(", ")}`);
        hashes[table] = `${rows.length} ${createHash("sha256").update(JSON.stringify(rows)).digest("hex")}`;
      }
      return hashes;
    },
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
};
