import { type Element, ENUMERATED, element, elements, integer, numberOf, OCTET_STRING, octets, SEQUENCE, SET, textOf } from "./ber.ts";
import { type Filter, readFilter } from "./filter.ts";

export interface RequestControl {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Buffer | undefined;
}

export interface SearchRequest {
  readonly baseDn: string;
  readonly scope: "base" | "one" | "sub";
  readonly sizeLimit: number;
  readonly filter: Filter;
  readonly attributes: readonly string[];
}

export type Request = { readonly id: number; readonly controls: readonly RequestControl[] } & (
  | { readonly kind: "bind"; readonly dn: string; readonly password: Buffer | undefined }
  | { readonly kind: "search"; readonly search: SearchRequest }
  | { readonly kind: "extended"; readonly oid: string }
  | { readonly kind: "unbind" }
  | { readonly kind: "abandon" }
);

const SCOPES = ["base", "one", "sub"] as const;

/** Reads one LDAPMessage as a client sends it (RFC 4511 section 4.1.1). */
export const readRequest = (message: Buffer): Request => {
  const [id, operation, controls] = elements((elements(message)[0] as Element).content) as [Element, Element, Element | undefined];
  const common = { id: numberOf(id), controls: controls === undefined ? [] : elements(controls.content).map(readControl) };
  switch (operation.tag) {
    case 0x60: {
      const [, dn, credentials] = elements(operation.content) as [Element, Element, Element];
      return { ...common, kind: "bind", dn: textOf(dn), password: credentials.tag === 0x80 ? credentials.content : undefined };
    }
    case 0x63:
      return { ...common, kind: "search", search: readSearch(elements(operation.content)) };
    case 0x77:
      return { ...common, kind: "extended", oid: textOf(elements(operation.content)[0] as Element) };
    case 0x42:
      return { ...common, kind: "unbind" };
    case 0x50:
      return { ...common, kind: "abandon" };
    default:
      throw new Error(`an operation of kind ${operation.tag} is not known here`);
  }
};

const readSearch = (parts: readonly Element[]): SearchRequest => {
  const [base, scope, , sizeLimit, , , filter, attributes] = parts as readonly [...Element[]] as Element[] & { length: 8 };
  return {
    baseDn: textOf(base as Element),
    scope: SCOPES[numberOf(scope as Element)] ?? "base",
    sizeLimit: numberOf(sizeLimit as Element),
    filter: readFilter(filter as Element),
    attributes: elements((attributes as Element).content).map(textOf),
  };
};

const readControl = ({ content }: Element): RequestControl => {
  const [oid, ...rest] = elements(content) as [Element, ...Element[]];
  return {
    oid: textOf(oid),
    critical: rest.some(({ tag, content: flag }) => tag === 0x01 && flag[0] !== 0),
    value: rest.find(({ tag }) => tag === OCTET_STRING)?.content,
  };
};

const message = (id: number, ...parts: readonly Uint8Array[]): Buffer => element(SEQUENCE, integer(id), ...parts);

/** Application tags of the answers. */
export const BIND_RESPONSE = 0x61;
export const SEARCH_DONE = 0x65;
export const EXTENDED_RESPONSE = 0x78;

export interface Result {
  readonly code: number;
  readonly diagnostic?: string;
  readonly referrals?: readonly string[];
  /** Of an extended operation. */
  readonly value?: Buffer;
  readonly controls?: readonly { readonly oid: string; readonly value: Buffer }[];
}

export const resultMessage = (id: number, operation: number, { code, diagnostic = "", referrals, value, controls }: Result): Buffer => {
  const parts = [integer(code, ENUMERATED), octets(""), octets(diagnostic)];
  if (referrals !== undefined) parts.push(element(0xa3, ...referrals.map((uri) => octets(uri))));
  if (value !== undefined) parts.push(octets(value, 0x8b));
  const written = (controls ?? []).map((it) => element(SEQUENCE, octets(it.oid), octets(it.value)));
  return message(id, element(operation, ...parts), ...(written.length === 0 ? [] : [element(0xa0, ...written)]));
};

export interface WrittenAttribute {
  readonly type: string;
  readonly values: readonly Uint8Array[];
}

export const entryMessage = (id: number, dn: string, attributes: readonly WrittenAttribute[]): Buffer => {
  const written = attributes.map(({ type, values }) =>
    element(SEQUENCE, octets(type), element(SET, ...values.map((value) => octets(value)))),
  );
  return message(id, element(0x64, octets(dn), element(SEQUENCE, ...written)));
};

export const referenceMessage = (id: number, uris: readonly string[]): Buffer =>
  message(id, element(0x73, ...uris.map((uri) => octets(uri))));
