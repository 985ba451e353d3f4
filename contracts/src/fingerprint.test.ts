import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Attributes, type AttributeValue, canonicalImage, canonicalValue, compareBytewise, type Image } from "./index.ts";

const text = fc.string({ unit: "binary", maxLength: 12 });
const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 8 }).map((bytes) => ({ binary: Buffer.from(bytes).toString("base64") })),
  fc.record({ sha256: hex, bytes: fc.nat() }),
  fc.record({ entryId: fc.stringMatching(/^[0-9a-z-]{1,12}$/) }),
  fc.record({ dn: text }),
);
const attributes: fc.Arbitrary<Attributes> = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), fc.array(value, { maxLength: 4 }), {
  maxKeys: 5,
});
const image: fc.Arbitrary<Image> = fc.record({
  kind: fc.constantFrom("user" as const, "group" as const, "contact" as const),
  state: fc.constantFrom("active" as const, "disabled" as const),
  dn: text,
  attributes,
});

const shuffled = <Item>(items: readonly Item[], seed: number): Item[] =>
  items
    .map((item, at) => [Math.imul(seed ^ (at + 1), 0x9e3779b1) >>> 0, item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);

test("the order in which a directory answers does not change the image", () =>
  fc.assert(
    fc.property(image, fc.nat(), (image, seed) => {
      const answered = shuffled(Object.entries(image.attributes), seed).map(([name, values]) => [name, shuffled(values, seed + 1)]);
      expect(canonicalImage({ ...image, attributes: Object.fromEntries(answered) })).toBe(canonicalImage(image));
    }),
  ));

test("the case of an attribute's name does not change the image", () =>
  fc.assert(
    fc.property(image, (image) => {
      const upper = Object.fromEntries(Object.entries(image.attributes).map(([name, values]) => [name.toUpperCase(), values]));
      expect(canonicalImage({ ...image, attributes: upper })).toBe(canonicalImage(image));
    }),
  ));

test("an attribute without values is no attribute", () => {
  const without: Image = { kind: "user", state: "active", dn: "cn=a", attributes: { cn: ["a"] } };
  expect(canonicalImage({ ...without, attributes: { cn: ["a"], mail: [] } })).toBe(canonicalImage(without));
});

test("two values have one text only if they are the same", () =>
  fc.assert(
    fc.property(value, value, (one, other) => {
      expect(canonicalValue(one) === canonicalValue(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  ));

test.each<[string, AttributeValue, AttributeValue]>([
  ["text and bytes", "AAEC", { binary: "AAEC" }],
  ["text that imitates bytes", "b:AAEC", { binary: "AAEC" }],
  ["a fingerprint and its text", `h:${"a".repeat(64)}:5`, { sha256: "a".repeat(64), bytes: 5 }],
  ["a DN and a reference to it", "cn=a", { dn: "cn=a" }],
  ["an entry and a DN that imitates its id", { entryId: "a" }, { dn: "id:a" }],
])("%s are different values", (_, one, other) => {
  expect(canonicalValue(one)).not.toBe(canonicalValue(other));
});

test("values are not glued together", () => {
  const base = { kind: "user", state: "active", dn: "cn=a" } as const;
  const images = [
    { ...base, attributes: { cn: ["a", "b"] } },
    { ...base, attributes: { cn: ["a,b"] } },
    { ...base, attributes: { cn: ['a","t:b'] } },
    { ...base, attributes: { cn: ["a"], sn: ["b"] } },
    { ...base, attributes: { cn: ["a", "a", "b"] } },
  ];
  expect(new Set(images.map((image) => canonicalImage(image))).size).toBe(images.length);
});

test("every part of an image counts", () => {
  const image: Image = { kind: "group", state: "active", dn: "cn=a", attributes: { cn: ["a"] }, members: { count: 1, digest: "0" } };
  const others: Image[] = [
    { ...image, kind: "user" },
    { ...image, state: "disabled" },
    { ...image, dn: "cn=A" },
    { ...image, attributes: { cn: ["A"] } },
    { ...image, members: { count: 2, digest: "0" } },
    { ...image, members: { count: 1, digest: "1" } },
    { ...image, members: undefined },
  ];
  const texts = [image, ...others].map((image) => canonicalImage(image));
  expect(new Set([...texts, canonicalImage(image, "2")]).size).toBe(texts.length + 1);
});

test("a removed entry has one image, whatever it was", () => {
  const removed = { kind: "user", state: "removed" } as const;
  expect(canonicalImage({ ...removed, dn: "cn=a", attributes: { cn: ["a"] } })).toBe(
    canonicalImage({ ...removed, dn: "", attributes: {} }),
  );
});

test("strings are ordered as their UTF-8 bytes are", () => {
  const anything = fc.string({ unit: "binary", maxLength: 6 });
  void fc.assert(
    fc.property(anything, anything, (one, other) => {
      expect(Math.sign(compareBytewise(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
    }),
    {
      examples: [
        ["\u{1F600}", "\uFFFD"],
        ["\uE000", "\u{10000}"],
        ["\uD7FF", "\u{10000}"],
        ["a", "ab"],
        ["", ""],
      ],
    }, // UTF-16 order has the first two the other way round
  );
});
