import { once } from "node:events";
import { type IncomingMessage, type RequestListener, request, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { HttpServer } from "@dirstream/service";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RecordingUpstream, startUpstream } from "./testing/recording-upstream.ts";
import { startConsole } from "./testing/start-console.ts";

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

test.each(["GET", "HEAD"])("%s goes to the projector", async (method) => {
  const answer = await fetch(`${origin.url}/api/v1/accounts/default/users?limit=5&q=zo%C3%AB`, { method });
  expect(answer.status).toBe(200);
  expect(queries.seen).toMatchObject([{ method, url: "/api/v1/accounts/default/users?limit=5&q=zo%C3%AB" }]);
  expect(commands.seen).toEqual([]);
});

test.each(["POST", "PATCH", "PUT", "DELETE"])("%s goes to the connector-service, with its body", async (method) => {
  const body = JSON.stringify({ name: "Zoë" });
  await fetch(`${origin.url}/api/v1/accounts/default/connectors`, { method, body, headers: { "content-type": "application/json" } });
  expect(commands.seen).toMatchObject([{ method, body, headers: { "content-type": "application/json" } }]);
  expect(queries.seen).toEqual([]);
});

test("a command without a body arrives without one", async () => {
  await fetch(`${origin.url}/api/v1/accounts/default/connectors/hq/syncs`, { method: "POST" });
  expect(commands.seen[0]?.headers).toMatchObject({ "content-length": "0" });
  expect(commands.seen[0]?.headers["transfer-encoding"]).toBeUndefined();
});

test("what a caller and a service say to each other passes unchanged, both ways", async () => {
  commands.answer = (_, outgoing) =>
    outgoing
      .writeHead(412, { "content-type": "application/problem+json", etag: '"12"', position: "CONNECTORS=12", "retry-after": "2" })
      .end("{}");
  const headers = { authorization: "Bearer abc", "if-match": '"7"', position: "CONNECTORS=7", prefer: "wait=5" };
  const answer = await fetch(`${origin.url}/api/v1/accounts/default/connectors/hq`, { method: "DELETE", headers });
  expect(commands.seen[0]?.headers).toMatchObject(headers);
  expect(answer.status).toBe(412);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/problem+json",
    etag: '"12"',
    position: "CONNECTORS=12",
    "retry-after": "2",
  });
});

test("headers of one connection stay on it", async () => {
  queries.answer = (_, outgoing) => outgoing.writeHead(200, { connection: "close, x-hop", "x-hop": "1", "x-kept": "1" }).end("{}");
  const { port } = new URL(origin.url);
  const headers = {
    connection: "close, x-secret-hop",
    "x-secret-hop": "1",
    te: "trailers",
    "x-kept": "1",
    "proxy-authorization": "Basic abc",
  };
  const [answer] = (await once(request({ port, path: "/api/v1/x", headers }).end(), "response")) as [IncomingMessage];
  answer.resume();
  expect(answer.headers).toMatchObject({ "x-kept": "1" });
  expect(answer.headers["x-hop"]).toBeUndefined();
  const [seen] = queries.seen;
  expect(seen?.headers["x-kept"]).toBe("1");
  expect(seen?.headers["x-secret-hop"] ?? seen?.headers.te ?? seen?.headers["proxy-authorization"]).toBeUndefined();
  expect(seen?.headers.host).toBe(new URL(queries.url).host);
});

test("server-sent events arrive as they are sent, and the service learns when nobody listens any more", async () => {
  let stream: ServerResponse | undefined;
  const left = Promise.withResolvers<void>();
  queries.answer = (_, outgoing) => {
    stream = outgoing;
    outgoing.once("close", left.resolve);
    outgoing.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  };
  const listening = new AbortController();
  const answer = await fetch(`${origin.url}/api/v1/accounts/default/connectors/hq/progress`, { signal: listening.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (const event of ["data: 1\n\n", "data: 2\n\n"]) {
    stream?.write(event);
    expect((await reader?.read())?.value).toBe(event);
  }
  listening.abort();
  await left.promise;
});

test("a service learns when nobody waits for its answer any more", async () => {
  const arrived = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  queries.answer = (incoming) => {
    incoming.socket.once("close", left.resolve);
    arrived.resolve();
  };
  const waiting = new AbortController();
  const answer = fetch(`${origin.url}/api/v1/accounts/default/users`, { signal: waiting.signal });
  await arrived.promise;
  waiting.abort();
  await expect(answer).rejects.toThrow();
  await left.promise;
});

test("a service that is away is told in a sentence", async () => {
  const nowhere = "http://127.0.0.1:1";
  await using lonely = await startConsole(nowhere, nowhere);
  const query = await fetch(`${lonely.url}/api/v1/accounts/default/users`);
  expect([query.status, query.headers.get("content-type"), query.headers.get("retry-after")]).toEqual([
    503,
    "application/problem+json",
    "2",
  ]);
  expect(await query.json()).toMatchObject({ detail: "The directory-projector cannot be reached now. Try again shortly." });
  const command = await fetch(`${lonely.url}/api/v1/accounts/default/connectors`, { method: "POST", body: "x".repeat(100_000) });
  expect(await command.json()).toMatchObject({ status: 503, detail: "The connector-service cannot be reached now. Try again shortly." });
  expect(await (await fetch(`${lonely.url}/api/v1/openapi.json`)).json()).toMatchObject({
    status: 503,
    detail: "The directory-projector does not describe its part of the API now. Try again shortly.",
  });
  expect((await fetch(`${lonely.url}/readyz`)).status).toBe(200);
});

test("a service that breaks off before its answer: a query may be repeated, a command may have happened", async () => {
  for (const upstream of [queries, commands]) upstream.answer = (incoming) => void incoming.socket.destroy();
  const query = await (await fetch(`${origin.url}/api/v1/accounts/default/users`)).json();
  expect(query).toMatchObject({ status: 502, detail: "The directory-projector broke off before it answered. Try again shortly." });
  const command = await (await fetch(`${origin.url}/api/v1/accounts/default/connectors`, { method: "POST", body: "{}" })).json();
  expect(command).toMatchObject({
    status: 502,
    detail: "The connector-service broke off before it answered. The command may have been carried out: look before you repeat it.",
  });
});

test("an answer that breaks off in the middle does not look whole", async () => {
  queries.answer = (incoming, outgoing) => {
    outgoing.write('{"items":[');
    setImmediate(() => incoming.socket.destroy());
  };
  const answer = await fetch(`${origin.url}/api/v1/accounts/default/users`);
  await expect(answer.text()).rejects.toThrow("terminated");
});

test.each(["/api/../metrics", "/api/%2e%2e/metrics", "/api/v1/../../metrics", "/api//metrics", "/api/v1\\..\\..\\metrics"])(
  "%s does not lead out of the API",
  async (path) => {
    const socket = connect(Number(new URL(origin.url).port), "127.0.0.1");
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(queries.seen).toEqual([]);
  },
);

test("a body that is too large, or of unknown length, goes no further", async () => {
  const url = `${origin.url}/api/v1/accounts/default/connectors`;
  expect((await fetch(url, { method: "POST", body: "x".repeat(256 * 1024 + 1) })).status).toBe(413);
  const endless = new Blob(["x"]).stream();
  expect((await fetch(url, { method: "POST", body: endless, duplex: "half" } as RequestInit)).status).toBe(411);
  expect(commands.seen).toEqual([]);
});

test("the API is described in one document", async () => {
  const describe =
    (paths: object): RequestListener =>
    (_, outgoing) =>
      void outgoing
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ openapi: "3.1.0", info: { title: "part", version: "1" }, paths }));
  queries.answer = describe({ "/b": { get: { summary: "read" } } });
  commands.answer = describe({ "/b": { post: { summary: "write" } }, "/a": { post: {} } });
  const document = (await (await fetch(`${origin.url}/api/v1/openapi.json`)).json()) as { paths: object };
  expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "dirstream" } });
  expect(document.paths).toEqual({ "/a": { post: {} }, "/b": { get: { summary: "read" }, post: { summary: "write" } } });
});
