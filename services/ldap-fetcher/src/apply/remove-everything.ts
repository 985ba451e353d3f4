import { type Comparison, removalLeaves } from "../read/compare.ts";
import type { KnownEntries } from "../read/known-entries.ts";
import type { Run } from "../run-sync.ts";

/** The connector was removed and its entries with it: no directory is asked, and no guard, for a person has decided. */
export const removeEverything = async (run: Run, known: KnownEntries): Promise<void> => {
  const { writer, account, connector } = run;
  const { log } = run.fetcher;
  const names = { resolve: (dn: string) => ({ dn }), learn: () => undefined };
  const comparison: Comparison = { account, connector, log, known, host: null, cause: "directory", names };
  await writer.beginRemoving();
  for (const entry of known.all()) {
    if (entry.state !== "removed") await writer.add(await removalLeaves(comparison, entry, "connectorRemoved"));
  }
};
