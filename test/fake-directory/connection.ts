import type { Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { answerSearch, type SearchContext } from "./answer-search.ts";
import { sizeOf } from "./ber.ts";
import { BIND_RESPONSE, EXTENDED_RESPONSE, type Request, readRequest, resultMessage } from "./messages.ts";
import { Stopped, speaker } from "./speaker.ts";

export interface Account {
  readonly dn: string;
  readonly password: string;
}

export interface Serving extends Omit<SearchContext, "connection" | "isEncrypted" | "isAnonymous"> {
  readonly account: Account;
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
  readonly ldaps: boolean;
  readonly die: () => void;
}

const START_TLS = "1.3.6.1.4.1.1466.20037";
const WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";
const MOST_KEPT_BYTES = 64 * 1024;

/** One client, from its connection to its end. Requests are answered one after the other. */
export const serve = (raw: Socket, serving: Serving): void => {
  const { heard, faults, certificate, ldaps } = serving;
  heard.connections += 1;
  const connection = heard.connections;
  let socket: Socket = raw;
  let isEncrypted = false;
  let boundDn = "";
  let received: Buffer = Buffer.alloc(0);
  let queue = Promise.resolve();

  const { reach, say, sayAll } = speaker(() => socket, serving);
  const toTls = (): void => {
    raw.removeAllListeners("data");
    socket = new TLSSocket(raw, { isServer: true, secureContext: createSecureContext(certificate ?? {}) });
    isEncrypted = true;
    listen();
  };
  const startTls = async (id: number): Promise<void> => {
    reach("startTls");
    const { startTlsCode = 0, injected = Buffer.alloc(0) } = faults();
    const code = certificate === undefined ? 2 : startTlsCode;
    await say(Buffer.concat([resultMessage(id, EXTENDED_RESPONSE, { code }), injected]));
    if (code !== 0) return;
    reach("handshake");
    toTls();
  };
  const bind = async ({ id, dn, password }: Extract<Request, { kind: "bind" }>): Promise<void> => {
    const { account, tree } = serving;
    heard.binds.push({ connection, dn, passwordBytes: password?.length ?? 0, isEncrypted });
    reach("bind");
    const isRight = dn.toLowerCase() === account.dn.toLowerCase() && password?.equals(Buffer.from(account.password)) === true;
    // RFC 4513 section 5.1.2, and Active Directory to this day: without a password anybody signs in, as nobody.
    const isUnauthenticated = password?.length === 0;
    const result =
      faults().bindResult ?? (isRight || isUnauthenticated ? { code: 0 } : { code: 49, diagnostic: tree.dialect.wrongPassword });
    boundDn = result.code === 0 && isRight ? account.dn : "";
    await say(resultMessage(id, BIND_RESPONSE, result));
  };
  const answer = async (request: Request): Promise<void> => {
    switch (request.kind) {
      case "bind":
        return bind(request);
      case "search":
        return sayAll(answerSearch(request, { ...serving, connection, isEncrypted, isAnonymous: boundDn === "" }));
      case "extended": {
        if (request.oid === START_TLS) return startTls(request.id);
        const isWhoAmI = request.oid === WHO_AM_I;
        const value = Buffer.from(boundDn === "" ? "" : serving.tree.dialect.whoAmI(boundDn));
        return say(resultMessage(request.id, EXTENDED_RESPONSE, isWhoAmI ? { code: 0, value } : { code: 2 }));
      }
      case "unbind":
        socket.end();
        return;
      case "abandon":
        return;
    }
  };
  let isOver = false;
  /** A silent server still takes what comes; one that was sent nonsense hangs up. */
  const end = (error: unknown): void => {
    isOver = true;
    if (!(error instanceof Stopped)) socket.destroy();
  };
  const onData = (chunk: Buffer): void => {
    if (!isEncrypted) noteClear(chunk);
    if (isOver) return;
    try {
      take(chunk);
    } catch (error) {
      end(error);
    }
  };
  const take = (chunk: Buffer): void => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    for (let size = sizeOf(received); size !== undefined && received.length >= size; size = sizeOf(received)) {
      const message = received.subarray(0, size);
      received = received.subarray(size);
      queue = queue.then(() => answer(readRequest(message)));
      queue.catch(end);
      if (received.length === 0) break;
    }
  };
  let keptBytes = 0;
  const noteClear = (chunk: Buffer): void => {
    if (keptBytes < MOST_KEPT_BYTES) heard.inClear.push(chunk);
    keptBytes += chunk.length;
  };
  const listen = (): void => {
    socket.on("data", onData);
    socket.on("error", () => undefined);
  };
  raw.on("error", () => undefined);
  const { stop } = faults();
  const isStopped = stop?.at === "accept" || (ldaps && stop?.at === "handshake");
  if (isStopped && stop?.how === "silence") raw.resume();
  else if (isStopped) raw.destroy();
  else if (ldaps) toTls();
  else listen();
};
