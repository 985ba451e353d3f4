import type { Attributes, AttributeValue, State } from "./entry-events.ts";
import { referenceKey } from "./profile.ts";
import type { EntryKind } from "./streams.ts";

/** What is recorded of an entry, and so what a change is measured against. Nothing volatile (logonCount, uSNChanged) is in it. */
export interface Image {
  readonly kind: EntryKind;
  readonly state: State;
  readonly dn: string;
  readonly attributes: Attributes;
  readonly members?: { readonly count: number; readonly digest: string } | undefined;
}

/** The version of the mapping from directory to image. It is part of every fingerprint. */
export const MAPPING_VERSION = "1";

/**
 * The one text of an image: names in lower case and sorted, values sorted bytewise.
 * The SHA-256 of its UTF-8 is the `Fingerprint` header. Attributes without values are left out.
 */
export const canonicalImage = ({ kind, state, dn, attributes, members }: Image, mapping = MAPPING_VERSION): string => {
  if (state === "removed") return JSON.stringify([mapping, kind, state]);
  const pairs: [string, string[]][] = [];
  for (const name in attributes) {
    const values = attributes[name] as readonly AttributeValue[];
    if (values.length > 0) pairs.push([lowerCase(name), canonicalValues(values)]);
  }
  pairs.sort(byName);
  return JSON.stringify([mapping, kind, state, dn, pairs, members === undefined ? null : [members.count, members.digest]]);
};

const byName = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : one > other ? 1 : 0);

const MOST_NAMES = 5_000;
const lowerCaseOf = new Map<string, string>();

/** The same few names come with every entry. */
const lowerCase = (name: string): string => {
  let lower = lowerCaseOf.get(name);
  if (lower === undefined) {
    lower = name.toLowerCase();
    if (lowerCaseOf.size >= MOST_NAMES) lowerCaseOf.clear();
    lowerCaseOf.set(name, lower);
  }
  return lower;
};

const canonicalValues = (values: readonly AttributeValue[]): string[] => {
  const texts = values.map(canonicalValue);
  return texts.length === 1 ? texts : texts.sort(compareBytewise);
};

/** One text for one value; the first letter tells its form, so that no text can be taken for bytes. */
export const canonicalValue = (value: AttributeValue): string => {
  if (typeof value === "string") return `t:${value}`;
  if ("binary" in value) return `b:${value.binary}`;
  if ("sha256" in value) return `h:${value.sha256}:${value.bytes}`;
  return `r:${referenceKey(value)}`;
};

/** The order of the strings' UTF-8 bytes. UTF-16 order differs from it only where surrogates meet U+E000 and above. */
export const compareBytewise = (one: string, other: string): number => {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at++) {
    const a = one.charCodeAt(at);
    const b = other.charCodeAt(at);
    if (a !== b) return lifted(a) - lifted(b);
  }
  return one.length - other.length;
};

const lifted = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
