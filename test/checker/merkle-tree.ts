import { createHash } from "node:crypto";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

const sha256 = (...parts: (Uint8Array | string)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export const sha256Hex = (...parts: (Uint8Array | string)[]): string => sha256(...parts).toString("hex");

/** A message of a run as a leaf (RFC 9162 section 2.1.1): its subject and its payload, as they are stored. */
export const leafHash = (subject: string, payload: Uint8Array): Buffer => sha256(LEAF, subject, payload);

/** The root that a tree without leaves has. */
export const EMPTY_ROOT = sha256Hex();

export interface MerkleTree {
  readonly add: (leaf: Buffer) => void;
  /** In hexadecimal, over the leaves so far. */
  readonly root: () => string;
}

/** Grows leaf by leaf and keeps only the roots of the full subtrees, one for each bit of the number of leaves. */
export const merkleTree = (): MerkleTree => {
  const peaks: { readonly leaves: number; readonly hash: Buffer }[] = [];
  return {
    add: (leaf) => {
      let subtree = { leaves: 1, hash: leaf };
      while (peaks.at(-1)?.leaves === subtree.leaves) {
        const left = peaks.pop() as (typeof peaks)[number];
        subtree = { leaves: left.leaves * 2, hash: sha256(NODE, left.hash, subtree.hash) };
      }
      peaks.push(subtree);
    },
    root: () => {
      const last = peaks.at(-1);
      if (last === undefined) return EMPTY_ROOT;
      return peaks
        .slice(0, -1)
        .reduceRight((right, { hash }) => sha256(NODE, hash, right), last.hash)
        .toString("hex");
    },
  };
};
