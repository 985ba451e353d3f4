import type { EntryKind } from "@dirstream/contracts";
import { and, equal, type Filter, not, or } from "@dirstream/ldap";
import type { Directory } from "../directory/directory.ts";
import type { Entry } from "../directory/entry.ts";
import type { Vendor } from "../directory/vendors/vendor.ts";
import { requestedAttributes } from "./entry-image.ts";

type Scoped = Pick<Directory, "vendor">;

/** What is synchronised of this product, in the order in which it is read. */
export const kindsOf = ({ vendor }: Scoped): readonly [EntryKind, ...EntryKind[]] =>
  vendor.contacts === null ? ["user", "group"] : ["user", "group", "contact"];

/** An entry that is both a person and a group is a person. */
export const filterOf = ({ vendor }: Scoped, kind: EntryKind): Filter => {
  switch (kind) {
    case "user":
      return vendor.people;
    case "group":
      return and(vendor.groups, not(vendor.people));
    case "contact":
      return and(...contactsOf(vendor), not(vendor.people), not(vendor.groups));
  }
};

export const wholeScope = (directory: Scoped): Filter => scopeOf(directory, kindsOf(directory));

/** Whoever is of one of these kinds, and perhaps of another one before it. */
export const scopeOf = ({ vendor }: Scoped, kinds: readonly EntryKind[]): Filter => {
  const filters = { user: vendor.people, group: vendor.groups, contact: vendor.contacts };
  return or(...kinds.flatMap((kind) => filters[kind] ?? []));
};

/** Groups carry their members, so a page of them is heavier than a page of people. */
export const pagingOf = (kind: EntryKind): { readonly pageSize?: number } => (kind === "group" ? { pageSize: 50 } : {});

/** Whether there are groups that name their members by uid (posixGroup, RFC 2307 section 2.2): then uids have to be learnt. */
export const areMembersNamedByUid = async (directory: Directory): Promise<boolean> => {
  if (![...directory.vendor.members.values()].includes("uid")) return false;
  let found = 0;
  for await (const page of directory.read(and(wholeScope(directory), equal("objectClass", "posixGroup")), [])) found += page.length;
  return found > 0;
};

const contactsOf = ({ contacts }: Vendor): Filter[] => (contacts === null ? [] : [contacts]);

/** Those of the entries that are there and, where a kind is given, in its scope, with what is recorded of them. */
export const entriesById = async (directory: Directory, ids: readonly string[], kind: EntryKind | "any"): Promise<Map<string, Entry>> => {
  const entries = new Map<string, Entry>();
  const filter = kind === "any" ? undefined : filterOf(directory, kind);
  for await (const page of directory.readByIds(ids, filter, kind === "any" ? [] : requestedAttributes(directory.vendor, kind))) {
    for (const entry of page) entries.set(entry.id, entry);
  }
  return entries;
};
