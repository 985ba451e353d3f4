import { attributeTypeName } from "./attribute-type.ts";
import { type Ava, type Dn, parseDn } from "./dn.ts";

/**
 * The form in which DNs are compared: two DNs of one entry give one text. Attribute types by one lower-case name;
 * values case-folded, normalised (NFKC), blanks collapsed; the pairs of an RDN sorted. It follows RFC 4518 but folds
 * less (ß stays ß, control characters stay): a reference left unresolved is seen, one resolved to the wrong person is not.
 *
 * Special characters are always written as hexadecimal pairs, so every comma in it is a separator.
 */
export const canonicalDn = (text: string): string => (isPlain(text) ? text.toLowerCase() : canonicalForm(parseDn(text)));

/** As `canonicalDn`, of a DN already taken apart. */
export const canonicalForm = (dn: Dn): string => dn.map((rdn) => rdn.map(canonicalAva).sort().join("+")).join(",");

/** Whether an entry is the base or lies below it. */
export const isWithin = (dn: string, baseDn: string): boolean => isWithinCanonical(canonicalDn(dn), canonicalDn(baseDn));

/** As `isWithin`, of two canonical forms. */
export const isWithinCanonical = (dn: string, baseDn: string): boolean => baseDn === "" || dn === baseDn || dn.endsWith(`,${baseDn}`);

const canonicalAva = ({ type, value }: Ava): string => {
  const text = typeof value === "string" ? value : textOfBer(value);
  return `${attributeTypeName(type)}=${text === undefined ? `#${Buffer.from(value as Uint8Array).toString("hex")}` : escapeForComparison(comparable(text))}`;
};

/** A value as caseIgnoreMatch compares it (RFC 4518 section 2, simplified). */
export const comparable = (value: string): string => {
  const folded = value.normalize("NFKC").toLowerCase().normalize("NFKC").replaceAll("ς", "σ");
  const collapsed = folded.replace(/[\t\n\v\f\r\u0085\p{Z}]+/gu, " ");
  return collapsed === " " ? collapsed : collapsed.replace(/^ | $/g, "");
};

const escapeForComparison = (value: string): string =>
  value.replace(/[",+;<>\\\0]|^[ #]| $/g, (it) => `\\${it.charCodeAt(0).toString(16).padStart(2, "0")}`);

const UTF8_STRING = 0x0c;
const PRINTABLE_STRING = 0x13;
const IA5_STRING = 0x16;
const OCTET_STRING = 0x04;

/** The text of a `#hexstring` whose BER encoding is one of a plain string; undefined for anything else. */
const textOfBer = (ber: Uint8Array): string | undefined => {
  const [tag, length] = ber;
  if (tag !== UTF8_STRING && tag !== PRINTABLE_STRING && tag !== IA5_STRING && tag !== OCTET_STRING) return undefined;
  if (length === undefined || length > 127 || ber.length !== length + 2) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(ber.subarray(2));
  } catch {
    return undefined;
  }
};

const BLANK = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const PLUS = 0x2b;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const BACKSLASH = 0x5c;
const DELETE = 0x7f;

/**
 * Whether lower-casing alone gives the canonical form: printable ASCII, nothing escaped or quoted, single-valued RDNs
 * with short types (`cn`, `ou`, `dc`, `uid`; no type of up to three letters but `gn` has another name), no blank to collapse.
 * Nearly every DN of a real directory is such, and there are hundreds of thousands in a run.
 */
const isPlain = (text: string): boolean => {
  let inType = true;
  let typeStart = 0;
  let previous = COMMA;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < BLANK || code >= DELETE || code === BACKSLASH || code === QUOTE || code === PLUS) return false;
    if (code === SEMICOLON || code === LESS || code === GREATER) return false;
    if (inType) {
      if (code === EQUALS) {
        const length = at - typeStart;
        if (length === 0 || length > 3 || (length === 2 && (text.charCodeAt(typeStart) | BLANK) === 0x67)) return false;
        inType = false;
      } else {
        const letter = code | BLANK;
        if (letter < 0x61 || letter > 0x7a) return false;
      }
    } else if (code === COMMA) {
      if (previous === BLANK) return false;
      inType = true;
      typeStart = at + 1;
    } else if ((code === BLANK && (previous === BLANK || text.charCodeAt(at - 1) === EQUALS)) || (code === HASH && previous === EQUALS))
      return false;
    previous = code;
  }
  return !inType && previous !== BLANK;
};
