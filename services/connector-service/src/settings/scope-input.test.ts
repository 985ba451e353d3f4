import { type Scope, WHOLE_SCOPE } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { changedScope, ScopeInput, scopeContradictions } from "./scope-input.ts";

const understood = (body: unknown) => ScopeInput.parse(body);
const complaints = (body: unknown): string[] => {
  const parsed = ScopeInput.safeParse(body);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `/${path.join("/")} ${message}`);
};

test.each([
  ["DNs lose quotation marks and blanks", { excludedDns: ['"OU=Leavers, DC=x"'] }, { excludedDns: ["OU=Leavers,DC=x"] }],
  ["a DN counts once, however it is spelled", { moreBaseDns: ["ou=A,dc=x", "OU=a,DC=X"] }, { moreBaseDns: ["ou=A,dc=x"] }],
  ["a filter is written in one way", { peopleFilter: " (&(cn=Zo\\c3\\ab)(mail=*)) " }, { peopleFilter: "(&(cn=Zoë)(mail=*))" }],
  ["a matching rule may have a number", { groupFilter: "(memberOf:1.2.3:=cn=a)" }, { groupFilter: "(memberOf:1.2.3:=cn=a)" }],
  [
    "e-mail domains are in lower case, without @ and in ASCII, each once",
    { emailDomains: ["@Example.COM", "example.com", " köln.example ", "mail.example."] },
    { emailDomains: ["example.com", "xn--kln-sna.example", "mail.example"] },
  ],
  ["an attribute counts once", { moreAttributes: [" costCentre", "COSTCENTRE"] }, { moreAttributes: ["costCentre"] }],
  ["null takes back", { peopleFilter: null, emailDomains: null }, { peopleFilter: null, emailDomains: null }],
])("%s", (_, body, expected) => {
  expect(understood(body)).toEqual(expected);
});

test.each([
  ["a DN that is none", { excludedDns: ["ou=a", "Leavers"] }, /^\/excludedDns\/1 This is not a distinguished name: .*at character 1 of/],
  ["the empty DN", { moreBaseDns: [""] }, /^\/moreBaseDns\/0 Enter a distinguished name/],
  ["a filter without brackets", { peopleFilter: "mail=*" }, /^\/peopleFilter .*a filter begins with "\(" \(at character 1 /],
  ["a filter that is not closed", { groupFilter: "(&(cn=a)" }, /^\/groupFilter .*never closed \(at character 1 /],
  ["a filter with too much", { groupFilter: "(cn=a))" }, /^\/groupFilter .*\(at character 7 /],
  ["a search for passwords", { peopleFilter: "(!(|(cn=a)(userPassword=a*)))" }, /^\/peopleFilter userPassword holds a credential/],
  ["a search for passwords by number", { peopleFilter: "(2.5.4.35=a*)" }, /^\/peopleFilter Write the name of the attribute 2\.5\.4\.35/],
  ["a search in every attribute", { peopleFilter: "(:octetStringMatch:=a)" }, /^\/peopleFilter Name the attribute/],
  ["an address instead of a domain", { emailDomains: ["a@example.com"] }, /^\/emailDomains\/0 This is not an e-mail domain/],
  ["an asterisk in a domain", { emailDomains: ["*.example.com"] }, /^\/emailDomains\/0 This is not an e-mail domain/],
  ["no domain at all", { emailDomains: ["@"] }, /^\/emailDomains\/0 This is not an e-mail domain/],
  ["a credential", { moreAttributes: ["title", "unicodePwd"] }, /^\/moreAttributes\/1 This attribute holds a credential and is never read/],
  ["a credential of a product that we do not know", { moreAttributes: ["msLAPS-Password"] }, /^\/moreAttributes\/0 .*never read/],
  ["an option", { moreAttributes: ["cn;lang-de"] }, /^\/moreAttributes\/0 This is not the name of an attribute/],
  ["a name that every object has", { omittedAttributes: ["constructor"] }, /^\/omittedAttributes\/0 This is not the name of an attribute/],
  ["a field that does not exist", { baseDns: [] }, /baseDns/],
  ["51 more base DNs", { moreBaseDns: Array.from({ length: 51 }, (_, at) => `ou=${at}`) }, /^\/moreBaseDns /],
])("%s is refused where it stands", (_, body, complaint) => {
  expect(complaints(body)).toEqual([expect.stringMatching(complaint)]);
});

describe("changes", () => {
  const before: Scope = { ...WHOLE_SCOPE, excludedDns: ["ou=a,dc=x"], peopleFilter: "(mail=*)" };
  test("what is left out stays, and null takes back", () => {
    expect(changedScope(before, { emailDomains: ["x.example"] })).toEqual({ ...before, emailDomains: ["x.example"] });
    expect(changedScope(before, { excludedDns: null })).toEqual({ ...before, excludedDns: [] });
    expect(changedScope(before, { peopleFilter: null })).toEqual({ ...before, peopleFilter: null });
    expect(changedScope(before, null)).toEqual(WHOLE_SCOPE);
  });
  test("what changes nothing is no change", () => {
    expect(changedScope(before, { excludedDns: ["ou=a,dc=x"] })).toBeUndefined();
    expect(changedScope(before, {})).toBeUndefined();
    expect(changedScope(undefined, null)).toBeUndefined();
    expect(changedScope(undefined, { excludedDns: [] })).toBeUndefined();
  });
});

describe("beside the base DN", () => {
  const found = (scope: Partial<Scope>) =>
    scopeContradictions("ou=Europe,dc=x", { ...WHOLE_SCOPE, ...scope }).map(({ pointer, detail }) => `${pointer} ${detail}`);

  test("what is below one of the base DNs can be left out", () => {
    expect(found({ moreBaseDns: ["ou=Asia,dc=x"], excludedDns: ["OU=Leavers,OU=EUROPE,DC=x", "ou=Leavers,ou=Asia,dc=x"] })).toEqual([]);
  });
  test.each([
    ["a base twice", { moreBaseDns: ["OU=europe,DC=x"] }, /^\/scope\/moreBaseDns\/0 Everything below "ou=Europe,dc=x" is synchronised/],
    ["a base below the first", { moreBaseDns: ["ou=a,ou=Europe,dc=x"] }, /^\/scope\/moreBaseDns\/0 Everything below "ou=Europe,dc=x"/],
    ["a base below another", { moreBaseDns: ["ou=b,ou=a,dc=x", "ou=a,dc=x"] }, /^\/scope\/moreBaseDns\/0 Everything below "ou=a,dc=x"/],
    ["a base above the first", { moreBaseDns: ["dc=x"] }, /^\/scope\/moreBaseDns\/0 This lies above the base DN/],
    ["an exclusion elsewhere", { excludedDns: ["ou=Asia,dc=x"] }, /^\/scope\/excludedDns\/0 This lies below none of the base DNs/],
    ["an exclusion of a base", { excludedDns: ["ou=europe,dc=x"] }, /^\/scope\/excludedDns\/0 Nothing would be left/],
    ["an exclusion above a base", { excludedDns: ["dc=x"] }, /^\/scope\/excludedDns\/0 Nothing would be left/],
    [
      "an attribute that is recorded and left out",
      { moreAttributes: ["title"], omittedAttributes: ["mail", "Title"] },
      /^\/scope\/omittedAttributes\/1 .*moreAttributes/,
    ],
  ])("%s is refused", (_, scope, complaint) => {
    expect(found(scope)).toEqual([expect.stringMatching(complaint)]);
  });
});
