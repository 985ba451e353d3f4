import { isDeepStrictEqual } from "node:util";
import type { Attributes, AttributeValue, Reference } from "@dirstream/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprintOf, membersSummary, normalAttributes, sortedReferences } from "./image.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const few = fc.constantFrom("a", "A", "b", "é", "\ufeffa", "\ue000", "𝒜", "t:a", "");
const reference: fc.Arbitrary<Reference> = fc.oneof(
  fc.nat(3).map((n) => ({ entryId: id(n) })),
  few.map((name) => ({ dn: `cn=${name}` })),
  few.map((name) => ({ dn: `cn=known ${name}`, entryId: id(9) })),
);
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  few,
  few.map((text) => ({ binary: text })),
  few.map((text) => ({ sha256: text, bytes: text.length })),
  reference,
);
const pairs = fc.uniqueArray(fc.tuple(fc.constantFrom("cn", "sn", "mail", "photo", "manager"), fc.array(value, { maxLength: 4 })), {
  selector: ([name]) => name,
});
const members = fc.array(reference, { maxLength: 6 });
const otherWayRound = <Item>(items: readonly Item[]): Item[] => [...items, ...items.slice(0, 1)].reverse();

const imageOf = (attributes: Attributes, references: readonly Reference[]) => ({
  ...{ kind: "group" as const, state: "active" as const, dn: "cn=g", attributes, members: membersSummary(references) },
});

test("what is normalised once is normalised for good, in whatever order and how often a server names its values", () => {
  const isStable = (given: readonly (readonly [string, AttributeValue[]])[], listed: readonly Reference[]): boolean => {
    const [attributes, references] = [normalAttributes(given), sortedReferences(listed)];
    const shuffled = otherWayRound(given.map(([name, values]) => [name, otherWayRound(values)] as const));
    const image = imageOf(attributes, references);
    const other = imageOf(normalAttributes(shuffled), sortedReferences(otherWayRound(listed)));
    return (
      isDeepStrictEqual(normalAttributes(Object.entries(attributes)), attributes) &&
      isDeepStrictEqual(sortedReferences(references), references) &&
      isDeepStrictEqual(other, image) &&
      fingerprintOf(image) === fingerprintOf(other)
    );
  };
  fc.assert(fc.property(pairs, members, isStable), { numRuns: 5_000 });
});

test("two images have one fingerprint only where every value is the same", () => {
  const isToldApart = (one: readonly (readonly [string, AttributeValue[]])[], other: typeof one): boolean => {
    const [a, b] = [imageOf(normalAttributes(one), []), imageOf(normalAttributes(other), [])];
    return (fingerprintOf(a) === fingerprintOf(b)) === isDeepStrictEqual(a, b);
  };
  const small = fc.tuple(fc.constantFrom("cn", "sn"), fc.array(value, { maxLength: 2 })).map((pair) => [pair]);
  fc.assert(fc.property(small, small, isToldApart), { numRuns: 20_000 });
  expect(isToldApart([["cn", ["a"]]], [["cn", [{ binary: "a" }]]])).toBe(true);
});
