import { type Auth, type HttpApp, Problem, unavailable } from "@dirstream/service";
import { forward, isQuery, type OnBehalf, type Upstream } from "./forward.ts";
import { mergeApiDocuments } from "./merge-api-documents.ts";
import { servePages } from "./pages.ts";
import { securityHeaders } from "./security-headers.ts";
import { keepSessions, sessionExpired } from "./session/keep-session.ts";
import { OWN_HEADER, refuseOtherPages } from "./session/own-page.ts";
import { addSessionRoutes, type SessionOptions } from "./session/routes.ts";
import { sealedCookie } from "./session/sealed-cookie.ts";
import { Session } from "./session/session.ts";
import { Departed } from "./session/sign-in.ts";

export interface OriginOptions extends Omit<SessionOptions, "sessions" | "departed"> {
  readonly connectorService: string;
  readonly projector: string;
  /** Where the built pages are. */
  readonly pages: string;
  readonly hstsMaxAgeSeconds: number;
  readonly auth: Auth;
  readonly sessionKeys: readonly Uint8Array[];
  readonly longestSessionMs: number;
}

const LARGEST_BODY_BYTES = 256 * 1024;
const PROBE_TIMEOUT_MS = 2_000;

/** One origin for everything: queries go to the directory-projector, commands to the connector-service, and people find the pages. */
export const serveOrigin =
  (options: OriginOptions) =>
  async (app: HttpApp): Promise<void> => {
    const headers = securityHeaders(options.hstsMaxAgeSeconds);
    app.addHook("onRequest", async (_request, reply) => void reply.headers(headers));

    const sessionOptions = { ...options, ...openSessions(options) };
    await app.register(async (part: HttpApp) => addApi(part, options, sessionOptions));
    await app.register(async (part: HttpApp) => addSessionRoutes(part, sessionOptions));
    await app.register(async (part: HttpApp) => servePages(part, options.pages));
  };

const openSessions = (options: OriginOptions): Pick<SessionOptions, "sessions" | "departed"> => {
  const { auth, issuer, log, longestSessionMs: longestMs } = options;
  const common = { keys: options.sessionKeys, secure: options.publicOrigin.startsWith("https:") };
  // Strict: no other site makes a browser send it, not even by a link; the page that the link opens then asks with it.
  const cookie = sealedCookie({ ...common, name: "dirstream-session", schema: Session, sameSite: "Strict", mostChunks: 2 });
  // Lax: the issuer's page leads back with it.
  const departed = sealedCookie({ ...common, name: "dirstream-sign-in", schema: Departed, sameSite: "Lax", mostChunks: 1 });
  return { sessions: keepSessions({ cookie, auth, issuer, longestMs, log }), departed };
};

const addApi = (app: HttpApp, options: OriginOptions, session: SessionOptions): void => {
  const commands: Upstream = { name: "connector-service", url: options.connectorService };
  const queries: Upstream = { name: "directory-projector", url: options.projector };

  // Bodies pass through as they come; who answers reads them.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _body, done) => done(null));

  app.get("/api/v1/openapi.json", async () => mergeApiDocuments(await Promise.all([queries, commands].map(apiDocument))));

  app.all("/api/*", async (request, reply) => {
    refuseDisguisedPaths(request.url);
    refuseLargeBodies(request.headers);
    const { authorization, setCookies } = await onBehalfOf(request, session);
    if (setCookies.length > 0) reply.header("set-cookie", [...setCookies]);
    const behalf: OnBehalf = { authorization, headers: () => reply.getHeaders(), unauthorized: sessionExpired };
    await forward(isQuery(request.method) ? queries : commands, request.raw, reply.raw, behalf, () => reply.hijack());
    return reply;
  });
};

interface Shown {
  readonly authorization?: string;
  readonly setCookies: readonly string[];
}

/**
 * Programs bring a token, and it passes as it is. Our pages bring the session's cookie, which a browser also adds to what other sites
 * make it send: so nobody is acted for without proof that one of our pages asked.
 */
const onBehalfOf = async (
  { method, headers }: RequestLike,
  { sessions, publicOrigin }: Pick<SessionOptions, "sessions" | "publicOrigin">,
): Promise<Shown> => {
  if (headers.authorization !== undefined) return { setCookies: [] };
  const hasCookie = sessions.isIn(headers.cookie);
  if (!hasCookie && headers[OWN_HEADER] === undefined) return { setCookies: [] };
  if (!isQuery(method)) refuseOtherPages(headers, publicOrigin);
  const found = await sessions.of(headers.cookie);
  if (found === undefined) throw sessionExpired();
  return { authorization: `Bearer ${found.session.token}`, setCookies: found.setCookies };
};

interface RequestLike {
  readonly method: string;
  readonly headers: Parameters<typeof refuseOtherPages>[0];
}

/** `..` in any spelling would lead out of /api at whoever resolves it, to what only the cluster may see. */
const refuseDisguisedPaths = (url: string): void => {
  const [path = ""] = url.split("?");
  const resolved = URL.parse(path, "http://origin");
  if (resolved?.pathname !== path || path.includes("//"))
    throw new Problem(400, "invalidRequest", "The address is not a plain path of the API.");
};

const refuseLargeBodies = (headers: {
  readonly "content-length"?: string | undefined;
  readonly "transfer-encoding"?: string | undefined;
}): void => {
  if (headers["transfer-encoding"] !== undefined) throw new Problem(411, "lengthRequired", "Send the body with a Content-Length.");
  if (Number(headers["content-length"] ?? 0) > LARGEST_BODY_BYTES)
    throw new Problem(413, "tooLarge", "The request is larger than 256 KiB.");
};

const apiDocument = async ({ name, url }: Upstream): Promise<unknown> => {
  try {
    const answer = await fetch(new URL("/api/v1/openapi.json", url), { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    if (answer.ok) return await answer.json();
  } catch {
    // Said below: refused, timed out and not understood are the same to whoever wants the document.
  }
  throw unavailable(`The ${name} does not describe its part of the API now. Try again shortly.`);
};
