import { hash } from "node:crypto";

/**
 * The Merkle tree of RFC 9162 section 2.1, grown leaf by leaf: only the roots of its perfect subtrees are kept,
 * so a run of a million leaves costs twenty hashes of memory. Values are immutable: a batch that was not stored is forgotten
 * by going back to the value before it.
 */
export interface MerkleTree {
  readonly size: number;
  readonly roots: readonly { readonly size: number; readonly hash: Buffer }[];
}

export const emptyTree: MerkleTree = { size: 0, roots: [] };

/** SHA-256(0x00, subject, payload as stored). */
export const leafHash = (subject: string, payload: Uint8Array): Buffer => {
  const length = 1 + Buffer.byteLength(subject) + payload.length;
  if (hashed.length < length) hashed = Buffer.alloc(length * 2);
  hashed[0] = 0x00;
  hashed.set(payload, 1 + hashed.write(subject, 1));
  return hash("sha256", hashed.subarray(0, length), "buffer");
};

/** What is hashed is put together here first: one call costs a fraction of a Hash object, of which a run would make a million. */
let hashed = Buffer.alloc(64 * 1024);

const nodeHash = (left: Buffer, right: Buffer): Buffer => hash("sha256", Buffer.concat([NODE, left, right]), "buffer");

const NODE = Buffer.from([0x01]);

export const withLeaf = (tree: MerkleTree, leaf: Buffer): MerkleTree => {
  const roots = [...tree.roots];
  let added = { size: 1, hash: leaf };
  for (let last = roots.at(-1); last?.size === added.size; last = roots.at(-1)) {
    roots.pop();
    added = { size: last.size * 2, hash: nodeHash(last.hash, added.hash) };
  }
  roots.push(added);
  return { size: tree.size + 1, roots };
};

/** In hexadecimal; the root of no leaves is SHA-256 of nothing. */
export const rootOf = ({ roots }: MerkleTree): string => {
  if (roots.length === 0) return hash("sha256", "");
  return roots.reduceRight((right, left) => ({ size: 0, hash: nodeHash(left.hash, right.hash) })).hash.toString("hex");
};
