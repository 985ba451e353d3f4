import { BerCursor, ENUMERATED, MalformedBer, OCTET_STRING, SEQUENCE, SET } from "./ber.ts";
import { decodeText } from "./values.ts";

/** An attribute as the server sent it. The values are views of the network buffer: copy what outlives its page. */
export interface RawAttribute {
  /** The attribute description, options included: `userCertificate;binary`. */
  readonly type: string;
  readonly values: readonly Buffer[];
}

export interface RawEntry {
  readonly dn: string;
  readonly attributes: readonly RawAttribute[];
}

export interface ResponseControl {
  readonly oid: string;
  readonly value: Buffer | undefined;
}

/** LDAPResult (RFC 4511 section 4.1.9) with what may come beside it. */
export interface Result {
  readonly code: number;
  readonly matchedDn: string;
  readonly diagnostic: string;
  readonly referrals: readonly string[];
  readonly controls: readonly ResponseControl[];
  /** Of an ExtendedResponse. */
  readonly oid: string | undefined;
  readonly value: Buffer | undefined;
}

export type Response =
  /** To be read by `readEntry`. */
  | { readonly kind: "entry"; readonly id: number }
  | { readonly kind: "reference"; readonly id: number; readonly uris: readonly string[] }
  | { readonly kind: "result"; readonly id: number; readonly operation: number; readonly result: Result };

/** Application tags of RFC 4511. */
export const BIND_RESPONSE = 0x61;
export const SEARCH_ENTRY = 0x64;
export const SEARCH_DONE = 0x65;
export const SEARCH_REFERENCE = 0x73;
export const EXTENDED_RESPONSE = 0x78;

const REFERRAL = 0xa3;
const CONTROLS = 0xa0;
const RESPONSE_NAME = 0x8a;
const RESPONSE_VALUE = 0x8b;
const SERVER_SASL_CREDENTIALS = 0x87;
const BOOLEAN = 0x01;

/** Reads one whole LDAPMessage, but for entries: there are many, and their turn comes later. @throws MalformedBer */
export const readResponse = (frame: Buffer): Response => {
  const cursor = new BerCursor(frame);
  const end = cursor.enter(SEQUENCE);
  const id = cursor.integer();
  const operation = cursor.peek();
  if (operation === SEARCH_ENTRY) return { kind: "entry", id };
  const operationEnd = cursor.enter(operation);
  if (operation === SEARCH_REFERENCE) return { kind: "reference", id, uris: readUris(cursor, operationEnd) };
  if (operation !== BIND_RESPONSE && operation !== SEARCH_DONE && operation !== EXTENDED_RESPONSE) {
    throw new MalformedBer(`an answer of kind ${operation} was not asked for`);
  }
  const code = cursor.integer(ENUMERATED);
  const matchedDn = cursor.text();
  const diagnostic = cursor.text();
  let referrals: string[] = [];
  let oid: string | undefined;
  let value: Buffer | undefined;
  while (cursor.at < operationEnd) {
    const tag = cursor.peek();
    if (tag === REFERRAL) referrals = readUris(cursor, cursor.enter(REFERRAL));
    else if (tag === RESPONSE_NAME) oid = cursor.text(RESPONSE_NAME);
    else if (tag === RESPONSE_VALUE) value = cursor.octets(RESPONSE_VALUE);
    else if (tag === SERVER_SASL_CREDENTIALS) cursor.octets(SERVER_SASL_CREDENTIALS);
    else throw new MalformedBer(`tag ${tag} does not belong into a result`);
  }
  cursor.leave(operationEnd);
  const controls = cursor.at < end ? readControls(cursor) : [];
  return { kind: "result", id, operation, result: { code, matchedDn, diagnostic, referrals, controls, oid, value } };
};

/** Reads a whole LDAPMessage that is a SearchResultEntry. @throws MalformedBer */
export const readEntry = (frame: Buffer): RawEntry => {
  const cursor = new BerCursor(frame);
  cursor.enter(SEQUENCE);
  cursor.integer();
  const end = cursor.enter(SEARCH_ENTRY);
  const name = cursor.octets();
  const dn = decodeText(name);
  if (dn === undefined) throw new MalformedBer(`a DN is not UTF-8 text (${name.toString("hex").slice(0, 200)})`);
  const attributes: RawAttribute[] = [];
  const listEnd = cursor.enter(SEQUENCE);
  while (cursor.at < listEnd) {
    const attributeEnd = cursor.enter(SEQUENCE);
    const typeEnd = cursor.enter(OCTET_STRING);
    const type = attributeType(cursor.bytes, cursor.at, typeEnd);
    cursor.at = typeEnd;
    const valuesEnd = cursor.enter(SET);
    const values: Buffer[] = [];
    while (cursor.at < valuesEnd) values.push(cursor.octets());
    cursor.leave(valuesEnd);
    cursor.leave(attributeEnd);
    attributes.push({ type, values });
  }
  cursor.leave(listEnd);
  cursor.leave(end);
  return { dn, attributes };
};

const MOST_NAMES = 5_000;
const names = new Map<number, string>();

/** Attribute types repeat in every entry: one string for each, found again by a hash of its bytes. */
const attributeType = (bytes: Buffer, start: number, end: number): string => {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = (hash * 31 + (bytes[at] as number)) | 0;
  const known = names.get(hash);
  if (known !== undefined && isSpelled(known, bytes, start, end)) return known;
  const name = bytes.toString("latin1", start, end);
  if (names.size >= MOST_NAMES) names.clear();
  names.set(hash, name);
  return name;
};

const isSpelled = (name: string, bytes: Buffer, start: number, end: number): boolean => {
  if (name.length !== end - start) return false;
  for (let n = 0; n < name.length; n++) if (name.charCodeAt(n) !== bytes[start + n]) return false;
  return true;
};

const readUris = (cursor: BerCursor, end: number): string[] => {
  const uris: string[] = [];
  while (cursor.at < end) uris.push(cursor.text());
  cursor.leave(end);
  return uris;
};

const readControls = (cursor: BerCursor): ResponseControl[] => {
  const controls: ResponseControl[] = [];
  const end = cursor.enter(CONTROLS);
  while (cursor.at < end) {
    const controlEnd = cursor.enter(SEQUENCE);
    const oid = cursor.text();
    if (cursor.peek() === BOOLEAN && cursor.at < controlEnd) cursor.octets(BOOLEAN);
    const value = cursor.at < controlEnd ? cursor.octets() : undefined;
    cursor.leave(controlEnd);
    controls.push({ oid, value });
  }
  cursor.leave(end);
  return controls;
};
