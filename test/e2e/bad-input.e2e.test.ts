import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { freePort } from "@dirstream/deploy/components/free-port";
import { startProcess } from "@dirstream/deploy/components/processes";
import { repository } from "@dirstream/deploy/config";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectAsAdmin } from "../checker/read-log.ts";
import { eventually, type Sync } from "../fixtures/api-client.ts";
import { awkwardDirectory, BASE_DN } from "../fixtures/awkward-directory.ts";
import { commandLineOf } from "../fixtures/command-line.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const { ldif, people } = awkwardDirectory({ people: 100, groups: 10 });
const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let connector: string;
/** A directory whose certificate is sound, and is another server's. */
let misnamed: { readonly port: number; readonly certificateAuthority: string };

beforeAll(async () => {
  // What may pass by itself is tried again at once, and once.
  system = stack.use(await startSystem({ settings: { "ldap-fetcher": { RETRY_DELAYS_MS: "100" } } }));
  directory = await system.startDirectory("openldap", ldif);
  const other = await system.startDirectory("misnamed", awkwardDirectory({ people: 1, groups: 1 }).ldif, ["DNS:elsewhere.example.com"]);
  misnamed = { port: other.slapd.ldapsPort, certificateAuthority: other.slapd.caPem };
  const { connectorId, requestId } = await system.api.register(directory, { name: "Head office", baseDn: BASE_DN });
  connector = connectorId;
  expect(await system.api.answered(connector, requestId)).toMatchObject({ status: "completed" });
});
afterAll(() => stack.disposeAsync());

interface Problem {
  readonly type: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** What people are told: words, an end, and nothing of how it was built. */
const SENTENCE = /^[A-Z0-9"][^\n]{15,500}[.?!]$/s;

const dirstream = (...args: readonly string[]) => commandLineOf(system)(...args);

describe("a connector that cannot work says why, in its run and on the command line:", () => {
  const wrong: readonly (readonly [string, () => Record<string, unknown>, code: string, words: RegExp])[] = [
    ["a host that nobody knows", () => ({ primaryHost: "no-such-host.invalid" }), "hostNotFound", /no-such-host\.invalid/],
    ["a port where nothing listens", () => ({ port: 1 }), "connectionRefused", /:1\b/],
    ["a wrong password", () => ({ bindPassword: "Canary-wrong-password" }), "invalidCredentials", /password/i],
    ["a base that is not there", () => ({ baseDn: "o=Nowhere,dc=example,dc=com" }), "noSuchBase", /o=Nowhere/],
    [
      "a certificate that nobody vouches for",
      () => ({ encryptionMode: "strict", port: directory.slapd.ldapsPort }),
      "certificate",
      /certificate/i,
    ],
    ["a certificate for another name", () => ({ encryptionMode: "strict", ...misnamed }), "certificate", /name/i],
  ];

  test.each(wrong)("%s", async (what, settings, code, words) => {
    const { connectorId, requestId } = await system.api.register(directory, { name: what, baseDn: BASE_DN, ...settings() });
    const sync = await system.api.answered(connectorId, requestId);
    expect(sync).toMatchObject({ status: "failed", syncId: expect.any(String) });
    expect(sync.error?.message).toMatch(words);
    expect(sync.error?.message).toMatch(SENTENCE);
    expect(sync.error?.code.toLowerCase()).toContain(code.toLowerCase());
    expect(await system.api.get(`/connectors/${connectorId}`)).toMatchObject({ status: "failed" });
    expect((await dirstream("sync", "list", connectorId)).printed).toContain(sync.error?.message.slice(0, 30));
    expect(await dirstream("sync", "watch", connectorId)).toMatchObject({
      status: 1,
      told: expect.stringContaining(sync.error?.message ?? ""),
    });
    const { etag } = await system.api.ask("GET", `/connectors/${connectorId}`);
    await system.api.ask("DELETE", `/connectors/${connectorId}`, undefined, { "if-match": etag ?? "" });
  });

  test("and a strict connection to a directory whose authority is known works", async () => {
    const strict = { encryptionMode: "strict", port: directory.slapd.ldapsPort, certificateAuthority: directory.slapd.caPem };
    const { connectorId, requestId } = await system.api.register(directory, { name: "Strict", baseDn: BASE_DN, ...strict });
    expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", error: null });
    await system.check([{ connector: connectorId, directory }]);
  });
});

describe("a form that is filled in wrongly is refused, field by field:", () => {
  test.each([
    ["baseDn", "dc=example,,dc=com"],
    ["bindDn", "administrator"],
    ["primaryHost", ""],
    ["port", 70_000],
    ["encryptionMode", "ssl"],
    ["bindPassword", ""],
    ["environment", "cloud"],
  ])("%s is %j", async (field, value) => {
    const { slapd } = directory;
    const input = { name: "Wrong", environment: "on-premises", primaryHost: "127.0.0.1", port: slapd.port, encryptionMode: "none" };
    const account = { bindDn: slapd.adminDn, bindPassword: slapd.adminPassword, baseDn: BASE_DN };
    const answer = await system.api.ask<Problem>("POST", "/connectors", { ...input, ...account, [field]: value });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map(({ pointer }) => pointer).join()).toContain(field);
    expect(JSON.stringify(answer.body)).not.toContain(slapd.adminPassword);
  });
});

test("a full log fails a run with a sentence, and loses nothing: with more room the next one completes", async () => {
  const nats = await connectAsAdmin(system.logAddress);
  const { streams } = await nats.jetstreamManager();
  const changed = people.slice(0, 50);
  try {
    const { state } = await streams.info("DIRECTORY");
    await streams.update("DIRECTORY", { max_bytes: state.bytes + 20_000 });
    await directory.change(...changed.map(({ dn }) => ({ modify: dn, with: [["replace", "title", "long title ".repeat(50)]] as const })));
    const full = await system.api.sync(connector);
    expect(full).toMatchObject({ status: "failed", error: { code: "logFull", message: expect.stringMatching(SENTENCE) } });
    expect((await dirstream("sync", "watch", connector)).told).toContain(full.error?.message);
  } finally {
    await streams.update("DIRECTORY", { max_bytes: -1 });
    await nats.close();
  }
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: { updated: changed.length } });
  await system.check([{ connector, directory }]);
});

test("without NATS a command is answered with a sentence, what is known can still be read, and afterwards everything goes on", async () => {
  const { nats } = system.local.infrastructure;
  await nats?.kill();
  const refused = await system.api.ask<Problem>("POST", `/connectors/${connector}/syncs`, { mode: "full" });
  expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringMatching(SENTENCE) } });
  const told = await dirstream("connector", "sync", connector);
  expect(told.status).toBe(1);
  expect(told.told.trim()).toMatch(SENTENCE);
  expect((await system.api.get<{ items: unknown[] }>(`/users?connector=${connector}&limit=10`)).items).toHaveLength(10);
  await nats?.start();
  const sync = await eventually<Sync>("commands are taken again", 30_000, () => system.api.sync(connector));
  expect(sync.status).toBe("completed");
  await system.check([{ connector, directory }]);
});

test("without Postgres a query is answered with a sentence, runs go on, and afterwards what they recorded is there", async () => {
  const { postgres } = system.local.infrastructure;
  await postgres?.kill();
  const refused = await system.api.ask<Problem>("GET", "/users?limit=1");
  expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringMatching(SENTENCE) } });
  const told = await dirstream("user", "list");
  expect(told.status).toBe(1);
  expect(told.told.trim()).toMatch(SENTENCE);
  const { requestId } = await system.api.post<{ requestId: string }>(`/connectors/${connector}/syncs`, { mode: "full" });
  await eventually("the run completes without the read model", 30_000, async () => {
    const last = (await system.log()).findLast(({ place }) => place.of === "sync" && place.connector === connector);
    return last?.event.type === "SyncCompleted" && last.event.data.requestId === requestId ? true : undefined;
  });
  await postgres?.start();
  expect(await eventually("queries are answered again", 30_000, () => system.api.answered(connector, requestId))).toMatchObject({
    status: "completed",
  });
  await system.check([{ connector, directory }]);
});

test("every service refuses a NATS that is too old, with one sentence that says which is needed", async () => {
  const old = createServer((socket) => {
    socket.write(
      `INFO ${JSON.stringify({ server_id: "OLD", version: "2.10.7", proto: 1, headers: true, jetstream: true, max_payload: 1_048_576 })}\r\n`,
    );
    socket.on("data", (data) => data.includes("PING") && socket.write("PONG\r\n"));
    socket.on("error", () => {});
  });
  old.listen(0, "127.0.0.1");
  await once(old, "listening");
  const address = old.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const { home } = system.local;
  const tokens = { JWKS_FILE: join(home, "keys/jwks.json"), JWT_ISSUER: "dirstream-local", JWT_AUDIENCE: "dirstream" };
  const services = {
    "scheduler-service": {},
    "connector-service": { ...tokens, SEAL_PUBLIC_KEY_FILE: join(home, "keys/seal-public.key") },
    "ldap-fetcher": { SEAL_PRIVATE_KEYS_FILE: join(home, "keys/seal-private.keys") },
    "directory-projector": { ...tokens, DATABASE_URL: system.local.file.postgresUrl },
  };
  try {
    await Promise.all(
      Object.entries(services).map(async ([name, own]) => {
        const logFile = join(home, "logs", `old-${name}.log`);
        const env = { HOST: "127.0.0.1", PORT: `${await freePort()}`, NATS_URL: `nats://127.0.0.1:${port}`, ...own };
        const args = [join(repository, `services/${name}/src/main.ts`)];
        await using service = startProcess({ name, command: process.execPath, args, env, logFile });
        expect(await service.exited, name).toMatchObject({ code: 1 });
        const told = await readFile(logFile, "utf8");
        expect(told, name).toMatch(/2\.10\.7/);
        expect(told, name).toMatch(/2\.12/);
        expect(told, name).not.toMatch(/^\s+at /m);
      }),
    );
  } finally {
    old.close();
  }
});
