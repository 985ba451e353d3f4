import type { IncomingHttpHeaders } from "node:http";
import { Problem } from "@dirstream/service";

/** A form cannot send it, and a script of another site only after a preflight, which nothing here answers. */
export const OWN_HEADER = "x-dirstream-console";

/**
 * Whether a request comes from our own pages: it carries our header, and the browser says so itself (Fetch metadata, else Origin).
 * See OWASP's Cross-Site Request Forgery Prevention: custom headers, verifying origin.
 */
export const comesFromOwnPage = (headers: IncomingHttpHeaders, publicOrigin: string): boolean => {
  const { [OWN_HEADER]: own, "sec-fetch-site": site, origin, host } = headers;
  if (own === undefined || (site === undefined && origin === undefined)) return false;
  if (site !== undefined && site !== "same-origin") return false;
  return origin === undefined || origin === publicOrigin || isAt(origin, host);
};

/** By another name of this very server: `localhost` for 127.0.0.1, say. A page of another site cannot choose the Host header. */
const isAt = (origin: string, host: string | undefined): boolean => {
  const parsed = URL.parse(origin);
  return parsed !== null && parsed.host !== "" && parsed.host === host;
};

export const refuseOtherPages = (headers: IncomingHttpHeaders, publicOrigin: string): void => {
  if (comesFromOwnPage(headers, publicOrigin)) return;
  throw new Problem(
    403,
    "foreignPage",
    `A command by a browser's session must come from the console's own pages at ${publicOrigin}. Programs send a token: Authorization: Bearer …`,
  );
};
