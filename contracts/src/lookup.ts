import * as z from "zod";
import { ConnectorSettings } from "./connector-events.ts";
import { Kind } from "./entry-events.ts";
import { EntryId, Id } from "./ids.ts";

/** What `ldap.v1.lookup` is asked with: why somebody is not here. Of a saved connector; nothing of it is stored. */
export const LookupRequest = z.looseObject({
  lookupId: z.uuid(),
  account: Id,
  connector: Id,
  /** As a person has typed it: an e-mail address, a DN, a name or a user name. */
  question: z.string().min(1).max(500),
  settings: ConnectorSettings,
});
export type LookupRequest = z.output<typeof LookupRequest>;

/** Why a connector leaves an entry out. An entry that is not in scope has one of these or more. */
export const LookupReason = z.discriminatedUnion("code", [
  /** It lies under none of the base DNs. */
  z.looseObject({ code: z.literal("outsideBases"), baseDns: z.array(z.string()) }),
  /** It lies in this container, which is left out. */
  z.looseObject({ code: z.literal("excluded"), container: z.string() }),
  /** It is neither person nor group (nor contact), as this product's entries are told apart. */
  z.looseObject({ code: z.literal("otherKind") }),
  /** The connector's own filter for its kind does not find it. */
  z.looseObject({ code: z.literal("filter"), filter: z.string() }),
  /** It has no address in one of these domains. */
  z.looseObject({ code: z.literal("emailDomains"), domains: z.array(z.string()) }),
]);
export type LookupReason = z.output<typeof LookupReason>;

/** An entry of the directory that the question may mean. */
export const LookupFound = z.looseObject({
  line: z.literal("found"),
  entryId: EntryId,
  dn: z.string(),
  /** null: not one that is synchronised. */
  kind: Kind.nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  state: z.enum(["active", "disabled"]),
  /** When the directory says that it changed last. */
  whenChanged: z.iso.datetime().nullable(),
  objectClasses: z.array(z.string()),
  inScope: z.boolean(),
  /** Empty where it is in scope. */
  because: z.array(LookupReason),
});
export type LookupFound = z.output<typeof LookupFound>;

/** The last line of an answer that is whole. */
export const LookupSummary = z.looseObject({
  line: z.literal("summary"),
  host: z.string(),
  /** As what the question was understood. */
  askedAs: z.enum(["address", "dn", "name"]),
  /** Below this was looked: the naming context, not only what is synchronised. */
  searched: z.string(),
  /** There are more than those that were told. */
  truncated: z.boolean(),
  durationMs: z.int().min(0),
});
export type LookupSummary = z.output<typeof LookupSummary>;

/** The last line of an answer that came to nothing. */
const LookupFailure = z.looseObject({ line: z.literal("failed"), stage: z.string(), code: z.string(), message: z.string() });

/** Each part of the answer is one of these. */
export const LookupLine = z.discriminatedUnion("line", [LookupFound, LookupSummary, LookupFailure]);
export type LookupLine = z.output<typeof LookupLine>;
