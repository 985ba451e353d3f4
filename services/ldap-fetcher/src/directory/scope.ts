import { isCredential, type Scope } from "@dirstream/contracts";
import { and, canonicalDn, type Filter, isWithinCanonical, or, parseFilter } from "@dirstream/ldap";
import type { Recording, Vendor } from "./vendors/vendor.ts";

/** The product as this connector wants it read: fewer entries, other attributes. Whoever reads knows nothing else of the scope. */
export const scopedVendor = (vendor: Vendor, scope: Scope): Vendor => {
  const { people, groups, contacts, recorded } = vendor;
  const ofPeople = [...given(scope.peopleFilter), ...addressedIn(vendor, scope.emailDomains)];
  const narrowed = (filter: Filter, more: readonly Filter[]): Filter => (more.length === 0 ? filter : and(filter, ...more));
  return {
    ...vendor,
    people: narrowed(people, ofPeople),
    groups: narrowed(groups, given(scope.groupFilter)),
    contacts: contacts === null ? null : narrowed(contacts, ofPeople),
    recorded: {
      user: attributesIn(recorded.user, scope),
      group: attributesIn(recorded.group, scope),
      contact: attributesIn(recorded.contact, scope),
    },
  };
};

const given = (filter: string | null): Filter[] => (filter === null ? [] : [parseFilter(filter)]);

const addressedIn = ({ addressedAt }: Vendor, domains: readonly string[]): Filter[] =>
  domains.length === 0 ? [] : [or(...domains.map(addressedAt))];

/** What holds a credential is never asked for, whatever was configured, so that it can neither be recorded nor leak on its way. */
const attributesIn = (always: ReadonlyMap<string, Recording>, { moreAttributes, omittedAttributes }: Scope): Map<string, Recording> => {
  const omitted = new Set(omittedAttributes.map((name) => name.toLowerCase()));
  const chosen = new Map([...always].filter(([name]) => !omitted.has(name.toLowerCase())));
  const there = new Set([...chosen.keys()].map((name) => name.toLowerCase()));
  for (const name of moreAttributes) if (!there.has(name.toLowerCase())) chosen.set(name, "value");
  return new Map([...chosen].filter(([name]) => !isCredential(name)));
};

/** Where is read: none of the bases lies below another. */
export interface Place {
  readonly baseDns: readonly string[];
  readonly isExcluded: (dn: string) => boolean;
}

export const placeOf = (baseDn: string, { moreBaseDns, excludedDns }: Scope): Place => {
  const bases = [baseDn, ...moreBaseDns].map((dn) => ({ dn, canonical: canonicalDn(dn) }));
  const isRepeated = (base: string, at: number): boolean =>
    bases.some(({ canonical }, other) => other !== at && isWithinCanonical(base, canonical) && (canonical !== base || other < at));
  const excluded = excludedDns.map(canonicalDn);
  return {
    baseDns: bases.filter(({ canonical }, at) => !isRepeated(canonical, at)).map(({ dn }) => dn),
    isExcluded: (dn) => {
      if (excluded.length === 0) return false;
      const canonical = canonicalDn(dn);
      return excluded.some((base) => isWithinCanonical(canonical, base));
    },
  };
};
