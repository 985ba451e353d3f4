/**
 * Text that Postgres can hold: it knows no NUL, and UTF-8 no lone surrogate. NUL becomes `\00`, as RFC 4514 writes it in a DN.
 * Only columns of text need it: `json` keeps both as escapes.
 */
export const storable = (text: string): string => (text.includes("\0") ? text.replaceAll("\0", "\\00") : text).toWellFormed();
