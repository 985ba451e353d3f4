import { hash } from "node:crypto";
import {
  type Attributes,
  type AttributeValue,
  canonicalImage,
  canonicalValue,
  compareBytewise,
  type Image,
  type Reference,
  referenceKey,
} from "@dirstream/contracts";

/** SHA-256 of the canonical image, in hexadecimal: two images are the same to us exactly when their fingerprints are. */
export const fingerprintOf = (image: Image): string => hash("sha256", canonicalImage(image));

/** One fingerprint stands for every removed entry of a kind: a removed entry keeps no image. */
export const removedImage = ({ kind, dn }: Pick<Image, "kind" | "dn">): Image => ({ kind, state: "removed", dn, attributes: {} });

/** Values in the order of their canonical text, each once. */
const sortedValues = (values: AttributeValue[]): AttributeValue[] => {
  if (values.length < 2) return values;
  const byText = new Map(values.map((value) => [canonicalValue(value), value]));
  return [...byText.keys()].sort(compareBytewise).map((text) => byText.get(text) as AttributeValue);
};

export const sameValues = (one: readonly AttributeValue[] = [], other: readonly AttributeValue[] = []): boolean =>
  one.length === other.length && one.every((value, at) => canonicalValue(value) === canonicalValue(other[at] as AttributeValue));

/** Members sorted by their key, each once. */
export const sortedReferences = (references: readonly Reference[]): Reference[] => {
  const byKey = new Map(references.map((reference) => [referenceKey(reference), reference]));
  return [...byKey.keys()].sort(compareBytewise).map((key) => byKey.get(key) as Reference);
};

/** What the group's own event says of members that stand in other messages; `members` sorted. */
export const membersSummary = (members: readonly Reference[]): { count: number; digest: string } => ({
  count: members.length,
  digest: hash("sha256", members.map(referenceKey).join("\n")),
});

/** Attributes with at least one value, values sorted. */
export const normalAttributes = (pairs: readonly (readonly [string, AttributeValue[]])[]): Attributes => {
  const attributes: Attributes = {};
  for (const [name, values] of pairs) if (values.length > 0) attributes[name] = sortedValues(values);
  return attributes;
};
