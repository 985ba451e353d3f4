import type { WriterSession } from "../writer-session.ts";
import type { Difference } from "./report.ts";

/**
 * Compares two models of the same columns table by table, in one snapshot that the caller's transaction holds. A table's rows are hashed one
 * by one and the hashes added up, so no order is needed; only where the sums differ the rows themselves are held against each other.
 */
export const compareModels = async (
  query: WriterSession["query"],
  { inUse, rebuilt, tables }: { readonly inUse: string; readonly rebuilt: string; readonly tables: readonly string[] },
): Promise<Difference[]> => {
  const differences: Difference[] = [];
  for (const table of tables) {
    const [one, other] = [`${inUse}.${table}`, `${rebuilt}.${table}`];
    const row = await rowOf(query, inUse, table);
    if ((await hashOf(query, one, row)) === (await hashOf(query, other, row))) continue;
    differences.push({ table, onlyInUse: await countOnlyIn(query, one, other), onlyRebuilt: await countOnlyIn(query, other, one) });
  }
  return differences;
};

/** 64 bits of each row, added up: this is to find what went wrong, not to withstand whoever wants to deceive. */
const hashOf = async (query: WriterSession["query"], table: string, row: string): Promise<string> => {
  const [summed] = await query<{ hash: string }>(
    `select concat_ws(' ', count(*), sum(hash_record_extended(${row}, 0))) as hash from ${table}`,
  );
  return summed?.hash ?? "";
};

/** A table's columns as a row that can be hashed: JSON as its text. Hashing the text of the whole row takes three times as long. */
const rowOf = async (query: WriterSession["query"], schema: string, table: string): Promise<string> => {
  const [row] = await query<{ columns: string }>(
    `select string_agg(quote_ident(attname) || case when atttypid = 'json'::regtype then '::text' else '' end, ', ' order by attnum) as columns
     from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [`${schema}.${table}`],
  );
  return `row(${row?.columns ?? ""})`;
};

const countOnlyIn = async (query: WriterSession["query"], table: string, other: string): Promise<number> => {
  const [row] = await query<{ count: number }>(
    `select count(*) as count from (select one::text from ${table} as one except all select other::text from ${other} as other) as rows`,
  );
  return row?.count ?? 0;
};
