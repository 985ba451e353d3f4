import { type Filter, guidFromBytes } from "@dirstream/ldap";
import { DirectoryError } from "../errors.ts";
import type { RawEntry } from "../responses.ts";
import { contextOf } from "../root-dse.ts";
import type { SearchSpec } from "../session.ts";
import type { Server } from "./vendor.ts";

export const GUID = "objectGUID";

export const headOf = ({ rootDse, baseDn }: Server): string => contextOf(rootDse, baseDn) ?? baseDn;

export const searchIn = (server: Server, filter: Filter, attributes: readonly string[]): SearchSpec => ({
  ...{ baseDn: headOf(server), scope: "sub", filter, attributes },
});

export const valuesOf = ({ attributes }: RawEntry, name: string): readonly Buffer[] | undefined =>
  attributes.find(({ type }) => type.toLowerCase() === name.toLowerCase())?.values;

export const idOf = (entry: RawEntry): string | undefined => {
  const guid = valuesOf(entry, GUID)?.[0];
  return guid?.length === 16 ? guidFromBytes(guid) : undefined;
};

/** The server understood, and does not do it for us. */
const REFUSALS = new Set([
  ...["noSuchObject", "insufficientAccessRights", "unwillingToPerform", "operationsError", "protocolError"],
  // What a critical control is refused with, whichever it is.
  "pagingNotSupported",
]);
export const isRefusal = (error: unknown): boolean => error instanceof DirectoryError && REFUSALS.has(error.code);
