import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectEventLog, type EventLog, provision } from "@dirstream/event-log";
import { openAuth, openLog } from "@dirstream/service";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { startApi } from "./api.ts";
import { openSeal } from "./passwords/seal.ts";

export const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

const issuer = "https://issuer.test";
const audience = "dirstream";
const signing = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the answer holds; the tests look
  readonly body: any;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly ifMatch?: string | undefined;
  readonly role?: "viewer" | "operator" | "admin";
  readonly accounts?: readonly string[];
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** Files with keys as a deployment mounts them, and tokens that are signed with them. */
export const makeKeys = async () => {
  const folder = await mkdtemp(join(tmpdir(), "connector-service-"));
  const pair = await crypto.subtle.generateKey(signing, true, ["sign", "verify"]);
  const jwk = { ...(await crypto.subtle.exportKey("jwk", pair.publicKey)), kid: "1", alg: "ES256" };
  const seal = await suite.kem.generateKeyPair();
  const publicKey = Buffer.from(await suite.kem.serializePublicKey(seal.publicKey)).toString("base64");
  const files = { JWKS_FILE: join(folder, "jwks.json"), SEAL_PUBLIC_KEY_FILE: join(folder, "seal.pub") };
  await writeFile(files.JWKS_FILE, JSON.stringify({ keys: [jwk] }));
  await writeFile(files.SEAL_PUBLIC_KEY_FILE, publicKey);

  const token = async ({ role = "admin", accounts = ["*"] }: CallOptions): Promise<string> => {
    const claims = { sub: "ann", role, accounts, iss: issuer, aud: audience, exp: Math.floor(Date.now() / 1000) + 600 };
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${part({ alg: "ES256", kid: "1" })}.${part(claims)}`;
    const signature = await crypto.subtle.sign(signing, pair.privateKey, Buffer.from(signed));
    return `${signed}.${Buffer.from(signature).toString("base64url")}`;
  };
  const remove = () => rm(folder, { recursive: true });
  return { environment: { ...files, JWT_ISSUER: issuer, JWT_AUDIENCE: audience }, sealKey: seal.privateKey, token, remove };
};

/** Calls the API of the service at this URL. */
export const callerOf =
  (url: string, token: (options: CallOptions) => Promise<string>) =>
  async (method: string, path: string, options: CallOptions = {}): Promise<Answer> => {
    const { body, ifMatch, accept, signal } = options;
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      signal: signal ?? null,
      headers: {
        authorization: `Bearer ${await token(options)}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
        ...(accept === undefined ? {} : { accept }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json") === true && accept === undefined;
    return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };

/** Posts, and reads the answer line by line as it comes. */
export const streamOf =
  (url: string, token: (options: CallOptions) => Promise<string>) =>
  async (path: string, body: unknown, signal?: AbortSignal): Promise<AsyncGenerator<unknown>> => {
    const headers = { authorization: `Bearer ${await token({})}`, accept: "application/x-ndjson", "content-type": "application/json" };
    const answer = await fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body), signal: signal ?? null });
    return (async function* () {
      let rest = "";
      for await (const text of (answer.body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()).pipeThrough(new TextDecoderStream())) {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) yield JSON.parse(line);
      }
    })();
  };

/** The service's API in this process, on a part of the log that nobody else uses. */
export const startApiUnderTest = async (natsUrl: string, maxBytes?: number) => {
  await using started = new AsyncDisposableStack();
  const keys = await makeKeys();
  started.defer(keys.remove);
  const eventLog: EventLog = started.use(
    await connectEventLog({ servers: natsUrl, name: "connector-service test", namespace: `t${randomBytes(6).toString("hex")}` }),
  );
  await provision(eventLog, { maxBytes });
  const logged: string[] = [];
  const log = openLog("connector-service", "debug", { write: (line) => void logged.push(line) });
  const [auth, seal] = [await openAuth(keys.environment), await openSeal(keys.environment.SEAL_PUBLIC_KEY_FILE)];
  const api = started.use(await startApi({ auth, seal, log, host: "127.0.0.1", port: 0, eventLog: () => eventLog }));
  const kept = started.move();
  return {
    eventLog,
    seal,
    sealKey: keys.sealKey,
    logged,
    url: api.url,
    call: callerOf(api.url, keys.token),
    stream: streamOf(api.url, keys.token),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
};

/** What a person sends to register a connector. */
export const newConnector = {
  name: "London",
  environment: "on-premises",
  primaryHost: "dc1.example.com",
  encryptionMode: "strict",
  port: 636,
  bindDn: "cn=reader,dc=example,dc=com",
  bindPassword: "canary-Pä55wörd-4711",
  baseDn: "dc=example,dc=com",
};
