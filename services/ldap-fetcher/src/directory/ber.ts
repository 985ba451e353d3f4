/** The bytes are not the BER that RFC 4511 section 5.1 describes. */
export class MalformedBer extends Error {
  override readonly name = "MalformedBer";
}

export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;
export const ENUMERATED = 0x0a;
export const SEQUENCE = 0x30;
export const SET = 0x31;

/** One message of as many bytes as are allowed holds less than a million names of members; ten million empty values would fill the memory. */
const MOST_ELEMENTS = 1_000_000;

/**
 * Reads BER strictly and without copying: octet strings are views of the bytes given.
 * A length that reaches beyond them is refused, and so is an indefinite one.
 */
export class BerCursor {
  readonly bytes: Buffer;
  at = 0;
  #elements = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The tag that comes next; -1 at the end. */
  peek(): number {
    return this.at < this.bytes.length ? (this.bytes[this.at] as number) : -1;
  }

  /** Steps over a tag and its length; returns where the content ends. */
  enter(tag: number): number {
    const { bytes } = this;
    if (++this.#elements > MOST_ELEMENTS) throw new MalformedBer(`a message of more than ${MOST_ELEMENTS} parts`);
    if (bytes[this.at] !== tag) throw new MalformedBer(`tag ${tag} expected, not ${bytes[this.at]}`);
    let length = bytes[this.at + 1] as number;
    this.at += 2;
    if (length >= 0x80) {
      const digits = length & 0x7f;
      if (digits === 0 || digits > 4) throw new MalformedBer("a length in this form is not allowed");
      length = 0;
      for (let n = 0; n < digits; n++) length = length * 256 + (bytes[this.at++] as number);
    }
    const end = this.at + length;
    // The comparison is false for NaN too, which is what a length cut off gives.
    if (!(end <= bytes.length)) throw new MalformedBer("a length reaches beyond its message");
    return end;
  }

  /** After a constructed value: everything in it must have been read, and nothing beyond it. */
  leave(end: number): void {
    if (this.at !== end) throw new MalformedBer("a value does not end where its length says");
  }

  octets(tag: number = OCTET_STRING): Buffer {
    const end = this.enter(tag);
    const octets = this.bytes.subarray(this.at, end);
    this.at = end;
    return octets;
  }

  text(tag: number = OCTET_STRING): string {
    return this.octets(tag).toString("utf8");
  }

  integer(tag: number = INTEGER): number {
    const octets = this.octets(tag);
    if (octets.length === 0 || octets.length > 4) throw new MalformedBer("an integer has 1 to 4 bytes here");
    return octets.readIntBE(0, octets.length);
  }
}
