import { hash, randomInt } from "node:crypto";

/**
 * A set of keys of a few 32-bit words, each with a number in the order of its coming. A million of them take the room of their
 * words and two integers, and leave nothing for the garbage collector to walk through.
 */
export class PackedKeys {
  readonly #width: number;
  /** Nobody outside can prepare keys that meet in one slot. */
  readonly #seed = randomInt(2 ** 31);
  #words: Uint32Array;
  /** Open addressing: a key's number + 1, or 0. At most half of them are taken. */
  #slots: Uint32Array;
  #size = 0;

  constructor(width: number) {
    this.#width = width;
    this.#words = new Uint32Array(width * 512);
    this.#slots = new Uint32Array(1024);
  }

  get size(): number {
    return this.#size;
  }

  /** The key's number; -1 when it is not there. */
  find(key: Uint32Array): number {
    return (this.#slots[this.#slotOf(key)] as number) - 1;
  }

  /** The number that the key has, or gets now. */
  add(key: Uint32Array): number {
    this.reserve(this.#size + 1);
    const slot = this.#slotOf(key);
    const taken = this.#slots[slot] as number;
    if (taken !== 0) return taken - 1;
    this.#words.set(key, this.#size * this.#width);
    this.#slots[slot] = ++this.#size;
    return this.#size - 1;
  }

  /** A copy of the words of some keys, one key after the other. */
  words(from: number, to: number): Uint32Array {
    return this.#words.slice(from * this.#width, to * this.#width);
  }

  /** A view: valid until the next key is added. */
  at(number: number): Uint32Array {
    return this.#words.subarray(number * this.#width, (number + 1) * this.#width);
  }

  /** Where the key is, or would be put. */
  #slotOf(key: Uint32Array): number {
    const mask = this.#slots.length - 1;
    let slot = this.#mixed(key) & mask;
    for (let taken = this.#slots[slot] as number; taken !== 0; taken = this.#slots[slot] as number) {
      if (this.#isAt(taken - 1, key)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #isAt(number: number, key: Uint32Array): boolean {
    const start = number * this.#width;
    for (let word = 0; word < this.#width; word++) if (this.#words[start + word] !== key[word]) return false;
    return true;
  }

  /** The mixing steps of MurmurHash3, by Austin Appleby. */
  #mixed(key: Uint32Array): number {
    let mixed = this.#seed;
    for (let word = 0; word < this.#width; word++) {
      mixed = Math.imul(mixed ^ (key[word] as number), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      mixed ^= mixed >>> 16;
    }
    return mixed >>> 0;
  }

  /** Makes room for so many keys at once. */
  reserve(count: number): void {
    if (count * 2 <= this.#slots.length) return;
    let room = this.#slots.length;
    while (room < count * 2) room *= 2;
    this.#words = withRoom(this.#words, (room / 2) * this.#width);
    this.#slots = new Uint32Array(room);
    for (let number = 0; number < this.#size; number++) this.#slots[this.#slotOf(this.at(number))] = number + 1;
  }
}

/** 64 bits that tell a short text from others, in the first two words. Nobody gains anything by two that are equal. */
export const digestWords = (text: string, into: Uint32Array): void => {
  let [one, other] = [0x9e3779b9, 0x85ebca6b];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x9e3779b1);
    other = Math.imul(other ^ code, 0x5f356495);
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
  other = Math.imul(other ^ (other >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  into[0] = one;
  into[1] = other;
};

/** A column beside keys: doubles its room when it is full. */
export const withRoom = <Column extends Uint8Array | Uint32Array | Float64Array>(column: Column, length: number): Column => {
  if (length <= column.length) return column;
  const larger = new (column.constructor as new (length: number) => Column)(Math.max(length, column.length * 2));
  larger.set(column);
  return larger;
};

const UUID_CHARACTERS = 36;
const DASH = 0x2d;

/** An entry's id in four words: those of its UUID, or of its SHA-256 where it is none. Says whether it is one. */
export const idWords = (entryId: string, into: Uint32Array): boolean => {
  if (entryId.length === UUID_CHARACTERS && readUuid(entryId, into)) return true;
  const digest = hash("sha256", entryId, "buffer");
  for (let word = 0; word < 4; word++) into[word] = digest.readUInt32BE(word * 4);
  return false;
};

/** Lower case alone: another spelling is another id. */
const readUuid = (text: string, into: Uint32Array): boolean => {
  let digits = 0;
  let word = 0;
  for (let at = 0; at < UUID_CHARACTERS; at++) {
    const code = text.charCodeAt(at);
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (code !== DASH) return false;
      continue;
    }
    const digit = code >= 0x61 ? code - 0x57 : code - 0x30;
    if (digit < 0 || digit > 15 || (digit > 9 && code < 0x61)) return false;
    word = (word << 4) | digit;
    if (++digits % 8 === 0) into[digits / 8 - 1] = word;
  }
  return true;
};

const written = Buffer.alloc(UUID_CHARACTERS, "-");

/** The UUID of which these are the words. */
export const uuidOfWords = (words: Uint32Array): string => {
  let at = 0;
  for (let digits = 0; digits < 32; digits++) {
    const digit = ((words[digits >> 3] as number) >>> (28 - (digits & 7) * 4)) & 15;
    if (at === 8 || at === 13 || at === 18 || at === 23) at++;
    written[at++] = digit < 10 ? 0x30 + digit : 0x57 + digit;
  }
  return written.toString("latin1");
};
