import { WHOLE_SCOPE } from "@dirstream/contracts";
import { printFilter } from "@dirstream/ldap";
import { describe, expect, test } from "vitest";
import { placeOf, scopedVendor } from "./scope.ts";
import { activeDirectory } from "./vendors/active-directory.ts";
import { openldap } from "./vendors/openldap.ts";

const BASE = "DC=example,DC=com";

describe("where is read", () => {
  const basesOf = (...moreBaseDns: string[]) => placeOf(BASE, { ...WHOLE_SCOPE, moreBaseDns }).baseDns;

  test("is each base once, and none that lies in another", () => {
    expect(basesOf()).toEqual([BASE]);
    expect(basesOf("OU=Sales,DC=example,DC=com", "dc=EXAMPLE, dc=com")).toEqual([BASE]);
    expect(basesOf("DC=other,DC=com", "OU=A,DC=other,DC=com")).toEqual([BASE, "DC=other,DC=com"]);
    expect(placeOf("OU=A,DC=x", { ...WHOLE_SCOPE, moreBaseDns: ["OU=B,DC=x", "OU=AA,DC=x"] }).baseDns).toHaveLength(3);
  });

  test("is below one of the bases, however the name is written", () => {
    const { isBelowBase } = placeOf("OU=A,DC=x", { ...WHOLE_SCOPE, moreBaseDns: ["OU=B,DC=x"] });
    expect(["CN=Ada, ou=a, dc=X", "OU=B,DC=x"].map(isBelowBase)).toEqual([true, true]);
    expect(["CN=Ada,OU=AA,DC=x", "DC=x"].map(isBelowBase)).toEqual([false, false]);
  });

  test("leaves out what lies in an excluded container or is it, however the name is written", () => {
    const leavers = "OU=Leavers\\, old,DC=example,DC=com";
    const { excludedBy } = placeOf(BASE, { ...WHOLE_SCOPE, excludedDns: [leavers] });
    expect(excludedBy("CN=Ada,ou=leavers\\2C old,DC=example,DC=com")).toBe(leavers);
    expect(excludedBy("OU=Leavers\\, old,DC=example,DC=com")).toBe(leavers);
    expect(excludedBy("CN=Ada,OU=Leavers,DC=example,DC=com")).toBeUndefined();
    expect(placeOf(BASE, WHOLE_SCOPE).excludedBy(BASE)).toBeUndefined();
  });
});

describe("what is read", () => {
  test("is everything that the product has when nothing was chosen", () => {
    const { people, groups, contacts, recorded } = scopedVendor(activeDirectory, WHOLE_SCOPE);
    expect({ people, groups, contacts }).toEqual({
      ...{ people: activeDirectory.people, groups: activeDirectory.groups, contacts: activeDirectory.contacts },
    });
    expect([...recorded.user]).toEqual([...activeDirectory.recorded.user]);
  });

  test("is narrowed by the filters, for contacts as for people", () => {
    const scope = {
      ...WHOLE_SCOPE,
      peopleFilter: "(department=Sales)",
      groupFilter: "(cn=sales-*)",
      emailDomains: ["example.com", "example.org"],
    };
    const { people, groups, contacts } = scopedVendor(activeDirectory, scope);
    const addressed = ["example.com", "example.org"]
      .map((domain) => `(|(mail=*@${domain})(proxyAddresses=*@${domain})(userPrincipalName=*@${domain}))`)
      .join("");
    expect(printFilter(people)).toBe(`(&${printFilter(activeDirectory.people)}(department=Sales)(|${addressed}))`);
    expect(contacts && printFilter(contacts)).toContain(`(department=Sales)(|${addressed}))`);
    expect(printFilter(groups)).toBe(`(&${printFilter(activeDirectory.groups)}(cn=sales-*))`);
  });

  test("has the attributes that were chosen, each once, and never a credential", () => {
    const scope = {
      ...WHOLE_SCOPE,
      omittedAttributes: ["JPEGPHOTO", "o"],
      moreAttributes: ["roomnumber", "costCentre", "userPassword", "msLAPS-Password"],
    };
    const names = [...scopedVendor(openldap, scope).recorded.user.keys()];
    expect(names).toEqual(expect.arrayContaining(["costCentre", "roomNumber", "cn"]));
    expect(names.map((name) => name.toLowerCase()).filter((name) => /^(jpegphoto|o|userpassword|mslaps-password)$/.test(name))).toEqual([]);
    expect(names.filter((name) => name.toLowerCase() === "roomnumber")).toHaveLength(1);
  });
});
