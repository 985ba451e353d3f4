import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeader,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream/promises";
import { Problem, unavailable } from "@dirstream/service";

export interface Upstream {
  readonly name: string;
  readonly url: string;
}

const ANSWER_TIMEOUT_MS = 60_000;

// RFC 9110 section 7.6.1: of this connection only. The host is the upstream's own, and node has already answered an Expect.
const NOT_FORWARDED = [
  "connection",
  "expect",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

export interface OnBehalf {
  /** Shown instead of whatever the request brings. */
  readonly authorization?: string | undefined;
  /** Ours, beside those of the answer. */
  readonly headers: () => Readonly<Record<string, OutgoingHttpHeader | undefined>>;
  /** What to say when the service does not believe that token. */
  readonly unauthorized: () => Problem;
}

/**
 * Sends a request on and streams the answer back as it comes, chunk by chunk, so that server-sent events arrive when they are sent.
 * Until the answer begins, what goes wrong is thrown as a problem; `begins` is called just before the first byte of it is written.
 */
export const forward = async (
  upstream: Upstream,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { authorization, headers, unauthorized }: OnBehalf,
  begins: () => void,
): Promise<void> => {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());

  const answer = await send(upstream, incoming, authorization, gone.signal);
  if (answer.statusCode === 401 && authorization !== undefined) {
    answer.resume();
    throw unauthorized();
  }
  begins();
  outgoing.writeHead(answer.statusCode ?? 502, { ...headers(), ...endToEnd(answer.headers) });
  outgoing.flushHeaders();
  // A side that breaks off now takes the other with it: a shortened answer must not look whole.
  await pipeline(answer, outgoing).catch(() => outgoing.destroy());
};

const send = (
  { name, url }: Upstream,
  incoming: IncomingMessage,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    // A connection of its own for each request: one kept from before may be closing, and a command cannot be sent twice.
    const { method = "GET", url: path = "/" } = incoming;
    const { cookie: _ours, ...headers } = endToEnd(incoming.headers);
    if (authorization !== undefined) headers.authorization = authorization;
    // Else node would send an empty body in chunks.
    if (!isQuery(method)) headers["content-length"] ??= "0";
    const sent = httpRequest(new URL(url), { method, path, headers, agent: false, signal });
    const late = setTimeout(() => sent.destroy(new Late()), ANSWER_TIMEOUT_MS);
    sent.once("response", (answer) => {
      clearTimeout(late);
      resolve(answer);
    });
    sent.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(late);
      reject(problemOf(name, error, method));
    });
    // Not a pipeline: that would close the caller's connection with the upstream's, and with it the way to tell why.
    incoming.pipe(sent);
  });

class Late extends Error {}

export const isQuery = (method: string): boolean => method === "GET" || method === "HEAD";

/** What a caller can do about an upstream that gave no answer: try again, or for a command look first. */
const problemOf = (name: string, error: NodeJS.ErrnoException, method: string): Problem => {
  if (error.syscall === "connect" || error.syscall === "getaddrinfo")
    return unavailable(`The ${name} cannot be reached now. Try again shortly.`);
  const what = error instanceof Late ? "has not answered in time" : "broke off before it answered";
  const advice = isQuery(method) ? "Try again shortly." : "The command may have been carried out: look before you repeat it.";
  return new Problem(error instanceof Late ? 504 : 502, "noAnswer", `The ${name} ${what}. ${advice}`);
};

/** Without the headers of one connection, and those that Connection itself names. */
const endToEnd = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  const named = (headers.connection ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_FORWARDED.includes(name) && !named.includes(name)));
};
