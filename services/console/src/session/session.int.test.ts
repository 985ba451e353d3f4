import type { RequestListener, ServerResponse } from "node:http";
import type { HttpServer } from "@dirstream/service";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RecordingUpstream, startUpstream } from "../testing/recording-upstream.ts";
import { PUBLIC_ORIGIN, SESSION_KEY, signToken, startConsole } from "../testing/start-console.ts";
import { sealedCookie } from "./sealed-cookie.ts";
import { Session } from "./session.ts";

let commands: RecordingUpstream;
let queries: RecordingUpstream;
let origin: HttpServer;

beforeAll(async () => {
  [commands, queries] = await Promise.all([startUpstream(), startUpstream()]);
  origin = await startConsole(commands.url, queries.url);
});
beforeEach(() => {
  for (const upstream of [commands, queries]) {
    upstream.answer = undefined;
    upstream.seen.length = 0;
  }
});
afterAll(async () => {
  for (const running of [origin, commands, queries]) await running[Symbol.asyncDispose]();
});

/** What a browser adds when one of our pages asks. */
const OWN = { "x-dirstream-console": "1", "sec-fetch-site": "same-origin", origin: PUBLIC_ORIGIN };
const CONNECTORS = "/api/v1/accounts/acme/connectors";

const postLink = (token: unknown, headers: Record<string, string> = OWN, at = origin) =>
  fetch(`${at.url}/session/link`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ token }),
  });

const keep = (answer: Response): string => keepLines(answer.headers.getSetCookie());

const keepLines = (lines: readonly string[]): string =>
  lines
    .filter((line) => !line.includes("Max-Age=0"))
    .map((line) => line.split(";")[0])
    .join("; ");

const signIn = async (token: string, at = origin): Promise<string> => {
  const answer = await postLink(token, OWN, at);
  expect(answer.status).toBe(204);
  return keep(answer);
};

const session = async (cookie = "") => (await fetch(`${origin.url}/session`, { headers: { cookie } })).json() as Promise<SessionAnswer>;

interface SessionAnswer {
  readonly signedIn: boolean;
  readonly expiresAt: string;
}

/** A cookie that browsers still send, of a session whose token has ended. */
const sealedLongAgo = async (): Promise<string> => {
  const [later, before] = [Date.now() + 60_000, Date.now() - 1];
  const cookie = sealedCookie({
    ...{ name: "dirstream-session", schema: Session, keys: [SESSION_KEY] },
    ...{ secure: false, sameSite: "Strict", mostChunks: 2 },
  });
  const anna = { subject: "anna", name: "Anna Smith", role: "admin" } as const;
  const lines = await cookie.seal(
    { ...anna, accounts: ["acme"], way: "link", token: await signToken(), tokenEndsAt: before, endsAt: later },
    new Date(later),
  );
  return keepLines(lines);
};

test("who has not signed in is told which ways in there are", async () => {
  expect(await session()).toEqual({
    ...{ signedIn: false, subject: null, name: null, accounts: [], expiresAt: null },
    ways: ["link"],
    deployment: { egressRanges: ["203.0.113.10/31"], publicUrl: PUBLIC_ORIGIN },
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  });
});

test("a link signs in: who it is, what they may do where, and until when", async () => {
  const cookie = await signIn(await signToken({ role: "operator", accounts: ["acme", "globex"], endsInSeconds: 900 }));
  const told = await session(cookie);
  expect(told).toMatchObject({
    signedIn: true,
    subject: "anna",
    name: "Anna Smith",
    accounts: [
      { id: "acme", role: "operator" },
      { id: "globex", role: "operator" },
    ],
  });
  expect(Math.abs(Date.parse(told.expiresAt) - Date.now() - 900_000)).toBeLessThan(60_000);
});

test("the session's token is shown to the services, and its cookie is not", async () => {
  const token = await signToken();
  const cookie = await signIn(token);
  await fetch(`${origin.url}${CONNECTORS}`, { headers: { cookie } });
  await fetch(`${origin.url}${CONNECTORS}`, { method: "POST", headers: { ...OWN, cookie }, body: "{}" });
  for (const [seen] of [queries.seen, commands.seen]) {
    expect(seen?.headers.authorization).toBe(`Bearer ${token}`);
    expect(seen?.headers.cookie).toBeUndefined();
  }
});

test("a program's own token passes as it is, whatever cookie comes with it", async () => {
  const cookie = await signIn(await signToken());
  await fetch(`${origin.url}${CONNECTORS}`, { method: "POST", headers: { cookie, authorization: "Bearer of-a-program" }, body: "{}" });
  expect(commands.seen[0]?.headers.authorization).toBe("Bearer of-a-program");
});

const { "x-dirstream-console": _own, ...withoutHeader } = OWN;

test.each<[string, Record<string, string>]>([
  ["a form of another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example", "content-type": "text/plain" }],
  ["a page without the header", withoutHeader],
  ["a script of another site", { ...OWN, "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
  ["a neighbour", { ...OWN, "sec-fetch-site": "same-site" }],
  ["another origin in an older browser", { "x-dirstream-console": "1", origin: "https://evil.example" }],
])("%s commands nothing with somebody's cookie", async (_, headers) => {
  const cookie = await signIn(await signToken());
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const answer = await fetch(`${origin.url}${CONNECTORS}`, { method, headers: { ...headers, cookie }, body: "{}" });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      type: "urn:dirstream:problem:foreignPage",
      detail: expect.stringMatching(/own pages at http:\/\/console\.example\.com/),
    });
  }
  expect((await postLink(await signToken(), headers)).status).toBe(403);
  expect((await fetch(`${origin.url}/session/end`, { method: "POST", headers: { ...headers, cookie } })).status).toBe(403);
  expect(commands.seen).toEqual([]);
});

test("a session that has ended, or was never one, is told so that the page can ask to sign in again", async () => {
  const ended = await sealedLongAgo();
  await using other = await startConsole(commands.url, queries.url, { sessionKeys: [new Uint8Array(32).fill(9)] });
  const foreign = await signIn(await signToken(), other);
  for (const cookie of [ended, foreign, "dirstream-session-0=nonsense", "theme=dark"]) {
    for (const method of ["GET", "POST"]) {
      const answer = await fetch(`${origin.url}${CONNECTORS}`, { method, headers: { ...OWN, cookie } });
      expect([cookie, answer.status]).toEqual([cookie, 401]);
      expect(await answer.json()).toMatchObject({ type: "urn:dirstream:problem:sessionExpired" });
    }
    expect(await session(cookie)).toMatchObject({ signedIn: false });
  }
  expect([...commands.seen, ...queries.seen]).toEqual([]);
});

test("a token that the services do not believe any more ends the session too", async () => {
  const cookie = await signIn(await signToken());
  queries.answer = (_, outgoing) => void outgoing.writeHead(401).end();
  const answer = await fetch(`${origin.url}${CONNECTORS}`, { headers: { cookie } });
  expect([answer.status, await answer.json()]).toMatchObject([401, { type: "urn:dirstream:problem:sessionExpired" }]);
  const program = await fetch(`${origin.url}${CONNECTORS}`, { headers: { authorization: "Bearer x" } });
  expect([program.status, await program.text()]).toEqual([401, ""]);
});

test("a key that was added in front leaves everybody signed in; one that was taken away does not", async () => {
  const before = await signIn(await signToken());
  const added = new Uint8Array(32).fill(8);
  await using rotated = await startConsole(commands.url, queries.url, { sessionKeys: [added, SESSION_KEY] });
  const after = await signIn(await signToken(), rotated);
  for (const cookie of [before, after]) {
    expect(await (await fetch(`${rotated.url}/session`, { headers: { cookie } })).json()).toMatchObject({ signedIn: true });
  }
  expect(await session(after)).toMatchObject({ signedIn: false });
});

test.each([
  ["signed by somebody else", "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbm5hIn0.AAAA", 401, "unauthorized"],
  ["that is none", "no token", 401, "unauthorized"],
  ["that is not there", "", 400, "invalidRequest"],
  ["that is no text", 7, 400, "invalidRequest"],
  ["without end", "x".repeat(16_001), 400, "invalidRequest"],
])("a link with a token %s lets nobody in", async (_, token, status, code) => {
  const answer = await postLink(token);
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([status, []]);
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ type: `urn:dirstream:problem:${code}` });
  if (typeof token === "string" && token.length > 8) expect(text).not.toContain(token.slice(0, 40));
});

test("an expired link lets nobody in", async () => {
  const answer = await postLink(await signToken({ endsInSeconds: -3_600 }));
  expect(await answer.json()).toMatchObject({ status: 401, detail: "The token has expired. Sign in again." });
});

test("a token that fits into no cookie is refused with its size", async () => {
  const accounts = Array.from({ length: 600 }, (_, index) => `account-${index}`);
  const answer = await postLink(await signToken({ accounts }));
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({
    type: "urn:dirstream:problem:sessionTooLarge",
    detail: expect.stringMatching(/does not fit into a session: \d+ of 7600 characters\. /),
  });
});

test("signing out takes every part of the cookie away", async () => {
  const cookie = await signIn(await signToken());
  const answer = await fetch(`${origin.url}/session/end`, { method: "POST", headers: { ...OWN, cookie } });
  expect(await answer.json()).toEqual({ redirectTo: "/" });
  expect(answer.headers.getSetCookie().map((line) => line.split("; ").slice(0, 2))).toEqual([
    ["dirstream-session-0=", "Max-Age=0"],
    ["dirstream-session-1=", "Max-Age=0"],
  ]);
});

test("server-sent events come through a session as they are sent", async () => {
  const cookie = await signIn(await signToken());
  let stream: ServerResponse | undefined;
  queries.answer = ((_, outgoing) => {
    stream = outgoing;
    outgoing.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  }) satisfies RequestListener;
  const listening = new AbortController();
  const answer = await fetch(`${origin.url}${CONNECTORS}/hq/progress`, { headers: { cookie }, signal: listening.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (const event of ["data: 1\n\n", "data: 2\n\n"]) {
    stream?.write(event);
    expect((await reader?.read())?.value).toBe(event);
  }
  expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  listening.abort();
});

test("where links are not allowed there is no way in by one", async () => {
  await using closed = await startConsole(commands.url, queries.url, { link: false });
  expect((await postLink(await signToken(), OWN, closed)).status).toBe(404);
  expect((await fetch(`${closed.url}/session/start`)).status).toBe(404);
  expect(await (await fetch(`${closed.url}/session`)).json()).toMatchObject({ ways: [] });
});
