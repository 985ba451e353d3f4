import type { Cursor } from "@dirstream/contracts";
import type { BoundLists, Directory } from "../directory/directory.ts";
import type { Entry } from "../directory/entry.ts";
import type { Elsewhere } from "../directory/vendors/vendor.ts";
import { wholeScope } from "../read/in-scope.ts";
import type { Fate } from "../read/settle-missing.ts";
import type { KnownById } from "./known-by-id.ts";
import type { EntryName } from "./referrers.ts";

interface Following {
  readonly directory: Directory;
  readonly lists: BoundLists;
  readonly known: KnownById;
  readonly since: Cursor;
  readonly signal: AbortSignal;
}

/** What has become of the entries that the server has named, and of those below them. */
export interface Followed {
  /** DNs by id: in scope now. */
  readonly present: ReadonlyMap<string, string>;
  /** Of those, who came from elsewhere or were restored: others may have referred to them before. */
  readonly arrived: readonly EntryName[];
  readonly gone: readonly Extract<Fate, { is: "gone" }>[];
}

/**
 * Looks for each entry in scope, else anywhere on the server, deleted entries too. A container that may have moved is named alone: whoever is
 * below it is looked for as well. Who is nowhere to be seen stays as recorded: only a full read may conclude from that.
 */
export const followList = async (following: Following, reported: ReadonlyMap<string, boolean>): Promise<Followed> => {
  const { directory, lists, known, since, signal } = following;
  const present = new Map<string, string>();
  const arrived: EntryName[] = [];
  const elsewhere = new Map<string, Elsewhere>();
  const asked = new Set<string>();
  const meet = async (ids: readonly string[]): Promise<void> => {
    for await (const page of directory.readByIds(ids, wholeScope(directory), [lists.createdAttribute])) {
      for (const entry of page) {
        present.set(entry.id, entry.dn);
        if (known.alive(entry.id) === undefined && !isNewer(entry, lists, since)) arrived.push({ dn: entry.dn });
      }
    }
  };
  let ask = [...reported.keys()];
  while (ask.length > 0) {
    signal.throwIfAborted();
    for (const id of ask) asked.add(id);
    await known.fetch(ask);
    await meet(ask);
    const below = new Set<string>();
    const others = ask.filter((id) => !present.has(id) && (known.alive(id) !== undefined || reported.get(id) === true));
    for await (const page of lists.find(others)) {
      for (const entry of page) {
        elsewhere.set(entry.id, entry);
        const mayHaveTaken = entry.isContainer && !entry.isDeleted && reported.get(entry.id) === true;
        for (const id of mayHaveTaken ? await idsBelow(directory, entry.id) : []) if (!asked.has(id)) below.add(id);
      }
    }
    ask = [...below];
  }
  // Who is alive but was not in scope a moment ago may have come into it meanwhile.
  await meet([...elsewhere.values()].filter(({ id, isDeleted }) => !isDeleted && known.alive(id) !== undefined).map(({ id }) => id));
  const gone = [...elsewhere.values()].flatMap(({ id, dn, isDeleted }) => {
    const alive = known.alive(id);
    if (alive === undefined || present.has(id)) return [];
    const evidence = isDeleted ? ("tombstone" as const) : ("movedOutOfScope" as const);
    return [{ known: alive, is: "gone" as const, evidence, dn: isDeleted ? undefined : dn }];
  });
  return { present, arrived, gone };
};

const isNewer = ({ attributes }: Entry, { createdAttribute }: BoundLists, { value }: Cursor): boolean => {
  const created = attributes.find(({ type }) => type.toLowerCase() === createdAttribute.toLowerCase())?.values[0];
  return created !== undefined && BigInt(created.toString("latin1")) > BigInt(value);
};

const idsBelow = async (directory: Directory, containerId: string): Promise<string[]> => {
  const ids: string[] = [];
  const below = directory.vendor.idDn?.(containerId) ?? "";
  for await (const page of directory.read(wholeScope(directory), [], { below })) for (const { id } of page) ids.push(id);
  return ids;
};
