import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HttpApp } from "@dirstream/service";
import fastifyStatic from "@fastify/static";
import { asPage } from "./security-headers.ts";

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
/** Names as the build gives them. Nothing hidden, nothing that leads elsewhere. */
const FILE = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/**
 * The built pages. Files in /assets carry their content's hash in their name and never change; every other path that a browser opens
 * is the one page, whose router knows it.
 */
export const servePages = async (app: HttpApp, directory: string): Promise<void> => {
  await app.register(fastifyStatic, { root: directory, serve: false, preCompressed: true, index: false, dotfiles: "deny" });

  app.get("/*", async (request, reply) => {
    const { "*": path } = request.params as { "*": string };
    if (isPage(path, request.headers.accept)) {
      const html = await readPage(directory);
      const { headers, body } = asPage(html ?? NOT_BUILT);
      return reply
        .code(html === undefined ? 503 : 200)
        .headers(headers)
        .send(body);
    }
    if (!FILE.test(path)) return reply.callNotFound();
    const isHashed = path.startsWith("assets/");
    return reply.sendFile(path, isHashed ? { maxAge: YEAR_MS, immutable: true } : { cacheControl: true, maxAge: 0 });
  });
};

/** Of programs, not of people: a mistyped one of these is no page. */
const NO_PAGES = /^(?:api|assets)(?:\/|$)/;

const isPage = (path: string, accept: string | undefined): boolean =>
  path === "" || path === "index.html" || (!NO_PAGES.test(path) && (accept ?? "").includes("text/html"));

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>dirstream</title>
<p>The pages are not built. Build them, then load this address again: <code>npm run build -w services/console</code></p>
</html>
`;

const readPage = (directory: string): Promise<string | undefined> => readFile(join(directory, "index.html"), "utf8").catch(() => undefined);
