import { type Element, elements, textOf } from "./ber.ts";

/** A search filter (RFC 4511 section 4.5.1.7). Attribute names are in lower case. */
export type Filter =
  | { readonly kind: "and" | "or"; readonly filters: readonly Filter[] }
  | { readonly kind: "not"; readonly filter: Filter }
  | { readonly kind: "present"; readonly attribute: string }
  | { readonly kind: "equal" | "atLeast" | "atMost"; readonly attribute: string; readonly value: Buffer }
  | { readonly kind: "substrings"; readonly attribute: string; readonly parts: readonly Part[] };

interface Part {
  readonly at: "start" | "within" | "end";
  readonly value: Buffer;
}

const COMPARISONS = { 163: "equal", 165: "atLeast", 166: "atMost", 168: "equal" } as const;
const PLACES = { 128: "start", 129: "within", 130: "end" } as const;

export const readFilter = (encoded: Element): Filter => {
  const { tag, content } = encoded;
  switch (tag) {
    case 0xa0:
    case 0xa1:
      return { kind: tag === 0xa0 ? "and" : "or", filters: elements(content).map(readFilter) };
    case 0xa2:
      return { kind: "not", filter: readFilter(elements(content)[0] as Element) };
    case 0x87:
      return { kind: "present", attribute: textOf(encoded).toLowerCase() };
    case 0xa4: {
      const [attribute, parts] = elements(content) as [Element, Element];
      const read = (it: Element): Part => ({ at: PLACES[it.tag as keyof typeof PLACES], value: it.content });
      return { kind: "substrings", attribute: textOf(attribute).toLowerCase(), parts: elements(parts.content).map(read) };
    }
    case 0xa3:
    case 0xa5:
    case 0xa6:
    case 0xa8: {
      const [attribute, value] = elements(content) as [Element, Element];
      return { kind: COMPARISONS[tag], attribute: textOf(attribute).toLowerCase(), value: value.content };
    }
    default:
      throw new Error(`a filter of kind ${tag} is not known here`);
  }
};

/** As people write it (RFC 4515), to be looked at in a test. */
export const filterText = (filter: Filter): string => {
  switch (filter.kind) {
    case "and":
    case "or":
      return `(${filter.kind === "and" ? "&" : "|"}${filter.filters.map(filterText).join("")})`;
    case "not":
      return `(!${filterText(filter.filter)})`;
    case "present":
      return `(${filter.attribute}=*)`;
    case "substrings": {
      const { parts } = filter;
      const text = parts.map(({ at, value }) => `${at === "start" ? "" : "*"}${shown(value)}`).join("");
      return `(${filter.attribute}=${text}${parts.at(-1)?.at === "end" ? "" : "*"})`;
    }
    default:
      return `(${filter.attribute}${{ equal: "=", atLeast: ">=", atMost: "<=" }[filter.kind]}${shown(filter.value)})`;
  }
};

const shown = (value: Buffer): string =>
  value.toString("latin1").replace(/[^ -'+-[\]-~]/g, (it) => `\\${it.charCodeAt(0).toString(16).padStart(2, "0")}`);

/** What a filter asks of an entry. */
export interface Examined {
  /** By the attribute's name in lower case; undefined when the entry has none. */
  readonly values: (attribute: string) => readonly Buffer[] | undefined;
  /** A condition on an attribute that the schema lacks is neither true nor false, and neither is its opposite. */
  readonly isUnknown: (attribute: string) => boolean;
  /** Whether a stored value is the one asked for, where bytes in any case are not the way to tell. */
  readonly isEqual: (attribute: string, stored: Buffer, asked: Buffer) => boolean;
}

/** RFC 4511 section 4.5.1.7: three-valued; undefined is neither. */
export const matches = (filter: Filter, entry: Examined): boolean | undefined => {
  switch (filter.kind) {
    case "and":
    case "or": {
      const decisive = filter.kind === "or";
      let result: boolean | undefined = !decisive;
      for (const each of filter.filters) {
        const one = matches(each, entry);
        if (one === decisive) return decisive;
        if (one === undefined) result = undefined;
      }
      return result;
    }
    case "not": {
      const inner = matches(filter.filter, entry);
      return inner === undefined ? undefined : !inner;
    }
    default: {
      if (entry.isUnknown(filter.attribute)) return undefined;
      const values = entry.values(filter.attribute) ?? [];
      return values.some((value) => isMet(filter, value, entry));
    }
  }
};

type Condition = Exclude<Filter, { kind: "and" | "or" | "not" }>;

const isMet = (condition: Condition, value: Buffer, entry: Examined): boolean => {
  switch (condition.kind) {
    case "present":
      return true;
    case "equal":
      return entry.isEqual(condition.attribute, value, condition.value);
    case "substrings":
      return hasParts(folded(value), condition.parts);
    default: {
      const order = compare(value, condition.value);
      return condition.kind === "atLeast" ? order >= 0 : order <= 0;
    }
  }
};

const folded = (value: Buffer): string => value.toString("latin1").toLowerCase();

const hasParts = (text: string, parts: readonly Part[]): boolean => {
  let from = 0;
  for (const { at, value } of parts) {
    const part = folded(value);
    if (at === "end") return text.length - part.length >= from && text.endsWith(part);
    const found = at === "start" ? (text.startsWith(part) ? 0 : -1) : text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return true;
};

const WHOLE_NUMBER = /^-?\d{1,19}$/;

const compare = (one: Buffer, other: Buffer): number => {
  const [left, right] = [folded(one), folded(other)];
  if (WHOLE_NUMBER.test(left) && WHOLE_NUMBER.test(right)) return Number(BigInt(left) - BigInt(right));
  return left < right ? -1 : Number(left > right);
};

export const equalInAnyCase = (one: Buffer, other: Buffer): boolean => one.equals(other) || folded(one) === folded(other);

/** The values that an entry must have one of for the filter to find it; undefined when the filter does not say. */
export const valuesWanted = (filter: Filter, attribute: string): readonly Buffer[] | undefined => {
  if (filter.kind === "equal") return filter.attribute === attribute ? [filter.value] : undefined;
  if (filter.kind === "or") {
    const each = filter.filters.map((it) => valuesWanted(it, attribute));
    return each.every((it) => it !== undefined) ? each.flat() : undefined;
  }
  if (filter.kind !== "and") return undefined;
  for (const it of filter.filters) {
    const wanted = valuesWanted(it, attribute);
    if (wanted !== undefined) return wanted;
  }
  return undefined;
};
