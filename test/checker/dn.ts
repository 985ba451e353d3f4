/**
 * A DN in a form in which two spellings of one name are equal (RFC 4514, and as much of RFC 4518's string preparation as
 * case, blanks and composed characters). Written apart from the services' own, so that a mistake there is not repeated here.
 */
export const canonicalDn = (dn: string): string => {
  const known = canonical.get(dn) ?? canonicalOf(dn);
  canonical.set(dn, known);
  return known;
};

/** One check after another asks for the same names, and each as often as somebody is referred to by it. */
const canonical = new Map<string, string>();

const canonicalOf = (dn: string): string =>
  splitUnescaped(dn, ",")
    .map((rdn) => splitUnescaped(rdn, "+").map(canonicalPair).sort().join("+"))
    .join(",");

const canonicalPair = (pair: string): string => {
  const equals = pair.indexOf("=");
  if (equals < 1) throw new Error(`"${pair}" is not a part of a DN`);
  const value = pair.slice(equals + 1);
  const text = value.trimStart().startsWith("#") ? value.trim().toLowerCase() : prepare(plain(value));
  return `${pair.slice(0, equals).trim().toLowerCase()}=${JSON.stringify(text)}`;
};

const prepare = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();

/** Cuts at a separator that no backslash precedes. */
const splitUnescaped = (text: string, separator: string): string[] => {
  if (text === "") return [];
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
};

/** `\2C` and `\,` alike; several escaped bytes in a row are one UTF-8 text. */
const plain = (value: string): string => {
  const bytes: number[] = [];
  const source = Buffer.from(value.replace(/^ +/, "").replace(/(?<!\\) +$/, ""));
  for (let at = 0; at < source.length; at++) {
    if (source[at] !== 0x5c) bytes.push(source[at] as number);
    else {
      const pair = source.toString("latin1", at + 1, at + 3);
      const isHex = /^[0-9a-f]{2}$/i.test(pair);
      bytes.push(isHex ? Number.parseInt(pair, 16) : (source[at + 1] ?? 0x5c));
      at += isHex ? 2 : 1;
    }
  }
  return Buffer.from(bytes).toString("utf8");
};
