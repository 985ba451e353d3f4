/** A value that names another entry: it is shown as that entry's DN, whatever it is called by then. */
export interface Link {
  readonly to: number;
}
export type Value = Buffer | Link;

/** An array, or something that makes its values as they are asked for: a group of 200,000 members is never held. */
export interface Values {
  readonly length: number;
  slice(from?: number, to?: number): readonly Value[];
}

/** An entry by its number, which never changes. Attributes are asked for by their names in lower case. */
export interface Entry {
  readonly at: number;
  readonly parent: number | undefined;
  readonly rdn: string;
  /** Of its last change, and of its first. */
  readonly usn: number;
  readonly createdUsn: number;
  readonly isDeleted: boolean;
  /** As the schema spells them. */
  readonly names: readonly string[];
  values(attribute: string): Values | undefined;
  /** Of the last change of one attribute. */
  usnOf(attribute: string): number;
  /** Values of a linked attribute that came and went since the entry was made, with the change that it was. */
  readonly linkChanges: ReadonlyMap<string, readonly LinkChange[]>;
}

export interface LinkChange {
  readonly to: number;
  readonly isThere: boolean;
  readonly usn: number;
}

/** How an attribute's values follow from an entry's number. */
export type Making = (n: number) => Values | string | readonly string[];
export type Table = Readonly<Record<string, Making>>;

export const valuesOf = (made: Values | string | readonly string[]): Values => {
  if (typeof made === "string") return [Buffer.from(made)];
  return Array.isArray(made) ? made.map((it: string | Value) => (typeof it === "string" ? Buffer.from(it) : it)) : (made as Values);
};

/** Entries of one kind that are made from their numbers, always the same. */
export interface Generated {
  readonly parent: number;
  readonly rdn: (n: number) => string;
  readonly table: Table;
}

export interface FixedEntry {
  readonly parent: number | undefined;
  readonly rdn: string;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** Never before: so that nothing has the number 0. */
const FIRST_USN = 1_000;
const NO_CHANGES: Entry["linkChanges"] = new Map();

const lowerNames = new WeakMap<Table, ReadonlyMap<string, Making>>();
const byLowerName = (table: Table): ReadonlyMap<string, Making> => {
  let names = lowerNames.get(table);
  if (names === undefined) {
    names = new Map(Object.entries(table).map(([name, making]) => [name.toLowerCase(), making]));
    lowerNames.set(table, names);
  }
  return names;
};

const names = new WeakMap<Table, readonly string[]>();
const namesOf = (table: Table): readonly string[] => {
  const known = names.get(table) ?? Object.keys(table);
  names.set(table, known);
  return known;
};

export const usnAtFirst = (at: number): number => FIRST_USN + at;

export const madeEntry = (at: number, parent: number | undefined, rdn: string, table: Table, n: number): Entry => ({
  ...{ at, parent, rdn, isDeleted: false, usn: usnAtFirst(at), createdUsn: usnAtFirst(at), linkChanges: NO_CHANGES },
  names: namesOf(table),
  values(attribute) {
    const made = byLowerName(table).get(attribute)?.(n);
    if (made === undefined) return undefined;
    const values = valuesOf(made);
    return values.length === 0 ? undefined : values;
  },
  usnOf: () => usnAtFirst(at),
});

export const fixedTable = (attributes: FixedEntry["attributes"]): Table =>
  Object.fromEntries(Object.entries(attributes).map(([name, values]) => [name, () => values]));
