import { type Scope, WHOLE_SCOPE } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { placeOf } from "../directory/scope.ts";
import { activeDirectory } from "../directory/vendors/active-directory.ts";
import { openldap } from "../directory/vendors/openldap.ts";
import type { Vendor } from "../directory/vendors/vendor.ts";
import { criteriaOf, filtersIn, judgeEntry } from "./judge-entry.ts";

const BASE = "OU=People,DC=example,DC=com";
const ANNA = `CN=Anna,${BASE}`;

interface Fits {
  readonly kinds?: readonly ("user" | "group" | "contact")[];
  /** What of the scope it does not meet. */
  readonly but?: readonly ("filter" | "emailDomains")[];
  readonly vendor?: Vendor;
  readonly dn?: string;
}

const judged = (chosen: Partial<Scope>, { kinds = ["user"], but = [], vendor = activeDirectory, dn = ANNA }: Fits = {}) => {
  const scope = { ...WHOLE_SCOPE, ...chosen };
  const criteria = criteriaOf(vendor, scope);
  const fits = criteria.flatMap(({ kind, isOfKind, conditions }) => [
    ...(kinds.includes(kind) ? [isOfKind] : []),
    ...conditions.filter(({ says }) => !but.includes(says.code)).map(({ filter }) => filter),
  ]);
  return judgeEntry({ dn, fits: new Set(fits) }, criteria, placeOf(BASE, scope));
};

test("who lies under the base and is of a kind is in scope", () => {
  expect(judged({})).toEqual({ kind: "user", inScope: true, because: [] });
  expect(judged({}, { kinds: ["group"] })).toMatchObject({ kind: "group", inScope: true });
  expect(judged({}, { kinds: ["contact"] })).toMatchObject({ kind: "contact", inScope: true });
});

describe("out of scope is", () => {
  test("who lies under none of the bases", () => {
    const elsewhere = { dn: "CN=Anna,OU=Services,DC=example,DC=com" };
    const because = [{ code: "outsideBases", baseDns: [BASE, "OU=Asia,DC=example,DC=com"] }];
    expect(judged({ moreBaseDns: ["OU=Asia,DC=example,DC=com"] }, elsewhere)).toEqual({ kind: "user", inScope: false, because });
    expect(judged({ moreBaseDns: ["ou=services,dc=example,dc=com"] }, elsewhere).inScope).toBe(true);
  });

  test("who lies in a container that is left out, which is named as it was written", () => {
    const container = "ou=Leavers, ou=People,dc=example,dc=com";
    const because = [{ code: "excluded", container }];
    expect(judged({ excludedDns: ["OU=Other,DC=x", container] }, { dn: `CN=Anna,OU=LEAVERS,${BASE}` })).toMatchObject({ because });
    expect(judged({ excludedDns: [container] }).because).toEqual([]);
  });

  test("what is neither person nor group", () => {
    expect(judged({}, { kinds: [] })).toEqual({ kind: null, inScope: false, because: [{ code: "otherKind" }] });
    expect(judged({}, { kinds: ["contact"], vendor: openldap })).toMatchObject({ kind: null });
  });

  test("whom the connector's filter does not find", () => {
    const because = [{ code: "filter", filter: "(employeeType=staff)" }];
    expect(judged({ peopleFilter: "(employeeType=staff)" }, { but: ["filter"] })).toEqual({ kind: "user", inScope: false, because });
    expect(judged({ peopleFilter: "(employeeType=staff)" }).inScope).toBe(true);
    expect(judged({ peopleFilter: "(employeeType=staff)" }, { kinds: ["group"], but: ["filter"] }).inScope).toBe(true);
    expect(judged({ groupFilter: "(cn=team*)" }, { kinds: ["group"], but: ["filter"] }).because).toEqual([
      { code: "filter", filter: "(cn=team*)" },
    ]);
  });

  test("who has no address in the domains; groups need none", () => {
    const scope = { emailDomains: ["example.com", "example.org"] };
    const because = [{ code: "emailDomains", domains: ["example.com", "example.org"] }];
    expect(judged(scope, { but: ["emailDomains"] })).toMatchObject({ inScope: false, because });
    expect(judged(scope, { kinds: ["contact"], but: ["emailDomains"] })).toMatchObject({ kind: "contact", because });
    expect(judged(scope, { kinds: ["group"], but: ["emailDomains"] }).inScope).toBe(true);
  });
});

test("everything that keeps somebody out is said at once", () => {
  const scope = { excludedDns: [BASE], peopleFilter: "(a=b)", emailDomains: ["example.com"] };
  const { because } = judged(scope, { but: ["filter", "emailDomains"] });
  expect(because.map(({ code }) => code)).toEqual(["excluded", "filter", "emailDomains"]);
});

test("a person who is a group as well comes as the group where only that is wanted", () => {
  const scope = { peopleFilter: "(a=b)" };
  expect(judged(scope, { kinds: ["user", "group"], but: ["filter"] })).toEqual({ kind: "group", inScope: true, because: [] });
  expect(judged(scope, { kinds: ["user", "group"] }).kind).toBe("user");
});

test("each filter is asked once", () => {
  const scope = { ...WHOLE_SCOPE, peopleFilter: "(a=b)", groupFilter: "(c=d)", emailDomains: ["example.com"] };
  expect(filtersIn(criteriaOf(activeDirectory, scope))).toHaveLength(6);
  expect(filtersIn(criteriaOf(openldap, WHOLE_SCOPE))).toHaveLength(2);
});
