import { canonicalDn, isWithinCanonical } from "@dirstream/ldap";
import type { RawEntry } from "./responses.ts";

/** What a server says of itself (RFC 4512 section 5.1). */
export interface RootDse {
  /** Lower case. */
  readonly objectClasses: ReadonlySet<string>;
  readonly namingContexts: readonly string[];
  readonly extensions: ReadonlySet<string>;
  readonly controls: ReadonlySet<string>;
  readonly capabilities: ReadonlySet<string>;
  /** Who has made the product, as it says itself (RFC 3045). */
  readonly vendorName: string | null;
  /** The product as it names itself, and its version (RFC 3045). */
  readonly product: string | null;
}

export const rootDseOf = (entry: RawEntry | undefined): RootDse => {
  const values = (name: string): string[] =>
    (entry?.attributes ?? [])
      .filter(({ type }) => type.toLowerCase() === name)
      .flatMap((attribute) => attribute.values.map((value) => value.toString("utf8")));
  return {
    objectClasses: new Set(values("objectclass").map((name) => name.toLowerCase())),
    namingContexts: values("namingcontexts"),
    extensions: new Set(values("supportedextension")),
    controls: new Set(values("supportedcontrol")),
    capabilities: new Set(values("supportedcapabilities")),
    vendorName: values("vendorname")[0] ?? null,
    product: [...values("vendorname"), ...values("vendorversion")].join(" ") || null,
  };
};

/** The naming context that a base lies in; undefined when the server names none. */
export const contextOf = ({ namingContexts }: RootDse, baseDn: string): string | undefined => {
  const base = canonicalDn(baseDn);
  const above = namingContexts.filter((context) => isWithinCanonical(base, canonicalDn(context)));
  return above.sort((one, other) => other.length - one.length)[0];
};
