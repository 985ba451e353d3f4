/** Ours, but no page to return to; a link signs in as whoever made it. */
const NO_RETURN = /^\/(?:api|session\/(?:start|callback|link))(?:\/|$)/;

/** Where to go after signing in: a path of our own pages as it was asked for, else the first page. Never another site (CWE-601). */
export const ownPath = (asked: unknown): string => {
  if (typeof asked !== "string" || !asked.startsWith("/") || asked.length > 2_000) return "/";
  // Read as a browser reads it: it takes a backslash for a slash, leaves out tabs, and resolves dots.
  const base = "http://own.invalid";
  const url = URL.parse(asked, base);
  if (url === null || url.origin !== base || url.pathname.startsWith("//") || NO_RETURN.test(url.pathname)) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
};
