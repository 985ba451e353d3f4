import { OBSERVED_SCHEMA } from "./database.ts";
import type { RowChanges } from "./fold/row-changes.ts";
import type { StreamProjection } from "./projection.ts";
import type { WriterSession } from "./writer-session.ts";

const RECORD = `
  insert into ${OBSERVED_SCHEMA}.run_visible (account, connector, sync_id, visible_at)
  select *, $4 from unnest($1::text[], $2::text[], $3::text[])
  on conflict do nothing`;

/**
 * Remembers when the runs that have ended in a batch could first be seen in the tables; called last in the transaction that writes them.
 * A clock has no place in a fold (R2), so this is no table of the read model: whatever is folded again leaves it as it is.
 */
export const recordVisible = async (
  query: WriterSession["query"],
  { historyUntil }: Pick<StreamProjection, "historyUntil">,
  { images }: RowChanges,
): Promise<void> => {
  const ended = [...images.run_end.values()].filter(({ sequence }) => sequence > historyUntil);
  if (ended.length === 0) return;
  const column = (name: "account" | "connector" | "sync_id") => ended.map((row) => row[name]);
  await query(RECORD, [column("account"), column("connector"), column("sync_id"), new Date().toISOString()]);
};
