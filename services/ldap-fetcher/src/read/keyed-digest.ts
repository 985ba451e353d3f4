/** Writes 64 bits; nobody who does not know the key can prepare two texts that get the same. */
export type KeyedDigest = (text: string, into: Uint32Array) => void;

const ROUNDS_PER_WORD = 2;
const LAST_ROUNDS = 4;

/**
 * HalfSipHash-2-4 with 64 bits (Jean-Philippe Aumasson and Daniel J. Bernstein, https://github.com/veorq/SipHash) of a text's UTF-16 code units,
 * little-endian. Every name of a directory goes through it several times a run, and a call into the cryptographic library costs more than
 * the hashing of so short a text. The key has two words.
 */
export const keyedDigest = (key: Uint32Array): KeyedDigest => {
  const [k0 = 0, k1 = 0] = key;
  let [v0, v1, v2, v3] = [0, 0, 0, 0];
  const mix = (rounds: number): void => {
    for (let round = 0; round < rounds; round++) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
  };
  const take = (word: number): void => {
    v3 ^= word;
    mix(ROUNDS_PER_WORD);
    v0 ^= word;
  };
  return (text, into) => {
    v0 = k0 | 0;
    v1 = k1 ^ 0xee;
    v2 = k0 ^ 0x6c796765;
    v3 = k1 ^ 0x74656462;
    const whole = text.length & ~1;
    for (let at = 0; at < whole; at += 2) take(text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16));
    take(((text.length * 2) << 24) | (whole < text.length ? text.charCodeAt(whole) : 0));
    v2 ^= 0xee;
    mix(LAST_ROUNDS);
    into[0] = v1 ^ v3;
    v1 ^= 0xdd;
    mix(LAST_ROUNDS);
    into[1] = v1 ^ v3;
  };
};
