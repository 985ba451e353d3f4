import * as z from "zod";

/**
 * Accounts, connectors and teams are named by a word that can stand as one token of a NATS subject:
 * a dot or a wildcard in it would reach into another account.
 */
export const Id = z.string().regex(/^[a-z0-9-]{1,40}$/, "must be 1 to 40 of a-z, 0-9 and -");

/** The directory's own immutable id (objectGUID, entryUUID, … in canonical text), never the DN. */
export const EntryId = z.string().regex(/^[0-9a-z-]{1,64}$/, "must be 1 to 64 of 0-9, a-z and -");

/** SHA-256 in lower-case hexadecimal. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A sequence of a JetStream stream; 0 stands for "nothing yet". */
export const Sequence = z.int().min(0);

/** Outside the log an entry is named with its connector, because two connectors may see one forest. */
export const entryRef = (connector: string, entryId: string): string => `${connector}.${entryId}`;

/** Takes `<connector>.<entryId>` apart; undefined when it is not of that form. */
export const parseEntryRef = (ref: string): { connector: string; entryId: string } | undefined => {
  const [connector, entryId, ...rest] = ref.split(".");
  if (!Id.safeParse(connector).success || !EntryId.safeParse(entryId).success || rest.length > 0) return undefined;
  return { connector: connector as string, entryId: entryId as string };
};
