import { isUuid } from "./guid.ts";

const PLAIN = /^[0-9a-z-]{1,64}$/;
const LONGEST_BYTES = 40;
const BASE32_HEX = "0123456789abcdefghijklmnopqrstuv";

/**
 * The name of an entry in the log, from the immutable id that its directory gives it: the text itself where it is one
 * plain word (UUIDs in lower case), else its bytes in lower-case base32hex (RFC 4648 section 7, unpadded).
 */
export const entryIdOf = (immutableId: Uint8Array): string => {
  const text = Buffer.from(immutableId.buffer, immutableId.byteOffset, immutableId.byteLength).toString("latin1");
  if (isUuid(text)) return text.toLowerCase();
  if (PLAIN.test(text)) return text;
  if (immutableId.length === 0 || immutableId.length > LONGEST_BYTES) {
    throw new RangeError(`an immutable id has 1 to ${LONGEST_BYTES} bytes, not ${immutableId.length}`);
  }
  return base32Hex(immutableId);
};

export const base32Hex = (bytes: Uint8Array): string => {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32_HEX[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + BASE32_HEX[(held << (5 - bits)) & 31];
};
