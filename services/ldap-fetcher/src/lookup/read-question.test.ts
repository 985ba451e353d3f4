import { printFilter } from "@dirstream/ldap";
import { expect, test } from "vitest";
import { readQuestion } from "./read-question.ts";

const searches = (typed: string) => {
  const { askedAs, attempts } = readQuestion(typed);
  return [askedAs, ...attempts.map(({ filter, only }) => (only === undefined ? printFilter(filter) : `${printFilter(filter)} at ${only}`))];
};
const NAMES = ["cn", "displayName", "givenName", "sn", "uid", "sAMAccountName", "mail"];
const names = (value: string, attributes = NAMES) => `(|${attributes.map((attribute) => `(${attribute}=${value})`).join("")})`;

test("an address is looked for where addresses are, then as a user name, and then as a beginning of either", () => {
  const addresses = "(|(mail=anna@example.com)(proxyAddresses=smtp:anna@example.com)(userPrincipalName=anna@example.com))";
  const [whole, begun] = ["anna@example.com", "anna@example.com*"].map((value) => names(value, ["cn", "uid", "sAMAccountName", "mail"]));
  expect(searches("anna@example.com")).toEqual(["address", addresses, whole, begun]);
  expect(searches("SMTP:anna@example.com")[1]).toBe(addresses);
});

test("a name is looked for whole, then as a beginning", () => {
  expect(searches("Anna Smith")).toEqual(["name", names("Anna Smith"), names("Anna Smith*")]);
  expect(searches("EXAMPLE\\asmith")).toEqual(["name", names("asmith"), names("asmith*")]);
});

test("one letter is no beginning: half the directory has it", () => {
  expect(searches("a")).toEqual(["name", names("a")]);
});

test("a DN is looked for where it is, as dsquery prints it too", () => {
  expect(searches("cn=Anna\\, Smith+uid=as, dc=example,dc=com")).toEqual([
    "dn",
    "(&(cn=Anna, Smith)(uid=as)) at cn=Anna\\, Smith+uid=as, dc=example,dc=com",
  ]);
  expect(searches('"CN=Anna,DC=example"')).toEqual(["dn", "(&(CN=Anna)) at CN=Anna,DC=example"]);
});

test("a DN guesses no password", () => {
  expect(searches("userPassword=secret,dc=example")).toEqual(["dn", "(&(objectClass=*)) at userPassword=secret,dc=example"]);
});

test("what only looks like a DN is a name", () => {
  expect(searches("1+1=2,")[0]).toBe("name");
});

test("whatever is typed stays a value: no filter comes of it", () => {
  expect(searches("*)(objectClass=*").slice(0, 2)).toEqual(["name", names("\\2a\\29\\28objectClass=\\2a")]);
  expect(searches("*")[1]).toBe(names("\\2a"));
});
