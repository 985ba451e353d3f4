import { expect, test } from "vitest";
import { cleanDn, dnProblem, domainNameOf, domainOf, dsqueryCommand } from "./dn.ts";

test.each([
  "CN=Mimecast,OU=Users,OU=London,DC=domain,DC=local",
  '"CN=Mimecast,OU=Users,DC=domain,DC=local"',
  "CN=Smith\\, Anna,OU=Zürich Nord,DC=domain,DC=local",
  " uid=reader , dc=example ",
  "CN=#0401,DC=local",
])("%s is a distinguished name", (text) => {
  expect(dnProblem(text)).toBeUndefined();
});

test.each([
  ["", /Enter a distinguished name/],
  ["administrator", /has no "="/],
  ["reader@domain.local", /has no "="/],
  ["CN=a,,DC=b", /is missing/],
  ["CN=a,", /nothing follows/],
])("%j is none, for a reason", (text, reason) => {
  expect(dnProblem(text)).toMatch(reason);
});

test("pasted quotation marks are taken off", () => {
  expect(cleanDn('"CN=a,DC=b"')).toBe("CN=a,DC=b");
  expect(cleanDn("“CN=a,DC=b”")).toBe("CN=a,DC=b");
});

test("the domain of an account is the end of its name", () => {
  expect(domainOf("CN=a,OU=b,DC=london,DC=example,DC=com")).toBe("DC=london,DC=example,DC=com");
  expect(domainOf('"cn=a, dc=x , dc=y"')).toBe("dc=x , dc=y");
  expect(domainOf("cn=a,o=Company")).toBeUndefined();
  expect(domainOf("cn=dc=x")).toBeUndefined();
  expect(domainNameOf("DC=london, DC=example")).toBe("london.example");
});

test("the command can be pasted into a shell", () => {
  expect(dsqueryCommand("dirstream")).toBe("dsquery user -name dirstream");
  expect(dsqueryCommand("Query Account")).toBe('dsquery user -name "Query Account"');
  expect(dsqueryCommand('a" & del *')).toBe('dsquery user -name "a & del *"');
  expect(dsqueryCommand("dirstream*")).toMatch(/^[\x20-\x7e]+$/);
});
