import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { idWords, PackedKeys, uuidOfWords } from "./packed-keys.ts";

const wordsOf = (entryId: string): { words: Uint32Array; isUuid: boolean } => {
  const words = new Uint32Array(4);
  return { isUuid: idWords(entryId, words), words };
};

describe("an id in four words", () => {
  test("gives every UUID back", () => {
    for (const id of [
      "00000000-0000-0000-0000-000000000000",
      "ffffffff-ffff-ffff-ffff-ffffffffffff",
      ...Array.from({ length: 1000 }, () => randomUUID()),
    ]) {
      const { words, isUuid } = wordsOf(id);
      expect([isUuid, uuidOfWords(words)]).toEqual([true, id]);
    }
  });

  test.each([
    "0",
    "z".repeat(36),
    "0F8E2A4C-1B2C-4D3E-8F90-123456789abc",
    "0f8e2a4c01b2c-4d3e-8f90-123456789abc",
    "0f8e2a4c-1b2c-4d3e-8f90-123456789abg",
  ])("is that of a hash where it is no UUID: %s", (id) => {
    expect(wordsOf(id).isUuid).toBe(false);
    expect(wordsOf(id).words).toEqual(wordsOf(id).words);
    expect(wordsOf(id).words).not.toEqual(wordsOf(`${id}0`).words);
  });
});

describe("packed keys", () => {
  test("number keys in the order of their coming, however many there are", () => {
    const keys = new PackedKeys(4);
    const ids = Array.from({ length: 20_000 }, () => randomUUID());
    const numbers = ids.map((id) => keys.add(wordsOf(id).words));
    expect(numbers).toEqual(ids.map((_, at) => at));
    expect(keys.size).toBe(ids.length);
    expect(ids.map((id) => keys.find(wordsOf(id).words))).toEqual(numbers);
    expect(ids.map((id) => keys.add(wordsOf(id).words))).toEqual(numbers);
    expect(uuidOfWords(keys.at(12_345))).toBe(ids[12_345]);
    expect(keys.find(wordsOf(randomUUID()).words)).toBe(-1);
  });

  test("tell keys apart that differ in one bit", () => {
    const keys = new PackedKeys(2);
    for (let word = 0; word < 2; word++) {
      for (let bit = 0; bit < 32; bit++) {
        const key = new Uint32Array(2);
        key[word] = 1 << bit;
        expect(keys.add(key)).toBe(word * 32 + bit);
      }
    }
  });
});
