import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { AttentionMessage, AttentionTestMessage } from "@dirstream/contracts";
import * as z from "zod";
import { openSigner } from "./sign.ts";

const Message = z.union([AttentionMessage, AttentionTestMessage]);

export const newSigningKey = (): string => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string;

export interface Received {
  readonly id: string;
  readonly message: z.output<typeof Message>;
}

/** Takes webhooks and checks each by the public key alone, as Standard Webhooks has it. */
export const startReceiver = async (pem: string) => {
  const received: Received[] = [];
  const problems: string[] = [];
  let status = 204;
  let afterMs = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const [publicKey = ""] = openSigner(pem).publicKeys;
  const raw = Buffer.from(publicKey.replace(/^whpk_/, ""), "base64");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
  const server = createServer(async (request, reply) => {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    const body = await text(request);
    const { "webhook-id": id = "", "webhook-timestamp": timestamp, "webhook-signature": signature } = request.headers;
    const signed = Buffer.from(`${id}.${timestamp}.${body}`);
    if (!verify(null, signed, key, Buffer.from(String(signature).slice("v1a,".length), "base64")))
      problems.push("a signature does not fit");
    if (status === 204) received.push({ id: String(id), message: Message.parse(JSON.parse(body)) });
    await delay(afterMs);
    atOnce--;
    reply.writeHead(status).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    received,
    problems,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    mostAtOnce: () => mostAtOnce,
    answer: (next: number, slowMs = 0): void => {
      [status, afterMs] = [next, slowMs];
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
