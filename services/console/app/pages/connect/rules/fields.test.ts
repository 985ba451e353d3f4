import { describe, expect, test } from "vitest";
import { changed, connectionOf, connectorOf, emptyFields, type Fields, problemsOf, settled, trusting } from "./fields.ts";
import { portProblem, portWarning } from "./port.ts";

const filled: Fields = {
  ...emptyFields,
  primaryHost: "dc1.example.com",
  bindDn: "CN=reader,DC=example,DC=com",
  bindPassword: "secret",
  baseDn: "DC=example,DC=com",
  name: "example.com",
};

test("a form with all that is needed has no problem, and one without has one for each field", () => {
  expect(problemsOf(filled)).toEqual({});
  expect(Object.keys(problemsOf(emptyFields))).toEqual(["primaryHost", "bindDn", "bindPassword", "baseDn", "name"]);
});

describe("the port", () => {
  test("follows the encryption until somebody types one", () => {
    const none = changed(filled, "encryptionMode", "none");
    expect([filled.port, none.port, changed(none, "encryptionMode", "relaxed").port]).toEqual(["636", "389", "636"]);
    expect(changed(filled, "startTls", true).port).toBe("389");
    const own = changed(filled, "port", "1636");
    expect(changed(own, "encryptionMode", "none").port).toBe("1636");
  });
  test("that was emptied follows again", () => {
    const emptied = changed(changed(filled, "port", "1636"), "port", "");
    expect(emptied.port).toBe("");
    expect(settled(emptied, "port").fields).toMatchObject({ port: "636", byHand: [] });
  });
  test.each(["", "0", "65536", "6 36", "63.6", "ldaps", "-1", "1e3"])("%j is none", (text) => {
    expect(portProblem(text)).toMatch(/1 to 65535/);
  });
  test("that is known for something else is warned about", () => {
    const warning = (port: string, encryptionMode: Fields["encryptionMode"], startTls = false) =>
      portWarning({ port, encryptionMode, startTls });
    expect(warning("389", "strict")).toMatch(/unencrypted/);
    expect(warning("636", "none")).toMatch(/encrypted connections only/);
    expect(warning("636", "relaxed", true)).toMatch(/encrypted connections only/);
    expect(warning("3269", "strict")).toMatch(/global catalogue/);
    expect([warning("636", "strict"), warning("389", "none"), warning("389", "strict", true), warning("10636", "strict")]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("what was pasted for a host", () => {
  const pasted = (text: string, fields: Fields = filled) => settled({ ...fields, primaryHost: text }, "primaryHost");
  test("is taken apart, and said", () => {
    const { fields, said } = pasted("ldaps://DC1.example.com:10636/");
    expect(fields).toMatchObject({ primaryHost: "dc1.example.com", port: "10636", encryptionMode: "strict" });
    expect(said.primaryHost).toMatch(/took the host.*port 10636/);
  });
  test("never takes encryption away", () => {
    const { fields, said } = pasted("ldap://dc1.example.com");
    expect(fields.encryptionMode).toBe("strict");
    expect(said.primaryHost).toMatch(/not encrypted/);
  });
  test("adds encryption that it names", () => {
    const { fields, said } = pasted("ldaps://dc1.example.com", changed(filled, "encryptionMode", "none"));
    expect(fields).toMatchObject({ encryptionMode: "strict", port: "636" });
    expect(said.primaryHost).toMatch(/now Strict/);
  });
  test("stays as it is where it cannot be understood", () => {
    expect(pasted("https://dc1/x")).toEqual({ fields: { ...filled, primaryHost: "https://dc1/x" }, said: {} });
  });
});

describe("a DN that was pasted", () => {
  test("loses its quotation marks, and that is said", () => {
    const { fields, said } = settled({ ...filled, bindDn: '"CN=a,DC=b"' }, "bindDn");
    expect([fields.bindDn, said.bindDn]).toEqual(["CN=a,DC=b", expect.stringMatching(/quotation marks/)]);
  });
  test("proposes the domain root and the name where there are none", () => {
    const typed = changed(changed(emptyFields, "primaryHost", "dc1"), "bindDn", "CN=a,DC=london,DC=example");
    expect(typed.name).toBe("dc1");
    expect(settled(typed, "bindDn").fields).toMatchObject({ baseDn: "DC=london,DC=example", name: "london.example" });
    const own = changed(changed(typed, "baseDn", "OU=x,DC=example"), "name", "London");
    expect(settled(own, "bindDn").fields).toMatchObject({ baseDn: "OU=x,DC=example", name: "London" });
  });
});

test("a trusted key belongs to one host, and is sent for Relaxed alone", () => {
  const pinned: Fields = { ...filled, encryptionMode: "relaxed", pinnedKey: "aa" };
  expect(connectionOf(pinned).pinnedKey).toBe("aa");
  expect(connectionOf(changed(pinned, "encryptionMode", "strict")).pinnedKey).toBeNull();
  expect(changed(pinned, "primaryHost", "dc2.example.com").pinnedKey).toBeNull();
  expect(changed(pinned, "bindDn", "CN=b").pinnedKey).toBe("aa");
});

test("each host's certificate is trusted by itself, and sent whole with its key", () => {
  const two: Fields = { ...filled, encryptionMode: "relaxed", secondaryHost: "dc2.example.com" };
  const both = trusting(trusting(two, "primary", { keySha256: "aa", pem: "PEM 1" }), "secondary", { keySha256: "bb", pem: "PEM 2" });
  const keys = { pinnedKey: "aa", secondaryPinnedKey: "bb" };
  expect(connectionOf(both)).toMatchObject({ ...keys, pinnedCertificate: "PEM 1", secondaryPinnedCertificate: "PEM 2" });
  const moved = connectionOf(changed(both, "secondaryHost", "dc3.example.com"));
  expect(moved).toMatchObject({ pinnedKey: "aa", pinnedCertificate: "PEM 1", secondaryPinnedKey: null });
  expect(moved).not.toHaveProperty("secondaryPinnedCertificate");
  expect(connectionOf(changed(both, "secondaryHost", " "))).toMatchObject({ pinnedKey: "aa", secondaryPinnedKey: null });
  expect(changed(both, "primaryHost", "dc9.example.com")).toMatchObject({ ...keys, pinnedKey: null, pinnedCertificate: null });
  expect(settled({ ...both, primaryHost: "DC1.example.com" }, "primaryHost").fields).toMatchObject({ ...keys, pinnedCertificate: "PEM 1" });
  const forgotten = connectionOf(trusting(both, "primary", null));
  expect(forgotten).toMatchObject({ pinnedKey: null, secondaryPinnedKey: "bb" });
  expect(forgotten).not.toHaveProperty("pinnedCertificate");
  const strict = connectionOf(changed(both, "encryptionMode", "strict"));
  expect(strict).toMatchObject({ pinnedKey: null, secondaryPinnedKey: null });
  expect(strict).not.toHaveProperty("pinnedCertificate");
});

test("without encryption there is no StartTLS", () => {
  expect(changed(changed(filled, "startTls", true), "encryptionMode", "none").startTls).toBe(false);
});

test.each([
  ["", /Enter the account/],
  ["ä".repeat(513), /1024 bytes/],
  ["a\0b", /NUL/],
])("%j is no password", (bindPassword, reason) => {
  expect(problemsOf({ ...filled, bindPassword }).bindPassword).toMatch(reason);
});

test("a password is sent as it was typed, everything else without what surrounds it", () => {
  const sent = connectorOf({ ...filled, bindPassword: " x ", bindDn: ' "CN=a,DC=b" ', name: " London ", secondaryHost: " " }, "hybrid");
  expect(sent).toMatchObject({
    bindPassword: " x ",
    bindDn: "CN=a,DC=b",
    name: "London",
    secondaryHost: null,
    environment: "hybrid",
    port: 636,
  });
});
