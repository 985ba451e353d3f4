import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@dirstream/deploy/components/free-port";
import { startReady } from "@dirstream/deploy/components/processes";
import { readEnvironment, repository } from "@dirstream/deploy/config";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Artefact, checkSecrets } from "../checker/secrets.ts";
import { openBrowser } from "../fixtures/browser-of-one.ts";
import { type OidcIssuer, startOidcIssuer } from "../fixtures/oidc-issuer.ts";

const stack = new AsyncDisposableStack();
const sessionKey = randomBytes(32).toString("base64");
/** The tokens that the services behind the console were shown. */
const shown: string[] = [];
/** Everything that the console has answered, headers and all. */
const answers: Artefact[] = [];
let issuer: OidcIssuer;
let consoleUrl: string;
let logFile: string;

const startService = async (): Promise<string> => {
  const server = createServer((request, response) => {
    shown.push(request.headers.authorization ?? "");
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stack.defer(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), "dirstream-sign-in-"));
  stack.defer(() => rm(directory, { recursive: true }));
  const at = async (name: string, text: string): Promise<string> => {
    await writeFile(join(directory, name), text);
    return join(directory, name);
  };
  const port = await freePort();
  consoleUrl = `http://127.0.0.1:${port}`;
  logFile = join(directory, "console.log");
  issuer = stack.use(await startOidcIssuer(consoleUrl));
  const service = await startService();
  await at("index.html", "<!doctype html><title>the pages</title>");
  const env = {
    ...{ PATH: readEnvironment().PATH, PORT: `${port}`, PUBLIC_URL: consoleUrl, PAGES_DIRECTORY: directory, LOG_LEVEL: "trace" },
    ...{ CONNECTOR_SERVICE_URL: service, PROJECTOR_URL: service, SESSION_KEYS_FILE: await at("session.keys", `${sessionKey}\n`) },
    ...{ JWKS_URL: `${issuer.url}/jwks`, JWT_ISSUER: issuer.url, JWT_AUDIENCE: issuer.audience },
    ...{ OIDC_ISSUER: issuer.url, OIDC_CLIENT_ID: issuer.clientId, OIDC_RESOURCE: issuer.audience },
    OIDC_CLIENT_SECRET_FILE: await at("client-secret", issuer.clientSecret),
  };
  const args = [join(repository, "services/console/src/main.ts")];
  stack.use(
    await startReady({ name: "console", command: process.execPath, args, env, logFile }, async () => {
      const ready = await fetch(`${consoleUrl}/readyz`).catch(() => undefined);
      return ready?.ok ?? false;
    }),
  );
});
beforeEach(() => {
  Object.assign(issuer, { person: { subject: "anna", role: "admin", accounts: ["acme"] }, tokenSeconds: 600, isAway: false });
  shown.length = 0;
});
afterAll(() => stack.disposeAsync());

/** Another person at another computer. */
const newBrowser = () =>
  openBrowser((answer, text) => {
    if (!answer.url.startsWith(consoleUrl)) return;
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    answers.push({ name: `the answer of ${new URL(answer.url).pathname}`, bytes: Buffer.from(`${headers}\n${text}`) });
  });
type Browser = ReturnType<typeof newBrowser>;

const OWN = { "x-dirstream-console": "1", "sec-fetch-site": "same-origin" };
const signIn = (browser: Browser, returnTo = "/people?q=anna") =>
  browser.open(`${consoleUrl}/session/start?${new URLSearchParams({ returnTo })}`);
const session = async (browser: Browser) => (await browser.ask(`${consoleUrl}/session`)).json();
const users = (browser: Browser) => browser.ask(`${consoleUrl}/api/v1/accounts/acme/users`, { headers: OWN });
const lastOf = (way: readonly URL[]) => way.at(-1)?.href.replace(consoleUrl, "");
/** Up to the issuer's answer, which leads back: the browser has not gone there yet. */
const untilCallback = async (browser: Browser): Promise<string> => {
  let here = `${consoleUrl}/session/start?returnTo=/people`;
  while (!here.startsWith(`${consoleUrl}/session/callback`)) {
    const answer = await browser.ask(here);
    here = new URL(answer.headers.get("location") ?? "", here).href;
  }
  return here;
};

test("who signs in at the issuer comes back to the page that they wanted, and is who the issuer says", async () => {
  const browser = newBrowser();
  expect(await session(browser)).toMatchObject({ signedIn: false, ways: ["oidc"] });
  const { answer, way } = await signIn(browser);
  expect([lastOf(way), answer.status]).toEqual(["/people?q=anna", 200]);
  expect(await session(browser)).toMatchObject({ signedIn: true, name: "Person anna", accounts: [{ id: "acme", role: "admin" }] });
  expect((await users(browser)).status).toBe(200);
  expect(shown).toEqual([`Bearer ${issuer.given.at(-1)?.access_token}`]);
  const asked = way.find(({ origin }) => origin === issuer.url)?.searchParams;
  expect(Object.fromEntries(asked ?? [])).toMatchObject({
    code_challenge_method: "S256",
    response_type: "code",
    resource: issuer.audience,
  });
  for (const secret of ["state", "nonce", "code_challenge"]) expect(asked?.get(secret)?.length).toBeGreaterThan(30);
});

test.each([
  "//evil.example",
  "%2F%2Fevil.example",
  "/\\evil.example",
  "/%5Cevil.example",
  "https:evil.example",
  "/%09/evil.example",
  "/.//evil.example",
])("a sign-in that shall lead to %s leads to the first page", async (returnTo) => {
  const { way } = await newBrowser().open(`${consoleUrl}/session/start?returnTo=${returnTo}`);
  expect(lastOf(way)).toBe("/");
  expect(new Set(way.map(({ origin }) => origin))).toEqual(new Set([consoleUrl, issuer.url]));
});

test("an answer to somebody else's sign-in lets nobody in", async () => {
  const [anna, mallory] = [newBrowser(), newBrowser()];
  const answerToMallory = await untilCallback(mallory);
  expect(lastOf((await anna.open(answerToMallory)).way)).toBe("/sign-in?error=signInExpired&to=%2F");
  await anna.ask(`${consoleUrl}/session/start`);
  const refused = issuer.refused;
  expect(lastOf((await anna.open(answerToMallory)).way)).toBe("/sign-in?error=signInRefused&to=%2F");
  expect(issuer.refused, "its state is refused here, before the issuer is asked for anything").toBe(refused);
  expect(await session(anna)).toMatchObject({ signedIn: false });
});

test("an answer that has been used once lets nobody in again", async () => {
  const browser = newBrowser();
  const callback = await untilCallback(browser);
  const before = new Map(browser.cookies);
  expect(lastOf((await browser.open(callback)).way)).toBe("/people");
  expect(lastOf((await browser.open(callback)).way)).toBe("/sign-in?error=signInExpired&to=%2F");
  const thief = newBrowser();
  for (const [name, value] of before) thief.cookies.set(name, value);
  const refused = issuer.refused;
  expect(lastOf((await thief.open(callback)).way)).toBe("/sign-in?error=signInRefused&to=%2Fpeople");
  expect(issuer.refused).toBe(refused + 1);
  expect(await session(thief)).toMatchObject({ signedIn: false });
});

test("who declines, and whom the services would refuse, is told so and is not in", async () => {
  const browser = newBrowser();
  issuer.person = "declines";
  expect(lastOf((await signIn(browser)).way)).toBe("/sign-in?error=signInDeclined&to=%2Fpeople%3Fq%3Danna");
  issuer.person = { subject: "bob", role: "owner", accounts: [] };
  expect(lastOf((await signIn(browser)).way)).toBe("/sign-in?error=signInRefused&to=%2Fpeople%3Fq%3Danna");
  expect(await session(browser)).toMatchObject({ signedIn: false });
});

test("a token that fits into no session is told as that", async () => {
  issuer.person = { subject: "anna", role: "admin", accounts: Array.from({ length: 600 }, (_, index) => `account-${index}`) };
  expect(lastOf((await signIn(newBrowser(), "/")).way)).toBe("/sign-in?error=sessionTooLarge&to=%2F");
});

test("a token is renewed before its end, once for all that need it, and who comes with the cookie of before is not taken for a thief", async () => {
  issuer.tokenSeconds = 40;
  const browser = newBrowser();
  await signIn(browser);
  const before = new Map(browser.cookies);
  const given = issuer.given.length;
  await Promise.all(Array.from({ length: 5 }, () => users(browser)));
  expect(issuer.given).toHaveLength(given + 1);
  expect(new Set(shown)).toEqual(new Set([`Bearer ${issuer.given.at(-1)?.access_token}`]));
  expect(browser.cookies, "the browser holds the session as it is now").not.toEqual(before);
  const late = newBrowser();
  for (const [name, value] of before) late.cookies.set(name, value);
  expect((await users(late)).status).toBe(200);
  expect((await users(browser)).status).toBe(200);
  expect(issuer.given.length).toBeLessThanOrEqual(given + 2);
  expect(await session(browser)).toMatchObject({ signedIn: true });
});

test("an issuer that is away ends no session as long as its token is good, and keeps nobody from signing out", async () => {
  issuer.tokenSeconds = 40;
  const [browser, coming] = [newBrowser(), newBrowser()];
  await signIn(browser);
  const callback = await untilCallback(coming);
  issuer.isAway = true;
  expect((await users(browser)).status).toBe(200);
  expect(lastOf((await coming.open(callback)).way)).toBe("/sign-in?error=issuerAway&to=%2Fpeople");
  const ended = await browser.ask(`${consoleUrl}/session/end`, { method: "POST", headers: OWN });
  expect([ended.status, await ended.json()]).toEqual([200, { redirectTo: "/" }]);
  expect(await session(browser)).toMatchObject({ signedIn: false });
});

test("a token that has ended is renewed, or the answer says to wait, or to sign in again", async () => {
  issuer.tokenSeconds = 1;
  const [kept, revoked] = [newBrowser(), newBrowser()];
  await signIn(kept);
  await signIn(revoked);
  const { access_token, refresh_token = "" } = issuer.given.at(-1) ?? {};
  await issuer.askFor("token/revocation", { token: refresh_token });
  await untilEnded(access_token);

  issuer.isAway = true;
  const away = await users(kept);
  expect([away.status, await away.json()]).toMatchObject([503, { type: "urn:dirstream:problem:unavailable" }]);
  issuer.isAway = false;
  expect((await users(kept)).status).toBe(200);
  expect(shown).toEqual([`Bearer ${issuer.given.at(-1)?.access_token}`]);
  const over = await users(revoked);
  expect([over.status, await over.json()]).toMatchObject([401, { type: "urn:dirstream:problem:sessionExpired" }]);
  expect(await session(revoked)).toMatchObject({ signedIn: false });
});

test("signing out ends the session at the issuer as well", async () => {
  const browser = newBrowser();
  await signIn(browser);
  const asked = issuer.asked;
  await signIn(browser);
  expect(issuer.asked, "who is known there need not say again who they are").toBe(asked);

  const ended = await browser.ask(`${consoleUrl}/session/end`, { method: "POST", headers: OWN });
  const { redirectTo } = (await ended.json()) as { redirectTo: string };
  expect(redirectTo).toContain(`${issuer.url}/session/end?`);
  const { refresh_token = "" } = issuer.given.at(-1) ?? {};
  expect(await (await issuer.askFor("token", { grant_type: "refresh_token", refresh_token })).json()).toMatchObject({
    error: "invalid_grant",
  });
  expect([...browser.cookies.keys()].filter((name) => name.startsWith(consoleUrl))).toEqual([]);
  expect(lastOf((await leaveIssuer(browser, redirectTo)).way)).toBe("/");
  await signIn(browser);
  expect(issuer.asked).toBe(asked + 1);
});

test("no token, code or key is in any answer or in the log", async () => {
  const log = await readFile(logFile);
  expect(log.toString()).toContain('"route":"/session/callback"');
  expect(issuer.given.length).toBeGreaterThan(8);
  const tokens = issuer.given.flatMap(({ access_token, refresh_token }) => [access_token, refresh_token]);
  const secrets = [...tokens, issuer.clientSecret, sessionKey].map((text, index) => ({ name: `secret ${index}`, text }));
  const idTokens = issuer.given.map(({ id_token }, index) => ({ name: `ID token ${index}`, text: id_token }));
  expect(answers.length).toBeGreaterThan(50);
  expect(checkSecrets(secrets, answers)).toEqual([]);
  expect(checkSecrets([...secrets, ...idTokens], [{ name: "the log", bytes: log }])).toEqual([]);
  expect(log.toString()).not.toMatch(/code=|state=|code_verifier/);
});

/** The issuer asks whether to sign out there; somebody says yes. */
const leaveIssuer = async (browser: Browser, redirectTo: string) => {
  const page = await (await browser.ask(redirectTo)).text();
  const [, xsrf = ""] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
  const body = new URLSearchParams({ xsrf, logout: "yes" });
  const left = await browser.ask(`${issuer.url}/session/end/confirm`, { method: "POST", body });
  return browser.open(new URL(left.headers.get("location") ?? "", issuer.url));
};

/** Time itself is what this waits for. */
const untilEnded = async (token = ""): Promise<void> => {
  const { exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { exp: number };
  await expect.poll(() => Date.now(), { timeout: 5_000 }).toBeGreaterThan(exp * 1000);
};
