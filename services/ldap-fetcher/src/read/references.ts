import { getRandomValues } from "node:crypto";
import type { Reference } from "@dirstream/contracts";
import { canonicalDn } from "@dirstream/ldap";
import type { Name } from "../directory/vendors/vendor.ts";
import { keyedDigest } from "./keyed-digest.ts";
import { idWords, PackedKeys, uuidOfWords, withRoom } from "./packed-keys.ts";

/** Whose name is whose, as far as a run can tell. */
export interface Names {
  readonly resolve: (dn: string) => Reference;
  /** By this name the run records the entry. */
  readonly learn: (dn: string, entryId: string) => void;
}

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
 * Of a DN only a 64-bit hash of its canonical form is kept, keyed at random so that nobody can prepare two DNs that meet:
 * a directory of a million entries must fit into memory.
 */
export const openReferences = (isRecorded: (entryId: string) => boolean): References => {
  const digest = keyedDigest(getRandomValues(new Uint32Array(2)));
  const ids = openIds();
  const names = new PackedKeys(2);
  /** By the number of a name: the number of the id that bears it. */
  let bearers = new Uint32Array(512);
  const name = new Uint32Array(2);

  const bear = (text: string, entryId: string): void => {
    digest(text, name);
    const number = names.add(name);
    bearers = withRoom(bearers, number + 1);
    bearers[number] = ids.add(entryId);
  };
  const bearerOf = (text: string): string | undefined => {
    digest(text, name);
    const number = names.find(name);
    return number < 0 ? undefined : ids.at(bearers[number] as number);
  };
  return {
    learn: (dn, entryId) => bear(comparableDn(dn), entryId),
    learnUid: (uid, entryId) => bear(comparableUid(uid), entryId),
    knows: (entryId) => ids.has(entryId),
    resolve: ({ dn, entryId }) => {
      if (entryId !== undefined) return ids.has(entryId) || isRecorded(entryId) ? { entryId } : { dn, entryId };
      const bearer = bearerOf(comparableDn(dn));
      return bearer === undefined ? { dn } : { entryId: bearer };
    },
    resolveUid: (uid) => {
      const bearer = bearerOf(comparableUid(uid));
      return bearer === undefined ? { dn: `uid=${uid}` } : { entryId: bearer };
    },
  };
};

/** Entry ids by numbers. */
const openIds = () => {
  const keys = new PackedKeys(4);
  const others = new Map<number, string>();
  const words = new Uint32Array(4);
  return {
    has: (entryId: string): boolean => {
      idWords(entryId, words);
      return keys.find(words) >= 0;
    },
    add: (entryId: string): number => {
      const isUuid = idWords(entryId, words);
      const number = keys.add(words);
      if (!isUuid) others.set(number, entryId);
      return number;
    },
    at: (number: number): string => others.get(number) ?? uuidOfWords(keys.at(number)),
  };
};

/** No comparable DN begins like this. */
const comparableUid = (uid: string): string => `\x01${uid.toLowerCase()}`;

/** What two DNs have in common exactly when they name one entry. A member value that is no DN at all is told apart by its text. */
export const comparableDn = (dn: string): string => {
  try {
    return canonicalDn(dn);
  } catch {
    return `\0${dn}`;
  }
};
