import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { type HttpServer, openAuth, openLog, Problem, SecretText, startHttp } from "./index.ts";

const issuer = "https://issuer.test";
const audience = "dirstream";
const lines: string[] = [];
let folder: string;
let key: CryptoKey;
let server: HttpServer;
let isReady = true;

beforeAll(async () => {
  const pair = await generateKeyPair("ES256");
  key = pair.privateKey;
  folder = await mkdtemp(join(tmpdir(), "service-"));
  const jwksFile = join(folder, "jwks.json");
  await writeFile(jwksFile, JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: "1", alg: "ES256" }] }));
  server = await startHttp({
    name: "test",
    log: openLog("test", "info", { write: (line) => void lines.push(line) }),
    host: "127.0.0.1",
    port: 0,
    ready: () => isReady,
    auth: await openAuth({ JWKS_FILE: jwksFile, JWT_ISSUER: issuer, JWT_AUDIENCE: audience }),
    openapi: { title: "Test", path: "/api/openapi.json" },
    register: (app) => {
      const params = z.object({ account: z.string() });
      const body = z.strictObject({ name: z.string().max(5), bindPassword: SecretText, port: z.int().min(1).optional() });
      app.post("/accounts/:account/things", { config: { role: "operator" }, schema: { params, body } }, async ({ caller, body }) => ({
        by: caller.subject,
        name: body.name,
      }));
      app.get("/broken", { config: { role: "viewer" } }, async () => {
        throw new Error("the database says canary-internal");
      });
      app.get("/refused", { config: { role: "viewer" } }, async () => {
        throw new Problem(409, "busy", "It is busy.", { by: "somebody" }, { "retry-after": "3" });
      });
      app.get("/wrong-shape", { config: { role: "viewer" }, schema: { response: { 200: z.object({ n: z.int() }) } } }, async () => {
        return { n: "canary-response" } as never;
      });
    },
  });
});
beforeEach(() => {
  lines.length = 0;
  isReady = true;
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

interface TokenOptions {
  readonly role?: string;
  readonly accounts?: readonly string[];
  readonly issuer?: string;
  readonly audience?: string;
  readonly expires?: string;
}

const token = ({ role = "admin", accounts = ["*"], expires = "1h", ...claims }: TokenOptions = {}) =>
  new SignJWT({ role, accounts })
    .setProtectedHeader({ alg: "ES256", kid: "1" })
    .setSubject("ann")
    .setIssuer(claims.issuer ?? issuer)
    .setAudience(claims.audience ?? audience)
    .setExpirationTime(expires)
    .sign(key);

const thing = { name: "one", bindPassword: "canary-password" };
const post = async (path: string, body: unknown, bearer: string | undefined, contentType = "application/json") =>
  fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { "content-type": contentType, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const get = async (path: string, bearer?: string) =>
  fetch(`${server.url}${path}`, bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } });

// biome-ignore lint/suspicious/noExplicitAny: whatever the answer holds; the tests look
const jsonOf = async (answer: Response): Promise<any> => answer.json();

test("a caller with role and account gets an answer that nobody may keep", async () => {
  const answer = await post("/accounts/acme/things", thing, await token({ role: "operator", accounts: ["acme"] }));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.json()).toEqual({ by: "ann", name: "one" });
  expect(JSON.parse(lines.join())).toMatchObject({ method: "POST", route: "/accounts/:account/things", status: 200 });
});

test("without a token, or with one that is forged, expired or meant for others, the answer is 401 and says how to ask", async () => {
  const foreignKey = (await generateKeyPair("ES256")).privateKey;
  const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"ann","role":"admin","accounts":["*"]}')}.`.replaceAll("=", "");
  const claims = { role: "admin", accounts: ["*"], sub: "ann", iss: issuer, aud: audience };
  const forged = await new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "1" }).setExpirationTime("1h").sign(foreignKey);
  const endless = await new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "1" }).sign(key);
  const bearers = [
    undefined,
    "nonsense",
    unsigned,
    forged,
    endless,
    await token({ expires: "-5m" }),
    await token({ audience: "others" }),
    await token({ issuer: "https://elsewhere.test" }),
    await token({ role: "owner" }),
  ];
  for (const bearer of bearers) {
    const answer = await post("/accounts/acme/things", thing, bearer);
    expect(answer.status, bearer).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ type: "urn:dirstream:problem:unauthorized", status: 401 });
  }
});

test("somebody else's account does not exist, whatever the role and the body", async () => {
  const bearer = await token({ accounts: ["acme"] });
  for (const body of [thing, {}]) {
    const answer = await post("/accounts/other/things", body, bearer);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ type: "urn:dirstream:problem:noSuchAccount" });
  }
});

test("a role below the route's is refused", async () => {
  expect((await post("/accounts/acme/things", thing, await token({ role: "viewer" }))).status).toBe(403);
});

test("a body that does not fit is answered with pointers and without what was sent", async () => {
  const body = { name: "canary-long-name", bindPassword: 5, port: 0, extra: "canary-extra" };
  const answer = await post("/accounts/acme/things", body, await token());
  expect(answer.status).toBe(400);
  const text = await answer.text();
  const { errors } = JSON.parse(text) as { errors: { pointer: string; detail: string }[] };
  expect(errors.map(({ pointer }) => pointer).sort()).toEqual(["/bindPassword", "/extra", "/name", "/port"]);
  expect(text).not.toContain("canary");
  const missing = await post("/accounts/acme/things", {}, await token());
  expect((await jsonOf(missing)).errors).toContainEqual({ pointer: "/name", detail: "must be string: it is missing" });
});

test.each([
  ["no JSON", '{"bindPassword": canary', "application/json", 400],
  ["nothing", "", "application/json", 400],
  ["an array", "[]", "application/json", 400],
  ["a form", "bindPassword=canary", "application/x-www-form-urlencoded", 415],
  ["too much", JSON.stringify({ name: "x".repeat(257 * 1024) }), "application/json", 413],
])("a body that is %s is a problem too", async (_what, body, contentType, status) => {
  const answer = await post("/accounts/acme/things", body, await token(), contentType);
  expect(answer.status).toBe(status);
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ status });
  expect(text).not.toContain("canary");
  expect(lines.join()).not.toContain("canary");
});

test.each(["/broken", "/wrong-shape"])("an error that was not foreseen at %s is logged, and its words stay here", async (path) => {
  const answer = await get(path, await token());
  expect(answer.status).toBe(500);
  const text = await answer.text();
  expect(text).not.toContain("canary");
  expect(lines.some((line) => line.includes(JSON.parse(text).requestId) && line.includes("a request failed"))).toBe(true);
  expect(lines.join()).not.toContain("canary-response");
});

test("a problem is answered with its members and headers", async () => {
  const answer = await get("/refused", await token());
  expect(answer.status).toBe(409);
  expect(answer.headers.get("retry-after")).toBe("3");
  expect(await answer.json()).toEqual({
    type: "urn:dirstream:problem:busy",
    title: "Conflict",
    status: 409,
    detail: "It is busy.",
    by: "somebody",
  });
});

test("there is nothing at other addresses, and a broken address is a problem", async () => {
  expect((await get("/nowhere", await token())).status).toBe(404);
  expect((await get("/%zz", await token())).status).toBe(400);
});

test("alive is not ready, and neither these nor the metrics need a token", async () => {
  isReady = false;
  expect((await get("/healthz")).status).toBe(200);
  expect((await get("/readyz")).status).toBe(503);
  isReady = true;
  expect((await get("/readyz")).status).toBe(200);
  const metrics = await (await get("/metrics")).text();
  expect(metrics).toMatch(/http_request_duration_seconds_count\{.*route="\/readyz".*\} /);
  expect(metrics).toContain("process_cpu_seconds_total");
});

test("the description of the API is OpenAPI 3.1 and knows the password as write-only", async () => {
  const description = await jsonOf(await get("/api/openapi.json"));
  expect(description.openapi).toBe("3.1.0");
  const { schema } = description.paths["/accounts/{account}/things"].post.requestBody.content["application/json"];
  expect(schema.properties.bindPassword).toEqual({ type: "string", format: "password", writeOnly: true });
  expect(Object.keys(description.paths)).not.toContain("/healthz");
});

test("a route that forgets to say who may call it does not start", async () => {
  const auth = { authenticate: () => Promise.reject(new Error("nobody asks")) };
  const log = openLog("test", "silent");
  const register = (app: { get: (path: string, handler: () => Promise<string>) => unknown }) => void app.get("/secret", async () => "");
  await expect(startHttp({ name: "test", log, host: "127.0.0.1", port: 0, ready: () => true, auth, register })).rejects.toThrow(
    /says no role/,
  );
});
