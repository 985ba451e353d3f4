/** One attribute type and value of an RDN. A value given as `#hexstring` stays the bytes of its BER encoding. */
export interface Ava {
  readonly type: string;
  readonly value: string | Uint8Array;
}

/** A relative DN: usually one pair, several when multi-valued (`cn=a+uid=b`). */
export type Rdn = readonly Ava[];

/** A distinguished name, the entry's own RDN first. Empty for the root. */
export type Dn = readonly Rdn[];

/** The text is not a DN; the message says where and why, for the person who typed it. */
export class DnSyntaxError extends Error {
  override readonly name = "DnSyntaxError";
  readonly dn: string;
  readonly position: number;

  constructor(dn: string, position: number, reason: string) {
    super(`This is not a distinguished name: ${reason} (at character ${position + 1} of "${dn}").`);
    this.dn = dn;
    this.position = position;
  }
}

const MOST_RDNS = 1_000;
const ATTRIBUTE_TYPE = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)$/;
const HEX_PAIR = /^[0-9A-Fa-f]{2}$/;
const ESCAPABLE = ' "#+,;<=>\\';
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads a DN (RFC 4514). Of RFC 2253's older forms it also takes what directories and people still write:
 * blanks around separators, `;` between RDNs, `"quoted values"`, and `OID.` before a numeric type.
 */
export const parseDn = (text: string): Dn => {
  const rdns: Ava[][] = [];
  let at = skipBlanks(text, 0);
  if (at === text.length) return rdns;
  for (;;) {
    const avas: Ava[] = [];
    rdns.push(avas);
    if (rdns.length > MOST_RDNS) throw new DnSyntaxError(text, at, `it has more than ${MOST_RDNS} parts`);
    let separator: string | undefined = "+";
    while (separator === "+") {
      const { type, next } = readType(text, at);
      const value = readValue(text, skipBlanks(text, next));
      avas.push({ type, value: value.value });
      separator = text[value.next];
      at = skipBlanks(text, value.next + 1);
    }
    if (separator === undefined) return rdns;
    if (at >= text.length) throw new DnSyntaxError(text, text.length - 1, `nothing follows the last "${separator}"`);
  }
};

/** Prints a DN as RFC 4514 has it: `parseDn(printDn(dn))` equals `dn`. */
export const printDn = (dn: Dn): string =>
  dn
    .map((rdn) => rdn.map(({ type, value }) => `${type}=${typeof value === "string" ? escapeValue(value) : hexString(value)}`).join("+"))
    .join(",");

/** The DN above this one, in its own spelling; undefined above a DN of one part. */
export const parentDn = (text: string): string | undefined => {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "," || character === ";")) return text.slice(skipBlanks(text, at + 1)).trimEnd();
  }
  return undefined;
};

/** `dsquery` prints DNs in quotation marks, and word processors make them typographic: both are taken off, with blanks around. */
export const stripQuotationMarks = (text: string): string => {
  const trimmed = text.trim();
  const quoted = /^(?:"(.*)"|“(.*)”|„(.*)[“”]|'(.*)'|‘(.*)’|«(.*)»)$/su.exec(trimmed);
  return quoted === null ? trimmed : (quoted.slice(1).find((inner) => inner !== undefined) ?? "").trim();
};

const readType = (text: string, start: number): { type: string; next: number } => {
  let at = start;
  while (at < text.length && !"=,;+".includes(text[at] as string)) at++;
  const written = text.slice(start, at).trimEnd();
  if (text[at] !== "=") {
    throw new DnSyntaxError(
      text,
      start,
      written === "" ? 'a part such as "cn=name" is missing' : `"${written}" has no "=" between its type and its value`,
    );
  }
  const type = written.replace(/^oid\./i, "");
  if (!ATTRIBUTE_TYPE.test(type)) {
    throw new DnSyntaxError(
      text,
      start,
      written === "" ? 'an attribute type is missing before "="' : `"${written}" is not an attribute type`,
    );
  }
  return { type, next: at + 1 };
};

const readValue = (text: string, start: number): { value: string | Uint8Array; next: number } => {
  if (text[start] === "#") return readHexString(text, start);
  if (text[start] === '"') return readQuoted(text, start);
  return readPlain(text, start);
};

/** `value` up to a separator; blanks at its end count only when escaped. */
const readPlain = (text: string, start: number): { value: string; next: number } => {
  let value = "";
  let kept = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at] as string;
    if (character === "," || character === ";" || character === "+") break;
    if (character === "\\") {
      const escaped = readEscape(text, at);
      value += escaped.value;
      kept = value.length;
      at = escaped.next;
      continue;
    }
    if (character === '"' || character === "<" || character === ">" || character === "\0") {
      throw new DnSyntaxError(text, at, `${JSON.stringify(character)} must be written with a backslash before it`);
    }
    value += character;
    if (character !== " ") kept = value.length;
    at++;
  }
  return { value: value.slice(0, kept), next: at };
};

const readQuoted = (text: string, start: number): { value: string; next: number } => {
  let value = "";
  let at = start + 1;
  while (text[at] !== '"') {
    if (at >= text.length) throw new DnSyntaxError(text, start, "its quotation mark is not closed");
    if (text[at] === "\\") {
      const escaped = readEscape(text, at);
      value += escaped.value;
      at = escaped.next;
    } else value += text[at++];
  }
  return { value, next: endOfValue(text, at + 1) };
};

const readHexString = (text: string, start: number): { value: Uint8Array; next: number } => {
  let at = start + 1;
  while (HEX_PAIR.test(text.slice(at, at + 2))) at += 2;
  if (at === start + 1) throw new DnSyntaxError(text, start, 'a value that begins with "#" must go on with hexadecimal digits in pairs');
  return { value: bytesOf(text.slice(start + 1, at)), next: endOfValue(text, at) };
};

const endOfValue = (text: string, start: number): number => {
  const at = skipBlanks(text, start);
  if (at < text.length && !",;+".includes(text[at] as string))
    throw new DnSyntaxError(text, at, `"${text[at]}" follows a value that has ended`);
  return at;
};

/** A backslash and either one special character or a run of hexadecimal pairs, which together are UTF-8. */
const readEscape = (text: string, start: number): { value: string; next: number } => {
  const bytes: number[] = [];
  let at = start;
  while (text[at] === "\\" && HEX_PAIR.test(text.slice(at + 1, at + 3))) {
    bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16));
    at += 3;
  }
  if (bytes.length > 0) {
    try {
      return { value: strictUtf8.decode(Uint8Array.from(bytes)), next: at };
    } catch {
      throw new DnSyntaxError(text, start, `the escaped bytes ${text.slice(start, at)} are not UTF-8 text`);
    }
  }
  const character = text[start + 1];
  if (character === undefined) throw new DnSyntaxError(text, start, "a backslash stands at the very end");
  if (!ESCAPABLE.includes(character))
    throw new DnSyntaxError(text, start, `"\\${character}" is not an escape; a backslash itself is written "\\\\"`);
  return { value: character, next: start + 2 };
};

const skipBlanks = (text: string, start: number): number => {
  let at = start;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return at;
};

const escapeValue = (value: string): string =>
  value.replace(/[",+;<>\\\0]|^[ #\n\r\t]| $/g, (it) => (it < " " ? `\\${it.charCodeAt(0).toString(16).padStart(2, "0")}` : `\\${it}`));

// Without Buffer: a browser reads DNs too.
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const hexString = (value: Uint8Array): string => `#${[...value].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
