import { isDeepStrictEqual } from "node:util";
import { AttributeName, isCredential, type Scope, WHOLE_SCOPE } from "@dirstream/contracts";
import { canonicalDn, FilterSyntaxError, isWithinCanonical, parseFilter, printFilter } from "@dirstream/ldap";
import type { FieldError } from "@dirstream/service";
import * as z from "zod";
import { DistinguishedName } from "./distinguished-name.ts";
import { unusableAttribute } from "./filter-attributes.ts";
import { readMailDomain } from "./mail-domain.ts";

/** Each once, as it was written first. */
const once =
  (keyOf: (value: string) => string) =>
  (values: readonly string[]): string[] =>
    [...new Map([...values].reverse().map((value) => [keyOf(value), value])).values()].reverse();

const lowerCase = (text: string): string => text.toLowerCase();

const DistinguishedNames = (most: number) => z.array(DistinguishedName).max(most).transform(once(canonicalDn));

const SearchFilter = z
  .string()
  .transform((text, context): string => {
    try {
      const filter = parseFilter(text);
      const problem = unusableAttribute(filter);
      if (problem === undefined) return printFilter(filter);
      context.addIssue({ code: "custom", message: problem });
    } catch (error) {
      if (!(error instanceof FilterSyntaxError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
    return z.NEVER;
  })
  .describe("A search filter (RFC 4515), such as (employeeType=staff)");

const MailDomain = z
  .string()
  .transform((text, context): string => {
    const read = readMailDomain(text);
    if ("domain" in read) return read.domain;
    context.addIssue({ code: "custom", message: read.problem });
    return z.NEVER;
  })
  .describe("What stands behind the @ of an address; an @ before it is taken off");

const NOT_AN_ATTRIBUTE = "This is not the name of an attribute. It looks like employeeNumber: letters, digits and hyphens, no options.";
const Attribute = z
  .string()
  .trim()
  .refine((name) => AttributeName.safeParse(name).success, NOT_AN_ATTRIBUTE);
const READS_NO_CREDENTIAL = "This attribute holds a credential and is never read.";
const Attributes = (attribute: typeof Attribute) => z.array(attribute).max(200).transform(once(lowerCase));

/** What is left out stays as it is; null takes back what was chosen. A list is given whole. */
export const ScopeInput = z
  .strictObject({
    moreBaseDns: DistinguishedNames(50).nullable().describe("Further base DNs, in the same naming context as baseDn"),
    excludedDns: DistinguishedNames(200).nullable().describe("What lies here or below is left out"),
    peopleFilter: SearchFilter.nullable().describe("Of the people and contacts, only those (RFC 4515)"),
    groupFilter: SearchFilter.nullable().describe("Of the groups, only those (RFC 4515)"),
    emailDomains: z
      .array(MailDomain)
      .max(100)
      .transform((domains) => [...new Set(domains)])
      .nullable()
      .describe("Only people with an address in one of these"),
    moreAttributes: Attributes(Attribute.refine((name) => !isCredential(name), READS_NO_CREDENTIAL))
      .nullable()
      .describe("Recorded beside what always is"),
    omittedAttributes: Attributes(Attribute).nullable().describe("Not recorded, although it is usually"),
  })
  .partial();
type ScopeInput = z.output<typeof ScopeInput>;

/** The scope as it will be; undefined where that is what it was. */
export const changedScope = (before: Scope = WHOLE_SCOPE, input: ScopeInput | null): Scope | undefined => {
  const given = Object.entries(input ?? {}).filter(([, value]) => value !== undefined);
  const chosen = given.map(([name, value]) => [name, value ?? WHOLE_SCOPE[name]]);
  const after: Scope = { ...(input === null ? WHOLE_SCOPE : before), ...Object.fromEntries(chosen) };
  return isDeepStrictEqual(after, before) ? undefined : after;
};

/** Where the members of a scope contradict each other, or the base DN: what cannot be meant so. */
export const scopeContradictions = (
  baseDn: string,
  { moreBaseDns, excludedDns, moreAttributes, omittedAttributes }: Scope,
): FieldError[] => {
  const bases = [baseDn, ...moreBaseDns].map((dn) => ({ dn, canonical: canonicalDn(dn) }));
  const more = new Set(moreAttributes.map(lowerCase));
  return [
    ...moreBaseDns.map((dn, at) => [`moreBaseDns/${at}`, wrongBase(dn, at + 1, bases)] as const),
    ...excludedDns.map((dn, at) => [`excludedDns/${at}`, wrongExclusion(dn, bases)] as const),
    ...omittedAttributes.map((name, at) => [`omittedAttributes/${at}`, more.has(lowerCase(name)) ? BOTH : undefined] as const),
  ].flatMap(([field, detail]) => (detail === undefined ? [] : [{ pointer: `/scope/${field}`, detail }]));
};

const BOTH = "It cannot be recorded and left out: it stands in moreAttributes too.";

interface Base {
  readonly dn: string;
  readonly canonical: string;
}

const wrongBase = (dn: string, at: number, bases: readonly Base[]): string | undefined => {
  const canonical = canonicalDn(dn);
  const above = bases.find((base, other) => other !== at && isWithinCanonical(canonical, base.canonical));
  if (above !== undefined) return `Everything below "${above.dn}" is synchronised already, and with it this.`;
  const [first] = bases;
  return first !== undefined && isWithinCanonical(first.canonical, canonical)
    ? `This lies above the base DN "${first.dn}": make it the base DN.`
    : undefined;
};

const wrongExclusion = (dn: string, bases: readonly Base[]): string | undefined => {
  const canonical = canonicalDn(dn);
  const swallowed = bases.find((base) => isWithinCanonical(base.canonical, canonical));
  if (swallowed !== undefined) return `Nothing would be left of the base DN "${swallowed.dn}".`;
  const isBelowOne = bases.some((base) => isWithinCanonical(canonical, base.canonical));
  return isBelowOne ? undefined : "This lies below none of the base DNs, so nothing would be left out.";
};
