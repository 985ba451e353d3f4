import { hash, randomBytes } from "node:crypto";
import type { Reference } from "@dirstream/contracts";
import { canonicalDn } from "@dirstream/ldap";
import type { Name } from "../directory/vendors/vendor.ts";

/** Turns DNs into references while a run lasts. */
export interface References {
  readonly learn: (dn: string, entryId: string) => void;
  /** `memberUid` of a posixGroup (RFC 2307 section 2.2) names people by uid. */
  readonly learnUid: (uid: string, entryId: string) => void;
  /** Whether `learn` has been told this id. */
  readonly knows: (entryId: string) => boolean;
  /** By id when the name belongs to an entry that is or was recorded, else by the DN as the directory spells it. */
  readonly resolve: (name: Name) => Reference;
  readonly resolveUid: (uid: string) => Reference;
}

/**
 * Of a DN only a 64-bit hash of its canonical form is kept, keyed by a random salt so that nobody can prepare two DNs that meet:
 * a directory of a million entries must fit into memory.
 */
export const openReferences = (isRecorded: (entryId: string) => boolean): References => {
  const salt = randomBytes(16).toString("latin1");
  const idByDn = new Map<string, string>();
  const idByUid = new Map<string, string>();
  const ids = new Set<string>();
  const keyOf = (dn: string): string => hash("sha1", salt + comparableDn(dn), "binary").slice(0, 8);
  return {
    learn: (dn, entryId) => {
      ids.add(entryId);
      idByDn.set(keyOf(dn), entryId);
    },
    learnUid: (uid, entryId) => {
      idByUid.set(uid.toLowerCase(), entryId);
    },
    knows: (entryId) => ids.has(entryId),
    resolve: (name) => {
      const { dn } = name;
      if (name.entryId !== undefined) {
        const isKnown = ids.has(name.entryId) || isRecorded(name.entryId);
        return isKnown ? { entryId: name.entryId } : { dn, entryId: name.entryId };
      }
      const entryId = idByDn.get(keyOf(dn));
      return entryId === undefined ? { dn } : { entryId };
    },
    resolveUid: (uid) => {
      const entryId = idByUid.get(uid.toLowerCase());
      return entryId === undefined ? { dn: `uid=${uid}` } : { entryId };
    },
  };
};

/** What two DNs have in common exactly when they name one entry. A member value that is no DN at all is told apart by its text. */
export const comparableDn = (dn: string): string => {
  try {
    return canonicalDn(dn);
  } catch {
    return `\0${dn}`;
  }
};
