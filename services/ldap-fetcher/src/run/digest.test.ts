import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { emptyTree, leafHash, rootOf, withLeaf } from "./digest.ts";

const sha256 = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** The definition of RFC 9162 section 2.1.1, word for word and without memory. */
const merkleTreeHash = (leaves: readonly Buffer[]): Buffer => {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0] as Buffer;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.of(1), merkleTreeHash(leaves.slice(0, split)), merkleTreeHash(leaves.slice(split)));
};

test("the root of a growing tree is the Merkle tree hash of RFC 9162", () => {
  const leaves: Buffer[] = [];
  let tree = emptyTree;
  for (let size = 0; size <= 70; size++) {
    expect(rootOf(tree), `${size} leaves`).toBe(merkleTreeHash(leaves).toString("hex"));
    const leaf = leafHash(`directory.v1.a.c.entry.user.${size}`, Buffer.from(`{"ordinal":${size}}`));
    leaves.push(Buffer.from(leaf, "latin1"));
    tree = withLeaf(tree, leaf);
  }
});

test("a leaf binds the subject and the payload", () => {
  expect(Buffer.from(leafHash("a", Buffer.from("{}")), "latin1")).toEqual(sha256(Buffer.of(0), Buffer.from("a{}")));
});
