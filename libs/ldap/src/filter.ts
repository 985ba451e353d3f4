/** A search filter (RFC 4511 section 4.5.1.7). Values are bytes, as they go over the wire. */
export type Filter =
  | { readonly kind: "and" | "or"; readonly filters: readonly Filter[] }
  | { readonly kind: "not"; readonly filter: Filter }
  | { readonly kind: "equal" | "approximate" | "greaterOrEqual" | "lessOrEqual"; readonly attribute: string; readonly value: Uint8Array }
  | { readonly kind: "present"; readonly attribute: string }
  | {
      readonly kind: "substrings";
      readonly attribute: string;
      readonly initial: Uint8Array | undefined;
      readonly any: readonly Uint8Array[];
      readonly final: Uint8Array | undefined;
    }
  | {
      readonly kind: "extensible";
      readonly attribute: string | undefined;
      readonly rule: string | undefined;
      readonly dnAttributes: boolean;
      readonly value: Uint8Array;
    };

export const and = (...filters: readonly Filter[]): Filter => ({ kind: "and", filters });

export const or = (...filters: readonly Filter[]): Filter => ({ kind: "or", filters });

export const not = (filter: Filter): Filter => ({ kind: "not", filter });

export const present = (attribute: string): Filter => ({ kind: "present", attribute });

/** Equality with exactly these bytes; text stands for its UTF-8. Nothing in it needs escaping. */
export const equal = (attribute: string, value: string | Uint8Array): Filter => ({
  kind: "equal",
  attribute,
  value: typeof value === "string" ? new Uint8Array(Buffer.from(value, "utf8")) : value,
});

/** Values that end in this text. */
export const endsWith = (attribute: string, text: string): Filter => ({
  ...{ kind: "substrings", attribute, initial: undefined, any: [] },
  final: new Uint8Array(Buffer.from(text, "utf8")),
});

const OPERATOR = { equal: "=", approximate: "~=", greaterOrEqual: ">=", lessOrEqual: "<=" } as const;

/** Prints a filter as RFC 4515 has it: `parseFilter(printFilter(filter))` equals `filter`. */
export const printFilter = (filter: Filter): string => {
  switch (filter.kind) {
    case "and":
      return `(&${filter.filters.map(printFilter).join("")})`;
    case "or":
      return `(|${filter.filters.map(printFilter).join("")})`;
    case "not":
      return `(!${printFilter(filter.filter)})`;
    case "present":
      return `(${filter.attribute}=*)`;
    case "substrings": {
      const parts = [filter.initial, ...filter.any, filter.final].map((part) => (part === undefined ? "" : printValue(part)));
      return `(${filter.attribute}=${parts.join("*")})`;
    }
    case "extensible": {
      const rule = filter.rule === undefined ? "" : `:${filter.rule}`;
      return `(${filter.attribute ?? ""}${filter.dnAttributes ? ":dn" : ""}${rule}:=${printValue(filter.value)})`;
    }
    default:
      return `(${filter.attribute}${OPERATOR[filter.kind]}${printValue(filter.value)})`;
  }
};

const printValue = (value: Uint8Array): string => {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const text = bytes.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(bytes)) return [...bytes].map(escapeByte).join("");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\0-\x1f\x7f*()\\]|^ | $/g, (character) => escapeByte(character.charCodeAt(0)));
};

const escapeByte = (byte: number): string => `\\${byte.toString(16).padStart(2, "0")}`;
