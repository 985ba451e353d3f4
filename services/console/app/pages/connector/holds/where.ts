import { canonicalDn, isWithinCanonical, parentDn } from "@dirstream/ldap";

/** A place in the directory, and how many of those that a hold keeps back sat there. */
export interface Place {
  readonly dn: string;
  readonly count: number;
}

export interface Places {
  /** The deepest place that all of them sat below. */
  readonly common: string;
  /** Most first; the places are as deep as few enough bars allow. */
  readonly places: readonly Place[];
}

/**
 * Where they sat, each below its nearest container. Are those too many, they are told one level higher, until there are few:
 * a whole branch that went shows at once.
 */
export const whereTheySat = (dns: readonly string[], most: number): Places => {
  const known = new Map<string, readonly Container[]>();
  const paths = dns.map((dn) => containersAbove(dn, known));
  const common = commonPath(paths);
  const deepest = Math.max(0, ...paths.map(({ length }) => length));
  let places = placesAt(paths, deepest);
  for (let depth = deepest - 1; places.length > most && depth > common.length; depth -= 1) places = placesAt(paths, depth);
  return { common: common.at(-1)?.dn ?? "", places };
};

/** Whether a DN lies at or below another, however the two are written. */
export const liesBelow = (dn: string, place: string): boolean => isWithinCanonical(canonical(dn), canonical(place));

interface Container {
  readonly dn: string;
  readonly canonical: string;
}

/** From the top downwards; many share theirs. */
const containersAbove = (dn: string, known: Map<string, readonly Container[]>): readonly Container[] => {
  const parent = parentOf(dn);
  if (parent === undefined || parent === "") return [];
  const found = known.get(parent) ?? [...containersAbove(parent, known), { dn: parent, canonical: canonical(parent) }];
  known.set(parent, found);
  return found;
};

const commonPath = (paths: readonly (readonly Container[])[]): readonly Container[] => {
  const [first = [], ...others] = paths;
  const length = first.findIndex((container, at) => others.some((path) => path[at]?.canonical !== container.canonical));
  return length === -1 ? first : first.slice(0, length);
};

const placesAt = (paths: readonly (readonly Container[])[], depth: number): readonly Place[] => {
  const counted = new Map<string, Place>();
  for (const path of paths) {
    const container = path[Math.min(depth, path.length) - 1];
    if (container === undefined) continue;
    const known = counted.get(container.canonical);
    counted.set(container.canonical, { dn: known?.dn ?? container.dn, count: (known?.count ?? 0) + 1 });
  }
  return [...counted.values()].sort((one, other) => other.count - one.count || one.dn.localeCompare(other.dn));
};

/** A directory's own DNs can be read; one that cannot is compared as it is written. */
const canonical = (dn: string): string => {
  try {
    return canonicalDn(dn);
  } catch {
    return dn.toLowerCase();
  }
};

const parentOf = (dn: string): string | undefined => {
  try {
    return parentDn(dn);
  } catch {
    return undefined;
  }
};
