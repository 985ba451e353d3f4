import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { BenchSystem } from "./bench-system.ts";
import { liveSchema } from "./read-model.ts";
import { cpuBetween } from "./stages.ts";
import { nowMs, watchProcesses } from "./watch-processes.ts";

export interface Copied {
  readonly rows: number;
  readonly seconds: number;
  readonly postgresCpuSeconds: number;
}

const SCRATCH = "bench_copy";

/**
 * What Postgres alone needs for the rows of the read model: COPY from a file into tables with the same columns, keys and indexes.
 * Writing the files is not counted.
 */
export const copyTables = async (system: BenchSystem): Promise<Copied> => {
  const { db, postgresDirectory } = system;
  const live = await liveSchema(system);
  const { rows: named } = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = $1 and table_type = 'BASE TABLE' and table_name not like 'kysely%' order by 1`,
    [live],
  );
  const tables = named.map(({ name }) => ({
    from: `${db.escapeIdentifier(live)}.${db.escapeIdentifier(name)}`,
    to: `${SCRATCH}.${db.escapeIdentifier(name)}`,
    file: join(postgresDirectory, `${SCRATCH}.${name}`),
  }));
  try {
    await db.query("set synchronous_commit = off"); // as the projector does
    await db.query(`create schema ${SCRATCH}`);
    for (const { from, to, file } of tables) {
      await db.query(`copy ${from} to ${db.escapeLiteral(file)}`);
      await db.query(`create table ${to} (like ${from} including all)`);
    }
    return await measured(system, tables);
  } finally {
    await db.query(`drop schema if exists ${SCRATCH} cascade`);
    for (const { file } of tables) await rm(file, { force: true });
  }
};

const measured = async (
  { db, processes }: BenchSystem,
  tables: readonly { readonly to: string; readonly file: string }[],
): Promise<Copied> => {
  using watching = watchProcesses(processes.filter(({ name }) => name === "postgres"));
  let rows = 0;
  const beganMs = nowMs();
  for (const { to, file } of tables) rows += (await db.query(`copy ${to} from ${db.escapeLiteral(file)}`)).rowCount ?? 0;
  const endedMs = nowMs();
  const { moments } = watching.end();
  return { rows, seconds: (endedMs - beganMs) / 1000, postgresCpuSeconds: cpuBetween(moments, beganMs, endedMs).postgres as number };
};
