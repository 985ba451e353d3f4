import { createHash } from "node:crypto";
import pg from "pg";
import { READ_MODEL_SCHEMA } from "./read-tables.ts";
import type { RowVersions, TableHashes } from "./replay.ts";

/** SHA-256 of what `copy … to stdout` says of every table, sorted by the bytes of its key. Bookkeeping of the migrations is left out. */
export const readTableHashes = (postgresUrl: string): Promise<TableHashes> =>
  withClient(postgresUrl, async (client) => {
    await client.query("begin transaction isolation level repeatable read read only");
    const hashes = new Map<string, string>();
    for (const { name, key } of await tablesOf(client)) {
      const order = key.map((column) => `${client.escapeIdentifier(column)}::text collate "C"`).join(", ");
      hashes.set(name, await hashOfCopy(client, `copy (select * from ${tableNamed(client, name)} order by ${order}) to stdout`));
    }
    return hashes;
  });

/** Of every table but the checkpoint, which moves whenever anything is folded. */
export const readRowVersions = (postgresUrl: string): Promise<RowVersions> =>
  withClient(postgresUrl, async (client) => {
    await client.query("begin transaction isolation level repeatable read read only");
    const versions = new Map<string, readonly string[]>();
    for (const { name } of await tablesOf(client)) {
      if (name === "checkpoint") continue;
      const found = await client.query<{ version: string }>(`select ctid || ' ' || xmin as version from ${tableNamed(client, name)}`);
      versions.set(
        name,
        found.rows.map(({ version }) => version),
      );
    }
    return versions;
  });

export const withClient = async <Result>(postgresUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ connectionString: postgresUrl, statement_timeout: 30_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const tableNamed = (client: pg.Client, name: string): string => `${READ_MODEL_SCHEMA}.${client.escapeIdentifier(name)}`;

interface Table {
  readonly name: string;
  readonly key: readonly string[];
}

const tablesOf = async (client: pg.Client): Promise<readonly Table[]> => {
  const { rows } = await client.query<Table>(
    `select c.relname as name, array_agg(a.attname::text order by array_position(i.indkey::int2[], a.attnum)) as key
     from pg_class c
     join pg_index i on i.indrelid = c.oid and i.indisprimary
     join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
     where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname not like 'kysely%'
     group by c.relname order by c.relname`,
    [READ_MODEL_SCHEMA],
  );
  return rows;
};

/** `pg` reads past the data of a copy; whoever wants it takes it as it comes by. */
const hashOfCopy = async (client: pg.Client, statement: string): Promise<string> => {
  const hash = createHash("sha256");
  const copied = Promise.withResolvers<void>();
  const takesData = { handleCopyData: ({ chunk }: { chunk: Buffer }) => hash.update(chunk) };
  const copy = Object.assign(new pg.Query(statement), takesData);
  copy.on("end", () => copied.resolve());
  copy.on("error", copied.reject);
  client.query(copy);
  await copied.promise;
  return hash.digest("hex");
};
