import { type EntryKind, isCredential, type Scope } from "@dirstream/contracts";
import { and, canonicalDn, type Filter, isWithinCanonical, or, parseFilter } from "@dirstream/ldap";
import type { Recording, Vendor } from "./vendors/vendor.ts";

/** The product as this connector wants it read: fewer entries, other attributes. Whoever reads knows nothing else of the scope. */
export const scopedVendor = (vendor: Vendor, scope: Scope): Vendor => {
  const { people, groups, contacts, recorded } = vendor;
  const conditions = conditionsOf(vendor, scope);
  const narrowed = (filter: Filter, more: readonly Condition[]): Filter =>
    more.length === 0 ? filter : and(filter, ...more.map((condition) => condition.filter));
  return {
    ...vendor,
    people: narrowed(people, conditions.user),
    groups: narrowed(groups, conditions.group),
    contacts: contacts === null ? null : narrowed(contacts, conditions.contact),
    recorded: {
      user: attributesIn(recorded.user, scope),
      group: attributesIn(recorded.group, scope),
      contact: attributesIn(recorded.contact, scope),
    },
  };
};

/** One thing that the scope asks of an entry beside being of its kind, and what a person is told who does not meet it. */
export interface Condition {
  readonly filter: Filter;
  readonly says: { readonly code: "filter"; readonly filter: string } | { readonly code: "emailDomains"; readonly domains: string[] };
}

export const conditionsOf = ({ addressedAt }: Vendor, scope: Scope): Readonly<Record<EntryKind, readonly Condition[]>> => {
  const { peopleFilter, groupFilter, emailDomains } = scope;
  const given = (filter: string | null): Condition[] =>
    filter === null ? [] : [{ filter: parseFilter(filter), says: { code: "filter", filter } }];
  const addressed: Condition[] =
    emailDomains.length === 0
      ? []
      : [{ filter: or(...emailDomains.map(addressedAt)), says: { code: "emailDomains", domains: emailDomains } }];
  const ofPeople = [...given(peopleFilter), ...addressed];
  return { user: ofPeople, group: given(groupFilter), contact: ofPeople };
};

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
  readonly isBelowBase: (dn: string) => boolean;
  /** The container that is left out and that this lies in, as it was written; undefined where it lies in none. */
  readonly excludedBy: (dn: string) => string | undefined;
}

export const placeOf = (baseDn: string, { moreBaseDns, excludedDns }: Scope): Place => {
  const bases = [baseDn, ...moreBaseDns].map((dn) => ({ dn, canonical: canonicalDn(dn) }));
  const isRepeated = (base: string, at: number): boolean =>
    bases.some(({ canonical }, other) => other !== at && isWithinCanonical(base, canonical) && (canonical !== base || other < at));
  const excluded = excludedDns.map((dn) => ({ dn, canonical: canonicalDn(dn) }));
  return {
    baseDns: bases.filter(({ canonical }, at) => !isRepeated(canonical, at)).map(({ dn }) => dn),
    isBelowBase: (dn) => {
      const canonical = canonicalDn(dn);
      return bases.some((base) => isWithinCanonical(canonical, base.canonical));
    },
    excludedBy: (dn) => {
      if (excluded.length === 0) return undefined;
      const canonical = canonicalDn(dn);
      return excluded.find((container) => isWithinCanonical(canonical, container.canonical))?.dn;
    },
  };
};
