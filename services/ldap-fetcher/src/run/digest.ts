import { hash } from "node:crypto";

/** SHA-256 as text of 32 characters, each of them a byte: made as a Buffer it would cost three times as much, and a run makes a million. */
export type Hash = string;

/**
 * The Merkle tree of RFC 9162 section 2.1, grown leaf by leaf: only the roots of its perfect subtrees are kept,
 * so a run of a million leaves costs twenty hashes of memory. Values are immutable: a batch that was not stored is forgotten
 * by going back to the value before it.
 */
export interface MerkleTree {
  readonly size: number;
  /** The smallest, on the right; each knows the one to its left. */
  readonly last: Subtree | undefined;
}

interface Subtree {
  readonly size: number;
  readonly hash: Hash;
  readonly left: Subtree | undefined;
}

export const emptyTree: MerkleTree = { size: 0, last: undefined };

const LEAF = 0x00;
const NODE = 0x01;
const HASH_BYTES = 32;

/** What is hashed is put together here first: one call costs a fraction of a Hash object. */
let hashed = Buffer.alloc(64 * 1024);

/** SHA-256(0x00, subject, payload as stored). */
export const leafHash = (subject: string, payload: Uint8Array): Hash => {
  const length = 1 + Buffer.byteLength(subject) + payload.length;
  if (hashed.length < length) hashed = Buffer.alloc(length * 2);
  hashed[0] = LEAF;
  hashed.set(payload, 1 + hashed.write(subject, 1));
  return hash("sha256", hashed.subarray(0, length), "binary");
};

const node = Buffer.alloc(1 + 2 * HASH_BYTES, NODE);

const nodeHash = (left: Hash, right: Hash): Hash => {
  node.write(left, 1, "binary");
  node.write(right, 1 + HASH_BYTES, "binary");
  return hash("sha256", node, "binary");
};

export const withLeaf = ({ size, last }: MerkleTree, leaf: Hash): MerkleTree => {
  let added: Subtree = { size: 1, hash: leaf, left: last };
  for (let { left } = added; left?.size === added.size; { left } = added) {
    added = { size: left.size * 2, hash: nodeHash(left.hash, added.hash), left: left.left };
  }
  return { size: size + 1, last: added };
};

/** In hexadecimal; the root of no leaves is SHA-256 of nothing. */
export const rootOf = ({ last }: MerkleTree): string => {
  if (last === undefined) return hash("sha256", "");
  let root = last.hash;
  for (let { left } = last; left !== undefined; { left } = left) root = nodeHash(left.hash, root);
  return Buffer.from(root, "latin1").toString("hex");
};
