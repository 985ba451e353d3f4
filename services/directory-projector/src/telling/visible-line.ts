// Cc, and what turns the writing, hides or ends a line (Unicode TR 36 section 2.8); the joiners that words and emoji need stay.
const HIDDEN = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/** Text that somebody else has written, as one line that can neither end a header nor turn the words around it. */
export const visibleLine = (text: string, most = 1_000): string => {
  const line = text
    .replaceAll(/[ \t]*\r?\n\s*/g, " ")
    .replaceAll(HIDDEN, (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`)
    .trim();
  return [...line].length <= most ? line : `${[...line].slice(0, most - 1).join("")}…`;
};
