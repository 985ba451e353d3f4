import { canonicalDn } from "./dn.ts";
import { type Dump, type Dumped, type DumpedEntry, readDump } from "./dump.ts";
import type { LogEvent } from "./stored-message.ts";
import { isA } from "./stored-message.ts";

/** What has happened to a directory from one dump of it to the next: the words of `changes`, by entry id. */
export const changesBetween = (before: Dump, after: Dump): ReadonlyMap<string, string> => {
  const [was, is] = [readDump(before), readDump(after)];
  const changes = new Map<string, string>();
  for (const entryId of was.entries.keys()) if (!is.entries.has(entryId)) changes.set(entryId, "removed");
  const forgotten = namesOfTheGone(was, is);
  for (const [entryId, entry] of is.entries) {
    const former = was.entries.get(entryId);
    if (former === undefined) {
      changes.set(entryId, "created");
      continue;
    }
    const words = [
      ...(former.dn === entry.dn ? [] : ["moved"]),
      ...(textOf(former, was.members.get(entryId)) === textOf(entry, is.members.get(entryId), forgotten) ? [] : ["updated"]),
    ];
    if (words.length > 0) changes.set(entryId, words.join());
  }
  return changes;
};

/** What the log says has happened in one run, in the same words. Throws when an entry comes twice. */
export const changesIn = (log: readonly LogEvent[], syncId: string): ReadonlyMap<string, string> => {
  const changes = new Map<string, string>();
  for (const it of log) {
    if (!isA(it, "EntryChanged") || it.event.data.syncId !== syncId) continue;
    const { entryId } = it.event.data;
    if (changes.has(entryId)) throw new Error(`Run ${syncId} records ${entryId} twice.`);
    changes.set(entryId, it.event.data.changes.join());
  }
  return changes;
};

/** Who still names an entry that is gone has not changed by that. */
const namesOfTheGone = (was: Dumped, is: Dumped): ReadonlyMap<string, string> =>
  new Map(
    [...was.entries].filter(([entryId]) => !is.entries.has(entryId)).map(([entryId, { dn }]) => [`dn:${canonicalDn(dn)}`, `id:${entryId}`]),
  );

const textOf = (
  { attributes }: DumpedEntry,
  members: readonly string[] = [],
  forgotten: ReadonlyMap<string, string> = new Map(),
): string => {
  const known = (token: string) => forgotten.get(token) ?? token;
  const values = [...attributes]
    .map(([name, tokens]) => [name, tokens.map(known).sort()] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([values, members.map(known).sort()]);
};
