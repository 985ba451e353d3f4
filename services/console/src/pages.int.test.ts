import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { HttpServer } from "@dirstream/service";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startConsole } from "./testing/start-console.ts";

const NOWHERE = "http://127.0.0.1:1";
const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const SCRIPT = 'console.log("the pages");'.repeat(20);

let pages: string;
let origin: HttpServer;

beforeAll(async () => {
  pages = await mkdtemp(join(tmpdir(), "dirstream-pages-"));
  await mkdir(join(pages, "assets"));
  const index = '<!doctype html><meta name="csp-nonce" content="{{nonce}}"><script type="module" src="/assets/app-1a2b3c.js"></script>';
  await writeFile(join(pages, "index.html"), index);
  await writeFile(join(pages, "assets/app-1a2b3c.js"), SCRIPT);
  await writeFile(join(pages, "assets/app-1a2b3c.js.gz"), gzipSync(SCRIPT));
  await writeFile(join(pages, "icon.svg"), "<svg/>");
  await writeFile(join(pages, ".hidden"), "hidden");
  origin = await startConsole(NOWHERE, NOWHERE, { pages, publicOrigin: "https://console.example.com", hstsMaxAgeSeconds: 600 });
});
afterAll(async () => {
  await origin[Symbol.asyncDispose]();
  await rm(pages, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${origin.url}${path}`, { headers });

test.each(["/", "/index.html", "/platform/synchronize-your-directory", "/people?q=anna", "/session/link", "/a/person%20with/odd..names"])(
  "%s opens the page, with a nonce of its own each time",
  async (path) => {
    const [one, other] = await Promise.all([get(path, BROWSER), get(path, BROWSER)]);
    expect([one.status, one.headers.get("content-type"), one.headers.get("cache-control")]).toEqual([
      200,
      "text/html; charset=utf-8",
      "no-store",
    ]);
    const nonces = await Promise.all([one, other].map(async (answer) => /content="([\w+/=]{20,})"/.exec(await answer.text())?.[1]));
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(one.headers.get("content-security-policy")).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonces[0]}'; img-src 'self' data:; font-src 'self'; ` +
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
  },
);

test("a built file is kept by browsers for ever, and sent as it was compressed", async () => {
  const answer = await get("/assets/app-1a2b3c.js", { "accept-encoding": "gzip" });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "cache-control": "public, max-age=31536000, immutable",
    "content-encoding": "gzip",
    "content-length": `${gzipSync(SCRIPT).length}`,
    "content-type": expect.stringContaining("javascript"),
    vary: "accept-encoding",
  });
  expect(await answer.text()).toBe(SCRIPT);
  const plain = await get("/assets/app-1a2b3c.js", { "accept-encoding": "identity" });
  expect([plain.headers.get("content-encoding"), await plain.text()]).toEqual([null, SCRIPT]);
});

test("a file that may change is asked for again", async () => {
  const answer = await get("/icon.svg", { accept: "image/*" });
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "public, max-age=0"]);
});

test.each([
  "/assets/app-0ld.js",
  "/assets/..%2f..%2fetc%2fpasswd",
  "/..%2findex.html",
  "/%2e%2e%2findex.html",
  "/.hidden",
  "/assets//app-1a2b3c.js",
  "/assets/%00",
  "/session/nothing",
  "/sessions.json",
])("%s is no file and no page", async (path) => {
  const answer = await get(path);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
});

test("what is no page of the console is told as a problem, to browsers too", async () => {
  for (const path of ["/assets/app-0ld.js", "/api"]) expect((await get(path, BROWSER)).status).toBe(404);
  const command = await fetch(`${origin.url}/people`, { method: "POST", headers: BROWSER });
  expect([command.status, command.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
});

test.each(["/", "/assets/app-1a2b3c.js", "/session", "/api/v1/accounts", "/nothing.txt"])(
  "%s is answered with the headers that keep a browser careful",
  async (path) => {
    const { headers } = await get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-security-policy": expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "referrer-policy": "no-referrer",
      "strict-transport-security": "max-age=600",
      "x-content-type-options": "nosniff",
    });
  },
);

test("pages that are not built are asked for in plain words", async () => {
  await using bare = await startConsole(NOWHERE, NOWHERE);
  const answer = await fetch(bare.url, { headers: BROWSER });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([503, "text/html; charset=utf-8"]);
  expect(await answer.text()).toMatch(/The pages are not built\. Build them, .* <code>npm run build -w services\/console<\/code>/);
});
