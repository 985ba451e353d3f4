import type { Entry } from "./entry.ts";
import { matches, valuesWanted } from "./filter.ts";
import { guidBytes, textOfGuidBytes } from "./guid.ts";
import type { SearchRequest } from "./messages.ts";
import { firstComma } from "./names.ts";
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

/** An entry, and where it stands among those that a search in pages finds. */
export interface Placed {
  readonly entry: Entry;
  readonly place: string;
}

/** In which order entries come in pages: by their numbers, which never change, or as in an index of names, where renaming moves them. */
export type PageOrder = "number" | "name";

export const findPlaced = (tree: Tree, wanted: Wanted, from: string, order: PageOrder): Iterable<Placed> =>
  order === "number" ? placedByNumber(tree, wanted, from) : placedByName(tree, wanted, from);

function* placedByNumber(tree: Tree, wanted: Wanted, from: string): Generator<Placed> {
  for (const entry of findEntries(tree, wanted, Number(from))) yield { entry, place: String(entry.at) };
}

const placedByName = (tree: Tree, wanted: Wanted, from: string): Placed[] =>
  [...findEntries(tree, wanted)]
    .map((entry) => ({ entry, place: placeOfName(tree.dnOf(entry)) }))
    .filter(({ place }) => place >= from)
    .sort((one, other) => (one.place < other.place ? -1 : 1));

/** From the top of the tree down, so that whatever is below one container stands together. */
export const placeOfName = (dn: string): string => {
  const comma = firstComma(dn);
  return comma < 0 ? dn.toLowerCase() : `${placeOfName(dn.slice(comma + 1))}\0${dn.slice(0, comma).toLowerCase()}`;
};

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
