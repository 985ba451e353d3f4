import type { Entry } from "./entry.ts";
import { matches, valuesWanted } from "./filter.ts";
import { guidBytes, textOfGuidBytes } from "./guid.ts";
import type { SearchRequest } from "./messages.ts";
import { examined, valuesIn } from "./show-entry.ts";
import type { Tree } from "./tree.ts";

/** What a search looks for, whatever part of it is answered at once. */
export interface Wanted {
  readonly base: Entry;
  readonly scope: SearchRequest["scope"];
  readonly filter: SearchRequest["filter"];
  readonly showDeleted: boolean;
}

/** Entries from a number on, in the order of their numbers; a changed entry keeps its place. */
export function* findEntries(tree: Tree, wanted: Wanted, from = 0): Generator<Entry> {
  for (const at of candidates(tree, wanted, from)) {
    const entry = tree.entry(at);
    if (entry === undefined || (entry.isDeleted && !wanted.showDeleted)) continue;
    if (isInScope(tree, entry, wanted) && matches(wanted.filter, examined(tree, entry)) === true) yield entry;
  }
}

/** Where the filter names ids there is an index; everything else is looked through. */
function* candidates(tree: Tree, { base, scope, filter }: Wanted, from: number): Generator<number> {
  if (scope === "base") {
    if (base.at >= from) yield base.at;
    return;
  }
  const ids = valuesWanted(filter, tree.dialect.idAttribute);
  if (ids !== undefined) {
    const numbers = new Set(ids.map((id) => tree.dialect.numberOfId(id)).filter((at) => at !== undefined && at >= from));
    yield* [...(numbers as Set<number>)].sort((one, other) => one - other);
  } else for (let at = from; at < tree.end(); at++) yield at;
}

const isInScope = (tree: Tree, entry: Entry, { base, scope }: Wanted): boolean => {
  if (scope === "base") return entry.at === base.at;
  return scope === "one" ? entry.parent === base.at : tree.isWithin(entry, base.at);
};

const ALTERNATIVE_NAME = /^<(GUID|SID)=([^>]+)>$/i;

/** The entry that a search begins at: by its DN or, on Active Directory, by its GUID (MS-ADTS 3.1.1.3.1.2.4). */
export const findBase = (tree: Tree, baseDn: string): Entry | undefined => {
  const [, kind, value] = ALTERNATIVE_NAME.exec(baseDn.trim()) ?? [];
  if (kind === undefined || value === undefined) return tree.find(baseDn);
  if (kind.toUpperCase() === "GUID") {
    const bytes = value.includes("-") ? guidBytes(value) : Buffer.from(value, "hex");
    const at = tree.dialect.numberOfId(bytes);
    return at === undefined || textOfGuidBytes(bytes) !== tree.dialect.guidText(at) ? undefined : tree.entry(at);
  }
  for (let at = 0; at < tree.end(); at++) {
    const entry = tree.entry(at);
    const [sid] = (entry && valuesIn(tree, entry, "objectsid")?.slice()) ?? [];
    if (entry !== undefined && sid instanceof Buffer && sid.toString("hex") === value.toLowerCase()) return entry;
  }
  return undefined;
};
