import { expect, test } from "vitest";
import { scopeSentOf, scopeValuesOf } from "./scope-values.ts";

const connector = {
  baseDn: "dc=example,dc=com",
  scope: {
    ...{ moreBaseDns: [], excludedDns: ["ou=Leavers,dc=example,dc=com", "ou=Test,dc=example,dc=com"], peopleFilter: null },
    ...{ groupFilter: "(cn=app-*)", emailDomains: ["example.com"], moreAttributes: [], omittedAttributes: ["title"] },
  },
};

test("what was not touched is sent as it is stored", () => {
  expect(scopeSentOf(scopeValuesOf(connector))).toEqual({
    baseDn: "dc=example,dc=com",
    "scope.moreBaseDns": [],
    "scope.excludedDns": connector.scope.excludedDns,
    "scope.peopleFilter": null,
    "scope.groupFilter": "(cn=app-*)",
    "scope.emailDomains": ["example.com"],
    "scope.moreAttributes": [],
    "scope.omittedAttributes": ["title"],
  });
});

test("each line is one DN with its commas; empty lines and a field of blanks say nothing", () => {
  const typed = { ...scopeValuesOf(connector), moreBaseDns: " ou=A,dc=x \n\n ou=B,dc=x\n", groupFilter: "  " };
  expect(scopeSentOf(typed)).toMatchObject({ "scope.moreBaseDns": ["ou=A,dc=x", "ou=B,dc=x"], "scope.groupFilter": null });
});
