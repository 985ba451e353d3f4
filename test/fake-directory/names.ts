import { canonicalDn } from "../checker/dn.ts";

/** An entry by its place: two spellings of one name are the same. */
export const nameKey = (parent: number | undefined, rdn: string): string => `${parent}/${canonicalDn(rdn)}`;

/** Where the first part of a DN ends; -1 when it is the only one. */
export const firstComma = (dn: string): number => {
  for (let at = 0; at < dn.length; at++) {
    if (dn[at] === "\\") at++;
    else if (dn[at] === ",") return at;
  }
  return -1;
};
