import { expect, test } from "vitest";
import { changed, emptyFields, type FieldName, type Fields } from "./fields.ts";
import { invalidFrom, isInvalid, STAGES } from "./invalidated.ts";

const tested: Fields = { ...emptyFields, primaryHost: "a", secondaryHost: "b", bindDn: "cn=a", baseDn: "dc=b", encryptionMode: "relaxed" };

test.each<[FieldName, string, string | undefined, string | undefined]>([
  ["primaryHost", "c", "resolve", undefined],
  ["secondaryHost", "c", undefined, "resolve"],
  ["port", "1636", "connect", "connect"],
  ["encryptionMode", "strict", "tls", "tls"],
  ["pinnedKey", "aa", "tls", "tls"],
  ["secondaryPinnedKey", "aa", undefined, "tls"],
  ["pinnedCertificate", "PEM", undefined, undefined],
  ["bindPassword", "x", "bind", "bind"],
  ["baseDn", "dc=c", "base", "base"],
  ["name", "x", undefined, undefined],
])("a changed %s invalidates what depends on it, on each host", (name, value, ofPrimary, ofSecondary) => {
  const now = changed(tested, name, value);
  expect([invalidFrom(tested, now, "primary"), invalidFrom(tested, now, "secondary")]).toEqual([ofPrimary, ofSecondary]);
});

test("the earliest of several changes counts, and what was before it still holds", () => {
  const from = invalidFrom(tested, { ...tested, baseDn: "x", bindDn: "y" }, "primary");
  expect(STAGES.filter((stage) => !isInvalid(stage, from))).toEqual(["resolve", "connect", "tls"]);
  expect(STAGES.some((stage) => isInvalid(stage, undefined))).toBe(false);
});
