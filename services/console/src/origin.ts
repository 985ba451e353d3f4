import { type HttpApp, Problem, unavailable } from "@dirstream/service";
import { forward, isQuery, type Upstream } from "./forward.ts";
import { mergeApiDocuments } from "./merge-api-documents.ts";
import { contentSecurityPolicy, startPage } from "./start-page.ts";

const LARGEST_BODY_BYTES = 256 * 1024;
const PROBE_TIMEOUT_MS = 2_000;

/** One origin for everything: queries go to the directory-projector, commands to the connector-service, and people find a start page. */
export const serveOrigin =
  (urls: { readonly connectorService: string; readonly projector: string }) =>
  (app: HttpApp): void => {
    const commands: Upstream = { name: "connector-service", url: urls.connectorService };
    const queries: Upstream = { name: "directory-projector", url: urls.projector };

    // Bodies pass through as they come; who answers reads them.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request, _body, done) => done(null));

    app.get("/", async (_request, reply) => {
      const services = await Promise.all([queries, commands].map(async (upstream) => ({ ...upstream, ready: await isReady(upstream) })));
      return reply.type("text/html; charset=utf-8").headers({ "content-security-policy": contentSecurityPolicy }).send(startPage(services));
    });

    app.get("/api/v1/openapi.json", async () => mergeApiDocuments(await Promise.all([queries, commands].map(apiDocument))));

    app.all("/api/*", async (request, reply) => {
      refuseDisguisedPaths(request.url);
      refuseLargeBodies(request.headers);
      await forward(isQuery(request.method) ? queries : commands, request.raw, reply.raw, () => reply.hijack());
      return reply;
    });
  };

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

const isReady = async ({ url }: Upstream): Promise<boolean> => {
  const answer = await fetch(new URL("/readyz", url), { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
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
