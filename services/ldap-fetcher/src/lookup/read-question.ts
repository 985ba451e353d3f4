import { isCredential, type LookupSummary } from "@dirstream/contracts";
import {
  type Ava,
  and,
  canonicalDn,
  type Dn,
  DnSyntaxError,
  equal,
  type Filter,
  or,
  parseDn,
  present,
  stripQuotationMarks,
} from "@dirstream/ldap";

/** What somebody has typed, as searches: the next one is made where the one before found nobody. */
export interface Question {
  readonly askedAs: LookupSummary["askedAs"];
  readonly attempts: readonly Attempt[];
}

export interface Attempt {
  readonly filter: Filter;
  /** A DN: of what is found there, only the entry that bears it is meant. */
  readonly only?: string;
}

/** What people call one another, in the words of all products: a server takes no offence at an attribute that it does not know. */
const NAMES = ["cn", "displayName", "givenName", "sn", "uid", "sAMAccountName", "mail"];
/** Of these what may look like an address; for the others a server without an index of them would look through everybody once more. */
const ACCOUNT_NAMES = ["cn", "uid", "sAMAccountName", "mail"];
/** Shorter beginnings fit everybody. */
const SHORTEST_BEGINNING = 2;

export const readQuestion = (typed: string): Question => {
  const text = stripQuotationMarks(typed);
  const dn = dnIn(text);
  if (dn !== undefined) return { askedAs: "dn", attempts: [{ filter: and(...(dn[0] ?? []).map(hasPart)), only: text }] };
  const address = text.replace(/^smtp:/i, "");
  if (/^[^@\s]+@[^@\s]+$/.test(address))
    return { askedAs: "address", attempts: [{ filter: addressed(address) }, ...named(text, ACCOUNT_NAMES)] };
  return { askedAs: "name", attempts: named(text.replace(/^[^\\\s]+\\/, "")) }; // EXAMPLE\anna
};

/** Whether an entry is the one that a DN names, however that is written. */
export const isNamed = (dn: string, only: string): boolean => canonicalDn(dn) === canonicalDn(only);

const dnIn = (text: string): Dn | undefined => {
  if (!text.includes("=")) return undefined;
  try {
    return parseDn(text);
  } catch (error) {
    if (error instanceof DnSyntaxError) return undefined;
    throw error;
  }
};

/** Nothing is ever compared with what holds a credential. */
const hasPart = ({ type, value }: Ava): Filter =>
  typeof value === "string" && !isCredential(type) ? equal(type, value) : present("objectClass");

/** proxyAddresses has a scheme before each address, and compares without regard to its case. */
const addressed = (address: string): Filter =>
  or(equal("mail", address), equal("proxyAddresses", `smtp:${address}`), equal("userPrincipalName", address));

const named = (name: string, attributes: readonly string[] = NAMES): Attempt[] => {
  const exactly = { filter: or(...attributes.map((attribute) => equal(attribute, name))) };
  if (name.length < SHORTEST_BEGINNING) return [exactly];
  return [exactly, { filter: or(...attributes.map((attribute) => beginsWith(attribute, name))) }];
};

const beginsWith = (attribute: string, text: string): Filter => ({
  ...{ kind: "substrings", attribute, any: [], final: undefined },
  initial: new Uint8Array(Buffer.from(text, "utf8")),
});
