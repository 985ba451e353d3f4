import type * as z from "zod";

/** Whether a schema accepts a value of JSON and would give back its equal, so that nothing need be copied. */
export type Fits = (value: unknown) => boolean;

/**
 * zod copies every object and list that it looks at, which costs a reader of events more than looking. This looks the same way at
 * what holds other values and leaves the values themselves to zod. No is not a verdict: ask the schema itself, which also says why.
 */
export const fitsOf = (schema: z.core.$ZodType): Fits => {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return def.catchall?._zod.def.type === "unknown" ? both(looseObject(def.shape), checksOf(def)) : askZod(schema);
    case "array":
      return both(listOf(fitsOf(def.element)), checksOf(def));
    case "record":
      return def.keyType._zod.values === undefined && def.mode !== "loose"
        ? both(record(fitsOf(def.keyType), fitsOf(def.valueType)), checksOf(def))
        : askZod(schema);
    case "union": {
      const options = def.options.map(fitsOf);
      return both((value) => options.some((fits) => fits(value)), checksOf(def));
    }
    case "nullable": {
      const fits = fitsOf(def.innerType);
      return (value) => value === null || fits(value);
    }
    case "optional":
      return fitsOf(def.innerType);
    case "string":
      return patternsOf(schema as z.core.$ZodString) ?? askZod(schema);
    case "enum":
    case "literal":
      return oneOf(schema) ?? askZod(schema);
    default:
      return askZod(schema);
  }
};

/** Also says no to what zod would change, or copy. */
const askZod =
  (schema: z.core.$ZodType): Fits =>
  (value) => {
    const result = schema._zod.run({ value, issues: [] }, { async: false });
    return !(result instanceof Promise) && result.issues.length === 0 && result.value === value;
  };

const both = (fits: Fits, more: Fits | undefined): Fits => (more === undefined ? fits : (value) => fits(value) && more(value));

const checksOf = ({ checks = [] }: z.core.$ZodTypeDef): Fits | undefined => {
  if (checks.length === 0) return undefined;
  return (value) => {
    const payload = { value: value as never, issues: [] };
    for (const check of checks) if (check._zod.check(payload) instanceof Promise) return false;
    return payload.issues.length === 0 && payload.value === value;
  };
};

/** A name that sets a prototype where an object is copied: zod leaves it out. */
const PROTOTYPE = "__proto__";

const looseObject = (shape: z.core.$ZodShape): Fits => {
  const members = Object.entries(shape).map(([name, { _zod }]) => ({
    name,
    fits: fitsOf(shape[name] as z.core.$ZodType),
    mayLack: _zod.optin === "optional" && _zod.optout === "optional",
  }));
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value) || Object.hasOwn(value, PROTOTYPE)) return false;
    for (const { name, fits, mayLack } of members) {
      const member = (value as Record<string, unknown>)[name];
      if (member === undefined ? !mayLack : !fits(member)) return false;
    }
    return true;
  };
};

const listOf =
  (fits: Fits): Fits =>
  (value) => {
    if (!Array.isArray(value)) return false;
    for (const element of value) if (!fits(element)) return false;
    return true;
  };

/** Directories have the same few names of attributes in all their entries. */
const MOST_REMEMBERED_NAMES = 1_000;

const record = (fitsName: Fits, fits: Fits): Fits => {
  const remembered = new Set<string>();
  const isName = (name: string): boolean => {
    if (remembered.has(name)) return true;
    const isIt = name !== PROTOTYPE && fitsName(name);
    if (isIt && remembered.size < MOST_REMEMBERED_NAMES) remembered.add(name);
    return isIt;
  };
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    for (const name of Object.keys(value)) {
      if (!isName(name) || !fits((value as Record<string, unknown>)[name])) return false;
    }
    return true;
  };
};

const oneOf = ({ _zod: { def, values } }: z.core.$ZodType): Fits | undefined =>
  values === undefined || (def.checks ?? []).length > 0 ? undefined : (value) => values.has(value as z.core.util.Primitive);

/** Formats of which zod asks nothing but a pattern. */
const PATTERN_FORMATS: ReadonlySet<unknown> = new Set(["uuid", "datetime"]);

/** Text with nothing but patterns to match, if it is that. */
const patternsOf = ({ _zod: { def } }: z.core.$ZodString): Fits | undefined => {
  const checks = (def.checks ?? []).map((check) => check._zod.def as z.core.$ZodCheckRegexDef);
  const own = "format" in def ? [def as unknown as z.core.$ZodCheckRegexDef] : [];
  const isPlain =
    def.coerce !== true &&
    own.every(({ format, pattern }) => PATTERN_FORMATS.has(format) && pattern instanceof RegExp) &&
    checks.every(({ check, format }) => check === "string_format" && format === "regex");
  if (!isPlain) return undefined;
  const patterns = [...own, ...checks].map(({ pattern }) => pattern);
  if (patterns.length === 0) return (value) => typeof value === "string";
  return (value) => typeof value === "string" && patterns.every((pattern) => value.search(pattern) >= 0);
};
