import { isCredential } from "@dirstream/contracts";
import type { Filter } from "@dirstream/ldap";

/**
 * Why a filter cannot be used because of an attribute in it. Who may search for a credential learns it bit by bit from who is found,
 * and its text would be recorded; so every attribute must be known by its name.
 */
export const unusableAttribute = (filter: Filter): string | undefined => {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.filters.map(unusableAttribute).find((problem) => problem !== undefined);
    case "not":
      return unusableAttribute(filter.filter);
    default:
      return problemOf(filter.attribute);
  }
};

const problemOf = (attribute: string | undefined): string | undefined => {
  if (attribute === undefined) return "Name the attribute that a matching rule is for, such as (memberOf:1.2.840.113556.1.4.1941:=…).";
  if (/^\d/.test(attribute)) return `Write the name of the attribute ${attribute} instead of its number.`;
  return isCredential(attribute) ? `${attribute} holds a credential and is never searched for.` : undefined;
};
