/**
 * What a page's address holds behind the question mark, read with care: whatever stands there was typed or sent by somebody.
 * What does not fit is left out, and the page shows what it shows without it.
 */
export const optionalText = <Name extends string>(search: Record<string, unknown>, name: Name): { readonly [key in Name]?: string } => {
  const value = search[name];
  // The router reads 42 and true as what they look like.
  const text = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  return (typeof text === "string" && text !== "" ? { [name]: text } : {}) as { readonly [key in Name]?: string };
};

/** A path of these pages to go on to; never another site, however the address was put together (CWE-601). */
export const ownPath = (asked: string | undefined): string => {
  const origin = "http://own.invalid";
  const url = asked?.startsWith("/") === true ? URL.parse(asked, origin) : null;
  return url === null || url.origin !== origin ? "/" : `${url.pathname}${url.search}${url.hash}`;
};

export const oneOf = <Name extends string, const Value extends string>(
  search: Record<string, unknown>,
  name: Name,
  values: readonly Value[],
): { readonly [key in Name]?: Value } => {
  const value = values.find((known) => known === search[name]);
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: Value };
};
