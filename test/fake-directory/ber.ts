/**
 * BER (X.690) written and read for tests, apart from the services' own and from any LDAP library, so that a mistake there is not
 * repeated here. What it writes may be put together wrongly on purpose.
 */
export const element = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  let length = 0;
  for (const part of parts) length += part.length;
  return Buffer.concat([header(tag, length), ...parts]);
};

/** Tag and length alone: what follows may be something else, or nothing. */
export const header = (tag: number, length: number): Buffer => {
  if (length < 0x80) return Buffer.from([tag, length]);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.from([tag, 0x80 | digits.length, ...digits]);
};

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const OCTET_STRING = 0x04;
export const ENUMERATED = 0x0a;

export const integer = (value: number, tag = 0x02): Buffer => {
  const bytes = [value & 0xff];
  for (let rest = Math.floor(value / 256); ; rest = Math.floor(rest / 256)) {
    const isNegative = ((bytes[0] as number) & 0x80) !== 0;
    if ((rest === 0 && !isNegative) || (rest === -1 && isNegative)) break;
    bytes.unshift(rest & 0xff);
  }
  return element(tag, Buffer.from(bytes));
};

export const octets = (value: string | Uint8Array, tag = OCTET_STRING): Buffer =>
  element(tag, typeof value === "string" ? Buffer.from(value, "utf8") : value);

export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/** Size of the element that begins the bytes; undefined while its header is not complete. */
export const sizeOf = (bytes: Buffer, at = 0): number | undefined => {
  const first = bytes[at + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const digits = first & 0x7f;
  if (digits === 0 || digits > 6) throw new Error("a length of this form is not read here");
  return bytes.length - at < 2 + digits ? undefined : 2 + digits + bytes.readUIntBE(at + 2, digits);
};

/** The elements that lie one after the other. */
export const elements = (bytes: Buffer): Element[] => {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = sizeOf(bytes, at);
    if (size === undefined || at + size > bytes.length) throw new Error("an element is cut off");
    const first = bytes[at + 1] as number;
    const headerBytes = first < 0x80 ? 2 : 2 + (first & 0x7f);
    found.push({ tag: bytes[at] as number, content: bytes.subarray(at + headerBytes, at + size) });
    at += size;
  }
  return found;
};

export const numberOf = ({ content }: Element): number => content.readIntBE(0, content.length);

export const textOf = ({ content }: Element): string => content.toString("utf8");
