/**
 * What a directory holds is text that somebody else has written. Characters that turn the reading direction, hide, or control the terminal
 * are shown by their number instead of being obeyed (Unicode TR 36, section 2.8; TR 9 for the bidirectional ones).
 */
export type Piece = { readonly text: string } | { readonly hidden: string };

// Cc and Cf but the zero-width joiners, which Persian and many emoji need; line and paragraph separators.
const HIDDEN = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|[\u{e0000}-\u{e007f}]/u;

export const pieces = (text: string): Piece[] => {
  const found: Piece[] = [];
  let rest = text;
  for (let match = HIDDEN.exec(rest); match !== null; match = HIDDEN.exec(rest)) {
    if (match.index > 0) found.push({ text: rest.slice(0, match.index) });
    found.push({ hidden: codeOf(match[0]) });
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest !== "") found.push({ text: rest });
  return found;
};

/** For where only plain text can stand, as in a tooltip or a choice. */
export const visibleText = (text: string): string =>
  pieces(text)
    .map((piece) => ("text" in piece ? piece.text : `[${piece.hidden}]`))
    .join("");

const codeOf = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** The parts of a DN, each with the comma behind it: where a long one may break. An escaped comma is none (RFC 4514 section 2.4). */
export const partsOfDn = (dn: string): string[] => dn.match(/(?:\\[\s\S]|[^,\\]|\\$)*(?:,|$)/g)?.filter((part) => part !== "") ?? [];
