import { canonicalDn } from "../checker/dn.ts";
import type { LdifRecord } from "../fixtures/ldif-writer.ts";
import type { DirectoryChange } from "../fixtures/live-directory.ts";
import { changeEntry, putBackEntry } from "./change-entry.ts";
import type { Dialect } from "./dialect.ts";
import { type Entry, fixedTable, madeEntry, usnAtFirst } from "./entry.ts";
import { firstComma, nameKey } from "./names.ts";
import type { Changed } from "./overlay.ts";

export interface Size {
  readonly people: number;
  /** How many members each group has: from some person on, one after the other. */
  readonly groups: readonly number[];
}

/**
 * A directory of so many entries, made from their numbers as they are asked for: a million of them take no memory. What is
 * changed while it runs lies over them.
 */
export interface Tree {
  readonly dialect: Dialect;
  /** Numbers below this have been given to entries. */
  readonly end: () => number;
  readonly highestUsn: () => number;
  /** undefined where nothing is, or is any more. */
  readonly entry: (at: number) => Entry | undefined;
  readonly dnOf: (entry: Entry) => string;
  readonly find: (dn: string) => Entry | undefined;
  readonly isWithin: (entry: Entry, base: number) => boolean;
  /** Who has changed after a sequence number, in the order of the changes. */
  readonly changedAfter: (usn: number) => Generator<Entry>;
  readonly change: (...changes: readonly DirectoryChange[]) => void;
  readonly putBack: (entry: LdifRecord) => void;
  /** So many sequence numbers are given to what nobody sees: other partitions, or entries that the account may not read. */
  readonly passOver: (numbers: number) => void;
  /** Gives a way back to the present state: its sequence numbers are given a second time then, but at other moments. */
  readonly takeSnapshot: () => () => void;
  /** When the change of this number was made, in changes since the beginning. */
  readonly momentOf: (usn: number) => number;
}

/** What a tree is made of. */
export interface Ground {
  readonly dialect: Dialect;
  readonly firstPerson: number;
  readonly firstGroup: number;
  /** How many entries are made from their numbers. */
  readonly generated: number;
  readonly made: (at: number) => Entry | undefined;
  readonly overlay: Map<number, Changed>;
  readonly gone: Set<number>;
  /** Names that do not follow from the number, by `nameKey`. */
  readonly named: Map<string, number>;
  readonly moments: Map<number, number>;
  next: number;
  usn: number;
}

const layGround = (dialect: Dialect, size: Size): Ground => {
  const { fixed, people, groups } = dialect;
  const groupTable = groups.table(size);
  const firstPerson = fixed.length;
  const firstGroup = firstPerson + size.people;
  const generated = firstGroup + size.groups.length;
  const fixedEntries = fixed.map(({ parent, rdn, attributes }, at) => madeEntry(at, parent, rdn, fixedTable(attributes), 0));
  const made = (at: number): Entry | undefined => {
    if (at < firstPerson) return fixedEntries[at];
    if (at < firstGroup) return madeEntry(at, people.parent, people.rdn(at - firstPerson), people.table, at - firstPerson);
    if (at < generated) return madeEntry(at, groups.parent, groups.rdn(at - firstGroup), groupTable, at - firstGroup);
    return undefined;
  };
  const named = new Map(fixed.map(({ parent, rdn }, at) => [nameKey(parent, rdn), at]));
  const changes = { overlay: new Map(), gone: new Set<number>(), named, moments: new Map(), next: generated, usn: usnAtFirst(generated) };
  return { dialect, firstPerson, firstGroup, generated, made, ...changes };
};

export const openTree = (dialect: Dialect, size: Size): Tree => {
  let ground = layGround(dialect, size);
  const { made, generated } = ground;
  const journal: { readonly moment: number; readonly step: () => void }[] = [];
  let moment = ground.usn;
  const take = (step: () => void): void => {
    journal.push({ moment: ++moment, step });
    ground.moments.set(ground.usn + 1, moment);
    step();
  };
  const entry: Tree["entry"] = (at) => (ground.gone.has(at) ? undefined : (ground.overlay.get(at) ?? made(at)));
  const dnOf: Tree["dnOf"] = ({ rdn, parent }) => {
    const above = parent === undefined ? undefined : entry(parent);
    return above === undefined ? rdn : `${rdn},${dnOf(above)}`;
  };
  const find: Tree["find"] = (dn) => {
    if (canonicalDn(dn) === canonicalDn(dialect.suffix)) return entry(0);
    const comma = firstComma(dn);
    const above = comma < 0 ? undefined : find(dn.slice(comma + 1));
    const at = above && childOf(ground, above.at, dn.slice(0, comma));
    return at === undefined ? undefined : entry(at);
  };
  const isWithin: Tree["isWithin"] = (it, base) => {
    for (let above: Entry | undefined = it; above !== undefined; above = above.parent === undefined ? undefined : entry(above.parent)) {
      if (above.at === base) return true;
    }
    return false;
  };
  function* changedAfter(after: number): Generator<Entry> {
    for (let at = Math.max(0, after - usnAtFirst(0) + 1); at < generated; at++) {
      if (!ground.overlay.has(at) && !ground.gone.has(at)) yield made(at) as Entry;
    }
    yield* [...ground.overlay.values()].filter((it) => it.usn > after).sort((one, other) => one.usn - other.usn);
  }
  return {
    ...{ dialect, entry, dnOf, find, isWithin, changedAfter },
    end: () => ground.next,
    highestUsn: () => ground.usn,
    change: (...changes) => {
      for (const change of changes) take(() => changeEntry({ ground, entry, find }, change));
    },
    putBack: (it) => take(() => putBackEntry({ ground, entry, find }, it)),
    passOver: (numbers) =>
      take(() => {
        ground.usn += numbers;
      }),
    takeSnapshot: () => {
      const steps = journal.length;
      return () => {
        journal.length = steps;
        ground = layGround(dialect, size);
        for (const { moment, step } of journal) {
          ground.moments.set(ground.usn + 1, moment);
          step();
        }
      };
    },
    momentOf: (usn) => ground.moments.get(usn) ?? usn,
  };
};

const childOf = ({ dialect, named, overlay, gone, ...first }: Ground, parent: number, rdn: string): number | undefined => {
  const at = named.get(nameKey(parent, rdn));
  if (at !== undefined) return at;
  const n = Number(/(\d+)$/.exec(rdn)?.[1] ?? Number.NaN);
  const kinds = [
    [dialect.people, first.firstPerson, first.firstGroup],
    [dialect.groups, first.firstGroup, first.generated],
  ] as const;
  for (const [kind, from, past] of kinds) {
    const isNamed = kind.parent === parent && from + n < past && canonicalDn(kind.rdn(n)) === canonicalDn(rdn);
    if (isNamed && !overlay.has(from + n) && !gone.has(from + n)) return from + n;
  }
  return undefined;
};
