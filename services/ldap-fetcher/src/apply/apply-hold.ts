import type { HeldItem } from "@dirstream/contracts";
import type { Directory } from "../directory/directory.ts";
import { type Comparison, compareEntries, removalLeaves } from "../read/compare.ts";
import { readAgain } from "../read/finish.ts";
import { readHeldItems } from "../read/holds.ts";
import type { Known, KnownEntries } from "../read/known-entries.ts";
import { openObserver } from "../read/observer.ts";
import { settleMissing } from "../read/settle-missing.ts";
import { itemKey } from "../run/guard.ts";
import type { Run } from "../run-sync.ts";

/** Records exactly the items of an approved hold that are still so in the directory; gives the ids of the others. */
export const applyHold = async (run: Run, known: KnownEntries, directory: Directory, holdId: string): Promise<string[]> => {
  const { writer, account, connector } = run;
  const { log, signal } = run.fetcher;
  const items = await readHeldItems(log, run, holdId);
  const observer = await openObserver({ directory, log, known, signal });
  const { host } = directory;
  const comparison: Comparison = { account, connector, log, known, host, cause: "directory", names: observer.names };
  await writer.beginRemoving();

  const leftOut: string[] = [];
  const { removals, others } = split(items, known);
  leftOut.push(...others.filter(({ change }) => change === "removed").map(({ entryId }) => entryId));
  for await (const fates of settleMissing(directory, removals)) {
    for (const fate of fates) {
      if (fate.is === "gone") await writer.add(await removalLeaves(comparison, fate.known, fate.evidence, fate.dn));
      else leftOut.push(fate.known.entryId);
    }
  }
  for await (const { item, kind, entry } of readAgain(directory, items)) {
    const [found] = await compareEntries(comparison, entry === undefined ? [] : await observer.observe([entry], kind));
    if (found?.destructive !== undefined && itemKey(found.destructive) === itemKey(item)) await writer.add(found.leaves);
    else leftOut.push(item.entryId);
  }
  return leftOut;
};

/** Removals of entries that are still alive in the log; everything else of the hold. */
const split = (items: readonly HeldItem[], known: KnownEntries): { removals: Known[]; others: HeldItem[] } => {
  const removals: Known[] = [];
  const others: HeldItem[] = [];
  for (const item of items) {
    const entry = known.get(item.kind, item.entryId);
    if (item.change === "removed" && entry !== undefined && entry.state !== "removed") removals.push(entry);
    else others.push(item);
  }
  return { removals, others };
};
