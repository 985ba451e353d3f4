import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { type AddressInfo, connect as connectSocket, createServer as createTcpServer, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { allowAddressIn } from "@dirstream/service";
import { expect, onTestFinished, test } from "vitest";
import { startMailServer } from "./mail-server.fixture.ts";
import { postWebhook, type WebhookOptions } from "./post-webhook.ts";
import { openSigner } from "./sign.ts";

const pemOf = (type: "ed25519" | "x25519") =>
  (type === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("x25519")).privateKey.export({
    type: "pkcs8",
    format: "pem",
  }) as string;
const pem = pemOf("ed25519");
const signer = openSigner(pem);
const options: WebhookOptions = { signer, allowAddress: allowAddressIn(["loopback"]), deadlineMs: 2_000 };

const listen = async (server: Server): Promise<number> => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};
interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
const receiver = async (answer: RequestListener = (_request, reply) => reply.writeHead(204).end()) => {
  const heard: Heard[] = [];
  const server = createServer(async (request, reply) => {
    const body = await text(request);
    heard.push({ headers: request.headers, body });
    answer(request, reply);
  });
  onTestFinished(() => server.closeAllConnections());
  return { port: await listen(server), heard };
};
const post = (url: string, more: Partial<WebhookOptions> = {}, signal = AbortSignal.timeout(10_000)) =>
  postWebhook({ ...options, ...more }, { url, id: "msg_1", body: '{"a":"ä"}', signal });

test("a delivery is signed so that whoever has the public key can check it", async () => {
  const { port, heard } = await receiver();
  expect(await post(`http://127.0.0.1:${port}/hook?a=b`)).toMatchObject({ kind: "delivered" });
  const [{ headers, body } = { headers: {}, body: "" }] = heard;
  // As Standard Webhooks has it, without our code: v1a, Ed25519 over id.timestamp.body, whpk_ and the raw key in base64.
  const raw = Buffer.from((signer.publicKeys[0] ?? "").replace(/^whpk_/, ""), "base64");
  expect(raw).toHaveLength(32);
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
  const signature = Buffer.from(String(headers["webhook-signature"]).replace(/^v1a,/, ""), "base64");
  const signed = (text: string) => Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${text}`);
  expect(verify(null, signed(body), key, signature)).toBe(true);
  expect(verify(null, signed(`${body} `), key, signature)).toBe(false);
  expect(Math.abs(Number(headers["webhook-timestamp"]) - Date.now() / 1_000)).toBeLessThan(5);
  expect([headers["webhook-id"], headers["content-type"], body]).toEqual(["msg_1", "application/json", '{"a":"ä"}']);
});

test("while keys are changed each of them signs", () => {
  const both = openSigner(`${pem}\n${pemOf("ed25519")}`);
  expect(both.publicKeys[0]).toBe(signer.publicKeys[0]);
  expect(new Set(both.signatures("i", 1, "b").split(" ")).size).toBe(2);
});

test.each([
  ["no key at all", ""],
  ["a key that cannot sign", pemOf("x25519")],
])("%s is refused, and not repeated", (_, text) => {
  expect(() => openSigner(text)).toThrow(/Ed25519/);
  expect(() => openSigner(text)).not.toThrow(/BEGIN/);
});

test.each([
  [500, /has answered with status 500\.$/],
  [410, /410/],
  [302, /302\. Redirects are not followed/],
])("an answer with status %i is no delivery", async (status, sentence) => {
  const trap = await receiver();
  const { port } = await receiver((_request, reply) => reply.writeHead(status, { location: `http://127.0.0.1:${trap.port}/` }).end());
  const outcome = await post(`http://127.0.0.1:${port}/`);
  expect(outcome).toEqual({ kind: "refused", said: expect.stringMatching(sentence) });
  expect(trap.heard).toEqual([]);
});

test("nothing of an endless answer is read", async () => {
  let written = 0;
  const { port } = await receiver((_request, reply) => {
    reply.writeHead(200);
    const more = () => {
      while (!reply.destroyed && reply.write("x".repeat(65_536))) written += 65_536;
      if (!reply.destroyed) reply.once("drain", more);
    };
    more();
  });
  expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: "delivered" });
  expect(written).toBeLessThan(64 * 1024 * 1024);
});

test("who takes it and says nothing may have taken it", async () => {
  const { port, heard } = await receiver(() => undefined);
  expect(await post(`http://127.0.0.1:${port}/`, { deadlineMs: 200 })).toMatchObject({ kind: "unknown" });
  expect(heard).toHaveLength(1);
});

test("a closed port, and one that says nothing at all, look the same", async () => {
  const silentPort = await listen(createTcpServer(() => undefined));
  const closed = await post(`http://127.0.0.1:${await freed()}/`, { deadlineMs: 200 });
  const open = await post(`https://127.0.0.1:${silentPort}/`, { deadlineMs: 200 });
  const shape = (said: string) => said.replace(/:\d+/, "");
  expect(closed.kind).toBe("refused");
  expect(shape(open.said)).toBe(shape(closed.said));
});
const freed = async (): Promise<number> => {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

test("a server whose certificate nobody here trusts gets nothing", async () => {
  await using selfSigned = await startMailServer({ secure: true });
  const { port } = selfSigned.server;
  expect(await post(`https://127.0.0.1:${port}/`)).toEqual({
    kind: "refused",
    said: expect.stringMatching(/^The certificate of 127\.0\.0\.1:\d+ is not one that is trusted here/),
  });
});

test.each([
  ["an address", "http://127.0.0.1:PORT/", []],
  ["the same in hexadecimal", "http://0x7f000001:PORT/", []],
  ["the same in IPv6 clothes", "http://[::ffff:127.0.0.1]:PORT/", []],
  ["a name that leads there", "http://hooks.example.test:PORT/", ["127.0.0.1"]],
  ["a name that leads there and elsewhere", "http://hooks.example.test:PORT/", ["169.254.169.254", "10.0.0.1"]],
])("nobody connects to where it is not allowed: %s", async (_, url, addresses) => {
  let connections = 0;
  const trap = createTcpServer((socket) => {
    connections++;
    socket.destroy();
  });
  const port = await listen(trap);
  const lookup = ((_host: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    )) as never;
  const outcome = await post(url.replace("PORT", String(port)), { allowAddress: allowAddressIn([]), lookup });
  expect(outcome).toEqual({ kind: "refused", said: expect.stringMatching(/where this service may not connect to\.$/) });
  expect(connections).toBe(0);
  await once(connectSocket(port, "127.0.0.1"), "close"); // the trap would have counted
  expect(connections).toBe(1);
});

test("of a name's addresses only those are used that may be", async () => {
  const { port, heard } = await receiver();
  const lookup = ((_host: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(null, [
      { address: "10.255.255.1", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ])) as never;
  expect(await post(`http://hooks.example.test:${port}/`, { lookup })).toMatchObject({ kind: "delivered" });
  expect(heard[0]?.headers.host).toBe(`hooks.example.test:${port}`);
});
