import type { Filter } from "./filter.ts";

/** The text is not a filter; the message says where and why, for the person who typed it. */
export class FilterSyntaxError extends Error {
  override readonly name = "FilterSyntaxError";
  readonly filter: string;
  readonly position: number;

  constructor(filter: string, position: number, reason: string) {
    super(`This is not a search filter: ${reason} (at character ${position + 1} of "${filter.slice(0, 200)}").`);
    this.filter = filter;
    this.position = position;
  }
}

const MOST_CHARACTERS = 16_384;
const DEEPEST = 100;
const ATTRIBUTE = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)(?:;[A-Za-z0-9-]+)*$/;
const OID = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)$/;
const EXTENSIBLE = /^([^:]*?)(:dn)?(?::([^:]+))?:$/i;

/** Reads a filter (RFC 4515), strictly: every bracket closed, nothing before or behind it but blanks. */
export const parseFilter = (text: string): Filter => {
  if (text.length > MOST_CHARACTERS) throw new FilterSyntaxError(text, MOST_CHARACTERS, `it is longer than ${MOST_CHARACTERS} characters`);
  const start = text.length - text.trimStart().length;
  const { filter, next } = readFilter(text, start, 0);
  if (text.slice(next).trim() !== "") throw new FilterSyntaxError(text, next, `"${text[next]}" follows its end`);
  return filter;
};

interface Read {
  readonly filter: Filter;
  /** Where the text goes on. */
  readonly next: number;
}

const readFilter = (text: string, start: number, depth: number): Read => {
  if (depth > DEEPEST) throw new FilterSyntaxError(text, start, `it is nested deeper than ${DEEPEST} levels`);
  if (text[start] !== "(") throw new FilterSyntaxError(text, start, 'a filter begins with "("');
  switch (text[start + 1]) {
    case "&":
      return readList(text, start, depth, "and");
    case "|":
      return readList(text, start, depth, "or");
    case "!": {
      const { filter, next } = readFilter(text, start + 2, depth + 1);
      return { filter: { kind: "not", filter }, next: closed(text, start, next) };
    }
    default:
      return readItem(text, start);
  }
};

/** An empty list is allowed: `(&)` is true and `(|)` is false (RFC 4526). */
const readList = (text: string, start: number, depth: number, kind: "and" | "or"): Read => {
  const filters: Filter[] = [];
  let at = start + 2;
  while (text[at] === "(") {
    const { filter, next } = readFilter(text, at, depth + 1);
    filters.push(filter);
    at = next;
  }
  return { filter: { kind, filters }, next: closed(text, start, at) };
};

const closed = (text: string, start: number, at: number): number => {
  if (at >= text.length) throw new FilterSyntaxError(text, start, 'this "(" is never closed');
  if (text[at] !== ")") throw new FilterSyntaxError(text, at, `"${text[at]}" stands where ")" should`);
  return at + 1;
};

const readItem = (text: string, start: number): Read => {
  let end = start + 1;
  while (end < text.length && text[end] !== ")") {
    if (text[end] === "(") throw new FilterSyntaxError(text, end, '"(" inside a value is written "\\28"');
    end++;
  }
  const next = closed(text, start, end);
  const equals = text.indexOf("=", start);
  if (equals === -1 || equals > end) throw new FilterSyntaxError(text, start, `"${text.slice(start + 1, end)}" has no "="`);
  const operator = text[equals - 1] as string;
  if (operator === ":") return { filter: readExtensible(text, start + 1, equals, end), next };
  const compared = operator === "~" || operator === ">" || operator === "<";
  const attribute = readAttribute(text, start + 1, compared ? equals - 1 : equals);
  if (!compared) return { filter: readEquality(text, attribute, equals + 1, end), next };
  const kind = operator === "~" ? "approximate" : operator === ">" ? "greaterOrEqual" : "lessOrEqual";
  return { filter: { kind, attribute, value: readValue(text, equals + 1, end) }, next };
};

/** After `=`: an asterisk alone asks for presence, one within makes it a search for parts. */
const readEquality = (text: string, attribute: string, start: number, end: number): Filter => {
  const written = text.slice(start, end);
  if (written === "*") return { kind: "present", attribute };
  if (!written.includes("*")) return { kind: "equal", attribute, value: readValue(text, start, end) };
  const parts: (Uint8Array | undefined)[] = [];
  let at = start;
  for (const part of written.split("*")) {
    const edge = at === start || at + part.length === end;
    if (part === "" && !edge) throw new FilterSyntaxError(text, at, 'two "*" stand side by side; an asterisk itself is written "\\2a"');
    parts.push(part === "" ? undefined : readValue(text, at, at + part.length));
    at += part.length + 1;
  }
  const any = parts.slice(1, -1).filter((part) => part !== undefined);
  return { kind: "substrings", attribute, initial: parts[0], any, final: parts.at(-1) };
};

const readExtensible = (text: string, start: number, equals: number, end: number): Filter => {
  const [, attribute, dn, rule] = EXTENSIBLE.exec(text.slice(start, equals)) ?? [];
  if (attribute === undefined) throw new FilterSyntaxError(text, start, `"${text.slice(start, equals)}" is not a matching rule`);
  if (attribute !== "") readAttribute(text, start, start + attribute.length);
  else if (rule === undefined) throw new FilterSyntaxError(text, start, 'before ":=" stands neither an attribute nor a matching rule');
  if (rule !== undefined && !OID.test(rule)) throw new FilterSyntaxError(text, start, `"${rule}" is not the name of a matching rule`);
  return {
    kind: "extensible",
    attribute: attribute === "" ? undefined : attribute,
    rule,
    dnAttributes: dn !== undefined,
    value: readValue(text, equals + 1, end),
  };
};

const readAttribute = (text: string, start: number, end: number): string => {
  const attribute = text.slice(start, end);
  if (!ATTRIBUTE.test(attribute)) {
    throw new FilterSyntaxError(
      text,
      start,
      attribute === "" ? "an attribute is missing" : `"${attribute}" is not the name of an attribute`,
    );
  }
  return attribute;
};

const readValue = (text: string, start: number, end: number): Uint8Array => {
  const bytes: Buffer[] = [];
  let at = start;
  while (at < end) {
    const backslash = text.indexOf("\\", at);
    const stop = backslash === -1 || backslash >= end ? end : backslash;
    const plain = text.slice(at, stop);
    const forbidden = /[*\0]/.exec(plain);
    if (forbidden !== null) {
      throw new FilterSyntaxError(text, at + forbidden.index, `${forbidden[0] === "*" ? '"*"' : "a zero byte"} must be escaped here`);
    }
    if (!plain.isWellFormed()) throw new FilterSyntaxError(text, at, "it has half a character (a lone surrogate)");
    bytes.push(Buffer.from(plain, "utf8"));
    at = stop;
    if (stop === end) break;
    const pair = text.slice(stop + 1, Math.min(stop + 3, end));
    if (!/^[0-9A-Fa-f]{2}$/.test(pair)) {
      throw new FilterSyntaxError(text, stop, 'after "\\" come two hexadecimal digits; a backslash itself is written "\\5c"');
    }
    bytes.push(Buffer.from(pair, "hex"));
    at = stop + 3;
  }
  return new Uint8Array(Buffer.concat(bytes));
};
