/**
 * Text from a directory, safe for a terminal: what would move the cursor, change colours or turn the writing round is written out.
 * Unicode categories Cc and Cf, and the separators of lines; a soft hyphen or a joiner within a word is shown as it is.
 */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, (character) =>
    character === "\n" ? "\n" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
