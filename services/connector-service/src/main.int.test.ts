import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { connectEventLog, provision } from "@dirstream/event-log";
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from "vitest";
import { callerOf, makeKeys, newConnector } from "./api-under-test.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const nats = new URL(inject("natsUrl"));
let keys: Awaited<ReturnType<typeof makeKeys>>;
let stack: AsyncDisposableStack;

beforeAll(async () => {
  keys = await makeKeys();
  stack = new AsyncDisposableStack();
});
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});
afterAll(() => keys.remove());

const newNamespace = () => `t${randomBytes(6).toString("hex")}`;

const provisioned = async () => {
  const namespace = newNamespace();
  await using log = await connectEventLog({ servers: nats.href, name: "test", namespace });
  await provision(log);
  return namespace;
};

/** The service as a process. */
const start = (environment: Record<string, string>) => {
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: { ...keys.environment, NATS_URL: nats.href, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const exited = once(child, "exit").then(([code]) => code as number);
  stack.defer(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const url = () =>
    vi.waitFor(() => {
      const line = output.split("\n").find((text) => text.includes('"listening"'));
      if (line === undefined) throw new Error(`not listening: ${output}`);
      return JSON.parse(line).url as string;
    }, 10_000);
  return { child, exited, url, output: () => output };
};

/** Stands between the service and NATS, and can be away: then it hangs up on whoever comes. It keeps its port, which others would take. */
const newProxy = async () => {
  const sockets = new Set<Socket>();
  let isAway = true;
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    if (isAway) return socket.destroy();
    const upstream = connect(Number(nats.port), nats.hostname);
    upstream.on("error", () => upstream.destroy());
    socket.on("close", () => upstream.destroy());
    upstream.on("close", () => socket.destroy());
    for (const end of [socket, upstream]) sockets.add(end);
    return socket.pipe(upstream).pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const leave = () => {
    isAway = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const comeBack = () => {
    isAway = false;
  };
  stack.defer(() => {
    leave();
    server.close();
  });
  return { url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`, leave, comeBack };
};

const statusOf = async (url: string) => (await fetch(url)).status;
const becomes = (url: string, status: number) =>
  vi.waitFor(async () => expect(await statusOf(url)).toBe(status), { timeout: 15_000, interval: 100 });

test("it starts without NATS, says so to whoever asks, serves when NATS comes, and again after NATS was away", async () => {
  const proxy = await newProxy();
  const service = start({ NATS_URL: proxy.url, NATS_NAMESPACE: await provisioned() });
  const url = await service.url();
  const call = callerOf(url, keys.token);
  const register = () => call("POST", "/accounts/acme/connectors", { body: newConnector });

  expect(await statusOf(`${url}/healthz`)).toBe(200);
  expect(await statusOf(`${url}/readyz`)).toBe(503);
  const early = await register();
  expect([early.status, early.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(early.body.detail).toContain("event log");

  proxy.comeBack();
  await becomes(`${url}/readyz`, 200);
  expect((await call("PUT", "/accounts/acme", { body: { region: "europe" } })).status).toBe(200);
  expect((await register()).status).toBe(201);

  proxy.leave();
  await becomes(`${url}/readyz`, 503);
  expect(await statusOf(`${url}/healthz`)).toBe(200);
  const askedAtMs = Date.now();
  expect((await register()).status).toBe(503);
  expect(Date.now() - askedAtMs).toBeLessThan(5_000);

  proxy.comeBack();
  await becomes(`${url}/readyz`, 200);
  expect((await register()).status).toBe(201);

  service.child.kill("SIGTERM");
  expect(await service.exited).toBe(0);
  expect(service.output()).not.toContain("canary");
}, 60_000);

test("it stops at once when NATS was never there", async () => {
  const proxy = await newProxy();
  const service = start({ NATS_URL: proxy.url });
  await service.url();
  service.child.kill("SIGTERM");
  expect(await service.exited).toBe(0);
});

test.each([
  ["a log that was never set up", { NATS_NAMESPACE: newNamespace() }, /stream/i],
  ["a key that is none", { SEAL_PUBLIC_KEY_FILE: main }, /SEAL_PUBLIC_KEY_FILE.*32 bytes/],
  ["keys of tokens that are none", { JWKS_FILE: main }, /JWKS_FILE/],
  ["a variable that is mistyped", { LOG_LEVEL: "loud" }, /LOG_LEVEL/],
])("with %s it ends with one sentence", async (_what, environment, sentence) => {
  const service = start(environment);
  expect(await service.exited).toBe(1);
  const said = service
    .output()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("{"));
  expect(said.join("\n")).toMatch(sentence);
  expect(said.join("\n")).not.toContain("    at ");
});
