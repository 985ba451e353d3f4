import { and, equal, or } from "@dirstream/ldap";
import type { Directory } from "../directory/directory.ts";
import { wholeScope } from "../read/in-scope.ts";

/** What others refer to an entry by. */
export interface EntryName {
  readonly dn: string;
  /** By which a posixGroup names its members. */
  readonly uid?: string | undefined;
}

const NAMES_AT_ONCE = 20;

/**
 * Who refers to these names, in scope, where a name stands for another entry than before. Such an entry has not changed itself, but what it refers to is another one now: it must be read again,
 * or the log would go on saying what is true no more.
 */
export const referrersOf = async (directory: Directory, names: readonly EntryName[]): Promise<Set<string>> => {
  const { recorded, members } = directory.vendor;
  const byDn = [
    ...[...members].filter(([, form]) => form !== "uid").map(([name]) => name),
    ...Object.values(recorded).flatMap((attributes) => [...attributes].filter(([, as]) => as === "reference").map(([name]) => name)),
  ];
  const byUid = [...members].filter(([, form]) => form === "uid").map(([name]) => name);
  const ids = new Set<string>();
  for (let at = 0; at < names.length; at += NAMES_AT_ONCE) {
    const conditions = names
      .slice(at, at + NAMES_AT_ONCE)
      .flatMap(({ dn, uid }) => [
        ...[...new Set(byDn)].map((name) => equal(name, dn)),
        ...(uid === undefined ? [] : byUid.map((name) => equal(name, uid))),
      ]);
    for await (const page of directory.read(and(wholeScope(directory), or(...conditions)), [])) {
      for (const { id } of page) ids.add(id);
    }
  }
  return ids;
};
