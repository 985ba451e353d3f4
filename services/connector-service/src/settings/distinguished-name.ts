import { DnSyntaxError, parseDn, printDn, stripQuotationMarks } from "@dirstream/ldap";
import * as z from "zod";

/** A DN as RFC 4514 writes it. People paste it with the quotation marks of the command that printed it. */
export const DistinguishedName = z
  .string()
  .max(4_000)
  .transform((text, context): string => {
    try {
      const dn = parseDn(stripQuotationMarks(text));
      if (dn.length > 0) return printDn(dn);
      context.addIssue({ code: "custom", message: "Enter a distinguished name, such as CN=reader,OU=Users,DC=example,DC=com." });
    } catch (error) {
      if (!(error instanceof DnSyntaxError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
    return z.NEVER;
  })
  .describe("A distinguished name (RFC 4514); quotation marks around it are taken off");
