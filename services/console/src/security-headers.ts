import { randomBytes } from "node:crypto";

/** For whatever is no page: nothing in it may run, load or be framed. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

/**
 * On every answer of this origin, those of the services too: a directory's values are in them, and whoever opens one in a browser
 * must find text. OWASP's list for REST and for pages.
 */
export const securityHeaders = (hstsMaxAgeSeconds: number): Readonly<Record<string, string>> => ({
  "content-security-policy": NOTHING,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), publickey-credentials-get=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  ...(hstsMaxAgeSeconds === 0 ? {} : { "strict-transport-security": `max-age=${hstsMaxAgeSeconds}` }),
});

const NONCE_PLACE = "{{nonce}}";

/**
 * A page has its own scripts; styles that scripts put into it carry the nonce. Trusted types are not required: Mantine gives React the
 * text of its styles as HTML, which a browser would then refuse.
 */
const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");

/** HTML with a nonce that is good for this answer alone, in the policy and wherever the page has a place for it. */
export const asPage = (html: string): { readonly headers: Record<string, string>; readonly body: string } => {
  const nonce = randomBytes(16).toString("base64");
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": pagePolicy(nonce),
  };
  return { headers, body: html.replaceAll(NONCE_PLACE, nonce) };
};
