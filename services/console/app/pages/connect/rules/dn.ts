import { DnSyntaxError, parseDn, stripQuotationMarks } from "@dirstream/ldap";
import { form } from "../../../text/en/connect.ts";

/** As the server reads it: without the quotation marks that `dsquery` prints around it. */
export const cleanDn = (text: string): string => stripQuotationMarks(text);

/** What is wrong with it, by the server's own rules (RFC 4514); undefined where nothing is. */
export const dnProblem = (text: string): string | undefined => {
  try {
    return parseDn(cleanDn(text)).length === 0 ? form.dnEmpty : undefined;
  } catch (error) {
    if (error instanceof DnSyntaxError) return error.message;
    throw error;
  }
};

/** `CN=a,OU=b,DC=x,DC=y` → `DC=x,DC=y`: the domain that an entry lies in; undefined where its DN names none. */
export const domainOf = (text: string): string | undefined =>
  /(?:^|,)\s*(dc\s*=[^,+\\]+(?:,\s*dc\s*=[^,+\\]+)*)\s*$/i.exec(cleanDn(text))?.[1];

/** `DC=london,DC=example` → `london.example`; undefined where it is no domain. */
export const domainNameOf = (text: string): string | undefined =>
  domainOf(text)
    ?.split(",")
    .map((part) => part.slice(part.indexOf("=") + 1).trim())
    .join(".");

/**
 * What `dsquery` is to be asked; its hyphen is the plain one, which a shell takes for the beginning of an option.
 * A quotation mark cannot stand in an account's name (sAMAccountName), and ends an argument: it is left out.
 */
export const dsqueryCommand = (accountName: string): string => {
  const name = accountName.replace(/["\p{Cc}]/gu, "").trim();
  return `dsquery user -name ${/^[\w.*-]+$/.test(name) ? name : `"${name}"`}`;
};
