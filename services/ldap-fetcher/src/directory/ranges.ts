import { DirectoryError, LATER, protocolViolation } from "./errors.ts";
import type { RawAttribute, RawEntry } from "./responses.ts";

/** How an entry's attributes are asked for once more. */
export interface Again {
  readonly peer: string;
  /** Differs after every change of the entry. */
  readonly markerAttribute: string;
  /** undefined when the entry is there no more. */
  readonly ask: (attributes: readonly string[]) => Promise<RawEntry | undefined>;
}

interface Range {
  readonly name: string;
  readonly from: number;
  /** Of the last value; undefined at the end. */
  readonly to: number | undefined;
  readonly values: readonly Buffer[];
}

const RANGE = /^([^;]+);range=(\d+)-(\d+|\*)$/i;
const ATTEMPTS = 5;

/** Whether the server has given a part of some attribute's values only. */
export const isPartial = ({ attributes }: RawEntry): boolean => attributes.some(({ type }) => type.includes(";") && RANGE.test(type));

/**
 * Active Directory gives at most 1,500 values of an attribute at once, as `member;range=0-1499` (MS-ADTS 3.1.1.3.1.3.3).
 * This follows them to the end. Positions shift when a value goes, so each further range begins with the last value of the one
 * before; when that is another value by now, or the entry has changed, everything is read again from the first.
 */
export const withWholeAttributes = async (entry: RawEntry, again: Again): Promise<RawEntry> => {
  const attributes: RawAttribute[] = [];
  for (const attribute of entry.attributes) {
    const range = rangeOf(attribute);
    if (range === undefined) attributes.push(attribute);
    else attributes.push({ type: range.name, values: await wholeValues(entry, range, again) });
  }
  return { dn: entry.dn, attributes };
};

const rangeOf = ({ type, values }: RawAttribute): Range | undefined => {
  const [, name, from, to] = RANGE.exec(type) ?? [];
  if (name === undefined) return undefined;
  return { name, from: Number(from), to: to === "*" ? undefined : Number(to), values };
};

const wholeValues = async (entry: RawEntry, first: Range, again: Again): Promise<readonly Buffer[]> => {
  let marker = markerOf(entry, again);
  let range = first;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const values = await followed(range, marker, again);
    if (values !== undefined) return values;
    const anew = await again.ask([`${first.name};range=0-${first.values.length - 1}`]);
    if (anew === undefined) break;
    marker = markerOf(anew, again);
    range = partOf(anew, first.name) ?? { name: first.name, from: 0, to: undefined, values: [] };
  }
  throw new DirectoryError(
    "read",
    "valuesUnsteady",
    `The values of ${first.name} of "${entry.dn}" kept changing while ${again.peer} was asked for them.`,
    LATER,
  );
};

/** Undefined when something has changed on the way. */
const followed = async (first: Range, marker: string, again: Again): Promise<readonly Buffer[] | undefined> => {
  if (first.to === undefined) return first.values;
  const step = first.values.length;
  if (first.from !== 0 || step !== first.to + 1 || step < 2)
    throw protocolViolation("read", again.peer, "a range that does not fit its values");
  const values = [...first.values];
  for (;;) {
    const at = values.length - 1;
    const next = await again.ask([`${first.name};range=${at}-${at + step - 1}`]);
    const range = next && partOf(next, first.name);
    if (next === undefined || range === undefined || markerOf(next, again) !== marker) return undefined;
    const last = values[at] as Buffer;
    if (range.from !== at || range.values[0]?.equals(last) !== true) return undefined;
    for (const value of range.values.slice(1)) values.push(value);
    if (range.to === undefined) return values;
    if (range.values.length < 2) throw protocolViolation("read", again.peer, "a range that brings nothing new");
  }
};

const partOf = ({ attributes }: RawEntry, name: string): Range | undefined =>
  attributes.map(rangeOf).find((range) => range?.name.toLowerCase() === name.toLowerCase());

const markerOf = ({ attributes }: RawEntry, { markerAttribute }: Again): string =>
  String(attributes.find(({ type }) => type.toLowerCase() === markerAttribute.toLowerCase())?.values[0] ?? "");
