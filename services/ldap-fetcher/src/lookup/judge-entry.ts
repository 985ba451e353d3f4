import type { EntryKind, LookupReason, Scope } from "@dirstream/contracts";
import type { Filter } from "@dirstream/ldap";
import { type Condition, conditionsOf, type Place } from "../directory/scope.ts";
import type { Vendor } from "../directory/vendors/vendor.ts";

/** What an entry has to be for one kind: for the product, and then for this connector. */
export interface Criterion {
  readonly kind: EntryKind;
  readonly isOfKind: Filter;
  readonly conditions: readonly Condition[];
}

/** Of a product that no scope has narrowed; in the order in which the kinds are read. */
export const criteriaOf = (vendor: Vendor, scope: Scope): readonly Criterion[] => {
  const { people, groups, contacts } = vendor;
  const conditions = conditionsOf(vendor, scope);
  return [
    { kind: "user", isOfKind: people, conditions: conditions.user },
    { kind: "group", isOfKind: groups, conditions: conditions.group },
    ...(contacts === null ? [] : [{ kind: "contact" as const, isOfKind: contacts, conditions: conditions.contact }]),
  ];
};

/** Each once: only the server knows how it compares. */
export const filtersIn = (criteria: readonly Criterion[]): readonly Filter[] => [
  ...new Set(criteria.flatMap(({ isOfKind, conditions }) => [isOfKind, ...conditions.map(({ filter }) => filter)])),
];

export interface Judgement {
  readonly kind: EntryKind | null;
  readonly inScope: boolean;
  readonly because: LookupReason[];
}

interface Looked {
  readonly dn: string;
  /** Those of `filtersIn` that find it. */
  readonly fits: ReadonlySet<Filter>;
}

/** Whether a run would bring this entry, and if not, everything that keeps it out. */
export const judgeEntry = ({ dn, fits }: Looked, criteria: readonly Criterion[], place: Place): Judgement => {
  const unmet = ({ conditions }: Criterion): Condition[] => conditions.filter(({ filter }) => !fits.has(filter));
  const kinds = criteria.filter(({ isOfKind }) => fits.has(isOfKind));
  const meant = kinds.find((criterion) => unmet(criterion).length === 0) ?? kinds[0];
  const container = place.excludedBy(dn);
  const because: LookupReason[] = [
    ...(place.isBelowBase(dn) ? [] : [{ code: "outsideBases" as const, baseDns: [...place.baseDns] }]),
    ...(container === undefined ? [] : [{ code: "excluded" as const, container }]),
    ...(meant === undefined ? [{ code: "otherKind" as const }] : unmet(meant).map(({ says }) => says)),
  ];
  return { kind: meant?.kind ?? null, inScope: because.length === 0, because };
};
