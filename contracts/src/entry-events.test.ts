import { expect, test } from "vitest";
import { Attributes, AttributeValue, entryEvents, MembersPart, Reference } from "./index.ts";

test.each(["mail", "userCertificate", "msExchRecipientTypeDetails", "x-500", "a"])("%s is the name of an attribute", (name) => {
  expect(Attributes.safeParse({ [name]: ["v"] }).success).toBe(true);
});

test.each(["constructor", "toString", "valueOf", "hasOwnProperty", "", "userCertificate;binary", "2.5.4.3", "a b", "é", "a".repeat(65)])(
  "%s is refused as the name of an attribute",
  (name) => {
    expect(Attributes.safeParse({ [name]: ["v"] }).success).toBe(false);
  },
);

test("__proto__ reaches no reader, neither as an attribute nor as a prototype", () => {
  const parsed = Attributes.safeParse(JSON.parse('{"__proto__": ["v"], "mail": ["a@example.com"]}'));
  const attributes = parsed.data ?? {};
  expect(Object.keys(attributes)).toEqual(["mail"]);
  expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
});

test("__proto__ in the data of an event changes no other field", () => {
  const payload = new TextEncoder().encode(
    '{"specversion":"1.0","id":"1","source":"/t","type":"dirstream.SyncItemsHeld.v1","time":"2026-03-02T08:00:00Z",' +
      '"data":{"__proto__":{"items":[],"ordinal":1},"syncId":"0b1e7a52-6b53-4c1a-9f0e-0d7f8a3c2b11","holdId":"h","part":0}}',
  );
  expect(entryEvents.decode(payload)).toEqual({
    kind: "invalid",
    reason: "SyncItemsHeld v1: ordinal (invalid_type), items (invalid_type)",
  });
});

test.each([
  ["text", "Zoë"],
  ["bytes", { binary: "AAEC/w==" }],
  ["a fingerprint of something large", { sha256: "a".repeat(64), bytes: 70_000 }],
  ["a known entry", { entryId: "3f9a2c71-6b53-4c1a-9f0e-0d7f8a3c2b11" }],
  ["an entry known by its DN", { dn: "cn=Elsewhere,dc=example,dc=net" }],
  ["a removed entry, by both", { dn: "cn=Elsewhere,dc=example,dc=net", entryId: "3f9a" }],
])("a value can be %s", (_, value) => {
  expect(AttributeValue.parse(value)).toEqual(value);
});

test.each([
  ["a number", 5],
  ["null", null],
  ["bytes that are not base64", { binary: "%%" }],
  ["a short fingerprint", { sha256: "abc", bytes: 1 }],
  ["an empty object", {}],
])("a value cannot be %s", (_, value) => {
  expect(AttributeValue.safeParse(value).success).toBe(false);
});

test("an entry's id in a reference can be part of a subject", () => {
  expect(Reference.safeParse({ entryId: "a.b" }).success).toBe(false);
  expect(Reference.safeParse({ entryId: ">" }).success).toBe(false);
});

test("a part of a group is all, or a byte", () => {
  expect(["all", "00", "7f", "ff"].every((part) => MembersPart.safeParse(part).success)).toBe(true);
  expect(["ALL", "0", "fff", "FF", "*"].some((part) => MembersPart.safeParse(part).success)).toBe(false);
});
