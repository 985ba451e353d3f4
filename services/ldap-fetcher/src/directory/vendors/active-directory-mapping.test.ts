import type { Attributes } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { accountState, contactProfile, personProfile } from "./active-directory-mapping.ts";

const NOON = Date.parse("2026-08-01T12:00:00Z");
/** FILETIME: 100 ns since 1601. */
const filetimeOf = (ms: number): string => String((BigInt(ms) + 11_644_473_600_000n) * 10_000n);

const stateOf = (attributes: Readonly<Record<string, string>>) =>
  accountState(new Map(Object.entries(attributes).map(([name, value]) => [name, [Buffer.from(value)]])), NOON);

const of = (attributes: Attributes) => (name: string) => attributes[name];

describe("an account", () => {
  test.each([
    ["512", "active"],
    ["514", "disabled"],
    ["66050", "disabled"],
    ["66048", "active"],
    ["2", "disabled"],
    ["", "active"],
  ])("with userAccountControl %j is %s", (userAccountControl, state) => {
    expect(stateOf({ userAccountControl })).toEqual({ state });
  });

  test.each([["0"], ["9223372036854775807"], [""], ["nonsense"]])("with accountExpires %j never expires", (accountExpires) => {
    expect(stateOf({ userAccountControl: "512", accountExpires })).toEqual({ state: "active" });
  });

  test("that expires is active until then, and disabled from that very moment", () => {
    expect(stateOf({ accountExpires: filetimeOf(NOON + 1) })).toEqual({ state: "active", untilMs: NOON + 1 });
    expect(stateOf({ accountExpires: filetimeOf(NOON) })).toEqual({ state: "disabled" });
  });
});

describe("a person's addresses", () => {
  const userPrincipalName = ["ada@corp.example"];
  const proxyAddresses = ["SMTP:ada@example.com", "smtp:lovelace@example.com", "X400:c=GB", "sip:ada@example.com"];

  test.each([
    ["mail first", { mail: ["mail@example.com"], proxyAddresses, userPrincipalName }, "mail@example.com"],
    ["else the primary one of proxyAddresses", { proxyAddresses, userPrincipalName }, "ada@example.com"],
    ["else a principal name that looks like one", { proxyAddresses: ["smtp:alias@example.com"], userPrincipalName }, "ada@corp.example"],
  ])("begin with the primary one: %s", (_, attributes, primary) => {
    expect(personProfile(of(attributes)).emails?.[0]).toEqual({ value: primary, type: "work", primary: true });
  });

  test("are listed once, whatever the case they are written in, and without those that are no mail addresses", () => {
    const { emails } = personProfile(of({ mail: ["Ada@Example.com"], proxyAddresses, userPrincipalName }));
    expect(emails?.map(({ value }) => value)).toEqual(["Ada@Example.com", "lovelace@example.com"]);
    expect(emails?.filter(({ primary }) => primary)).toHaveLength(1);
  });

  test("are none where the principal name is none", () => {
    expect(personProfile(of({ userPrincipalName: ["ada@localdomain"] })).emails).toBeUndefined();
  });
});

test("a person is called by his principal name, else by the name of his account", () => {
  const sAMAccountName = ["ada"];
  expect(personProfile(of({ sAMAccountName, userPrincipalName: ["ada@corp.example"] })).userName).toBe("ada@corp.example");
  expect(personProfile(of({ sAMAccountName })).userName).toBe("ada");
});

test("a contact has addresses and no account", () => {
  const profile = contactProfile(of({ cn: ["Supplier"], proxyAddresses: ["SMTP:s@supplier.example"], company: ["Supplier Inc."] }));
  expect(profile).toEqual({
    displayName: "Supplier",
    name: { formatted: "Supplier" },
    organization: "Supplier Inc.",
    emails: [{ value: "s@supplier.example", type: "work", primary: true }],
  });
});
