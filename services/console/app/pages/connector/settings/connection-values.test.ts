import { expect, test } from "vitest";
import type { Connector } from "../../../api/queries.ts";
import { changed, trusting } from "../../connect/rules/fields.ts";
import { connectionProblems, connectionSentOf, fieldsOf, testedChangesOf } from "./connection-values.ts";
import { isPasswordNeeded } from "./password-needed.ts";

const saved = {
  ...{ name: "London", primaryHost: "dc1.example.com", secondaryHost: "dc2.example.com", encryptionMode: "strict", port: 636 },
  ...{
    startTls: false,
    certificateAuthority: null,
    pinnedKey: null,
    secondaryPinnedKey: null,
    bindDn: "CN=reader,DC=example,DC=com",
    baseDn: "DC=example,DC=com",
  },
} as Connector;
const fields = fieldsOf(saved);

test("a saved connector that is not touched has no problem, and nothing of it would be tested as other than it is", () => {
  expect(connectionProblems(fields, saved)).toEqual({});
  expect(testedChangesOf(saved, fields)).toEqual({});
  expect(connectionSentOf(fields)).not.toHaveProperty("bindPassword");
});

test.each([
  ["primaryHost", "dc3.example.com"],
  ["secondaryHost", "dc3.example.com"],
  ["port", "10636"],
  ["encryptionMode", "none"],
  ["startTls", true],
] as const)("the password is asked again when it would go elsewhere: %s", (name, value) => {
  const typed = changed(fields, name, value);
  expect(isPasswordNeeded(saved, typed)).toBe(true);
  expect(connectionProblems(typed, saved)).toEqual({ bindPassword: expect.stringMatching(/Enter/) });
  expect(connectionProblems({ ...typed, bindPassword: "new" }, saved)).toEqual({});
});

test.each([
  ["secondaryHost", ""],
  ["bindDn", "CN=other,DC=example,DC=com"],
  ["baseDn", "OU=London,DC=example,DC=com"],
  ["name", "Paris"],
] as const)("the stored password serves on when it goes where it was given for: %s", (name, value) => {
  const typed = changed(fields, name, value);
  expect([isPasswordNeeded(saved, typed), connectionProblems(typed, saved)]).toEqual([false, {}]);
});

test("StartTLS on the same port is another encryption, and asks for the password", () => {
  expect(isPasswordNeeded(saved, { ...fields, startTls: true })).toBe(true);
});

test("a port that nobody chose follows the encryption, and one that somebody chose stays", () => {
  expect(changed(fields, "encryptionMode", "none").port).toBe("389");
  expect(changed(fieldsOf({ ...saved, port: 1636 }), "encryptionMode", "none").port).toBe("1636");
});

test("a test is asked with what would be other, the name aside", () => {
  const typed = { ...changed(changed(fields, "name", "Paris"), "primaryHost", "dc9.example.com"), bindPassword: "new" };
  expect(testedChangesOf(saved, typed)).toEqual({ primaryHost: "dc9.example.com", bindPassword: "new" });
});

test("a certificate that was trusted is sent with its key, and a renewed one for the saved key alone", () => {
  const relaxed = { ...saved, encryptionMode: "relaxed", pinnedKey: "aa" } as Connector;
  const trusted = (keySha256: string) => trusting(fieldsOf(relaxed), "primary", { keySha256, pem: "PEM" });
  expect(testedChangesOf(relaxed, trusted("bb"))).toEqual({ pinnedKey: "bb", pinnedCertificate: "PEM" });
  expect(testedChangesOf(relaxed, trusted("aa"))).toEqual({ pinnedCertificate: "PEM" });
  expect(testedChangesOf(relaxed, trusting(fieldsOf(relaxed), "primary", null))).toEqual({ pinnedKey: null });
  const ofBoth = { ...relaxed, secondaryPinnedKey: "cc" };
  expect(testedChangesOf(ofBoth, fieldsOf(ofBoth))).toEqual({});
});
