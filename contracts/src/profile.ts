import * as z from "zod";
import { EntryId } from "./ids.ts";

/**
 * Another entry: by its id once that entry was ever recorded, else by its DN as the directory spells it.
 * A change from one form to the other is neither a loss nor an addition.
 */
export const Reference = z.union([
  z.looseObject({ entryId: EntryId, dn: z.undefined().optional() }),
  z.looseObject({ dn: z.string(), entryId: EntryId.optional() }),
]);
export type Reference =
  | { readonly entryId: string; readonly dn?: undefined }
  | { readonly dn: string; readonly entryId?: string | undefined };

/** By which references are told apart, sorted and put into parts. */
export const referenceKey = (reference: Reference): string =>
  reference.dn === undefined ? `id:${reference.entryId}` : `dn:${reference.dn}`;

const Labelled = z.looseObject({ value: z.string(), type: z.string().optional(), primary: z.boolean().optional() });

/**
 * What a subscriber needs without knowing LDAP: SCIM 2.0 core names (RFC 7643 sections 4.1, 4.2 and 4.3).
 * A group has displayName only; its members stand in their own messages.
 */
export const Profile = z.looseObject({
  userName: z.string().optional(),
  displayName: z.string().optional(),
  name: z.looseObject({ formatted: z.string().optional(), givenName: z.string().optional(), familyName: z.string().optional() }).optional(),
  title: z.string().optional(),
  preferredLanguage: z.string().optional(),
  description: z.string().optional(),
  emails: z.array(Labelled).optional(),
  phoneNumbers: z.array(Labelled).optional(),
  /** urn:ietf:params:scim:schemas:extension:enterprise:2.0:User */
  employeeNumber: z.string().optional(),
  department: z.string().optional(),
  organization: z.string().optional(),
  manager: Reference.optional(),
});
export type Profile = z.output<typeof Profile>;
