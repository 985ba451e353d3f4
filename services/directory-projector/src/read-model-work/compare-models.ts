import type { WriterSession } from "../writer-session.ts";
import type { Difference } from "./report.ts";

/**
 * Compares two models table by table, in one snapshot that the caller's transaction holds. A table's rows are hashed one by one
 * and the hashes added up, so no order is needed; only where the sums differ the rows themselves are held against each other.
 */
export const compareModels = async (
  query: WriterSession["query"],
  { inUse, rebuilt, tables }: { readonly inUse: string; readonly rebuilt: string; readonly tables: readonly string[] },
): Promise<Difference[]> => {
  const differences: Difference[] = [];
  for (const table of tables) {
    const [one, other] = [`${inUse}.${table}`, `${rebuilt}.${table}`];
    if ((await hashOf(query, one)) === (await hashOf(query, other))) continue;
    differences.push({ table, onlyInUse: await countOnlyIn(query, one, other), onlyRebuilt: await countOnlyIn(query, other, one) });
  }
  return differences;
};

/** 64 bits of each row's text, added up: this is to find what went wrong, not to withstand whoever wants to deceive. */
const hashOf = async (query: WriterSession["query"], table: string): Promise<string> => {
  const [row] = await query<{ hash: string }>(
    `select concat_ws(' ', count(*), sum(hashtextextended(it::text, 0))) as hash from ${table} as it`,
  );
  return row?.hash ?? "";
};

const countOnlyIn = async (query: WriterSession["query"], table: string, other: string): Promise<number> => {
  const [row] = await query<{ count: number }>(
    `select count(*) as count from (select one::text from ${table} as one except all select other::text from ${other} as other) as rows`,
  );
  return row?.count ?? 0;
};
