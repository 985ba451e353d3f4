import { type AddressInfo, createServer, type Socket } from "node:net";
import { createSecureContext, type SecureContextOptions, TLSSocket, type TlsOptions } from "node:tls";
import { BerCursor, OCTET_STRING, SEQUENCE } from "../ber.ts";
import { frames } from "../frames.ts";
import { der, integer, text } from "./der.ts";

/** What the peer heard. */
export interface Heard {
  readonly id: number;
  readonly operation: number;
  readonly frame: Buffer;
  readonly encrypted: boolean;
  /** Of a search. */
  readonly baseDn: string;
  /** Of the paged results control, when there is one. */
  readonly cookie: string | undefined;
}

export interface Peer extends AsyncDisposable {
  readonly port: number;
  readonly heard: readonly Heard[];
  readonly sockets: readonly Socket[];
  readonly connections: number;
  /** How much came inside TLS, whole messages or not. */
  readonly encryptedBytes: number;
  /** Which host each client asked for when TLS began (RFC 6066 section 3); none from one that named none. */
  readonly servernames: readonly string[];
  /** Until every client has gone: only then has all been heard that was said. */
  readonly allGone: () => Promise<void>;
}

/** Answers a request; what it returns is sent, null is silence. */
export type Script = (heard: Heard, socket: Socket) => Buffer | null;

export const BIND = 0x60;
export const SEARCH = 0x63;
export const EXTENDED = 0x77;
const PAGED = "1.2.840.113556.1.4.319";
const START_TLS = "1.3.6.1.4.1.1466.20037";
const WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";

interface PeerOptions {
  readonly script: Script;
  /** TLS from the first byte. */
  readonly tls?: SecureContextOptions;
  /** TLS after it was asked for, which is answered with success and these bytes behind it. */
  readonly startTls?: SecureContextOptions & { readonly injected?: Buffer };
}

/** A server of our own that says exactly what a test wants it to say, which no honest server would. */
export const scriptedPeer = async ({ script, tls, startTls }: PeerOptions): Promise<Peer> => {
  const heard: Heard[] = [];
  const sockets: Socket[] = [];
  const servernames: string[] = [];
  let encryptedBytes = 0;
  const toTls = (socket: Socket, options: SecureContextOptions): TLSSocket => {
    const SNICallback: TlsOptions["SNICallback"] = (servername, done) => {
      servernames.push(servername);
      done(null);
    };
    return new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(options), SNICallback });
  };
  const listen = (socket: Socket, encrypted: boolean): void => {
    const splitter = frames();
    const answer = (frame: Buffer): boolean => {
      const request = read(frame, encrypted);
      heard.push(request);
      if (!encrypted && startTls !== undefined && request.operation === EXTENDED && frame.includes(START_TLS)) {
        socket.off("data", onData);
        socket.write(Buffer.concat([result(request.id, 0x78, 0), startTls.injected ?? Buffer.alloc(0)]));
        listen(toTls(socket, startTls), true);
        return false;
      }
      const said = script(request, socket);
      if (said !== null) socket.write(said);
      return true;
    };
    const onData = (chunk: Buffer): void => {
      if (encrypted) encryptedBytes += chunk.length;
      try {
        splitter.push(chunk, answer);
      } catch {
        socket.destroy();
      }
    };
    socket.on("data", onData);
    socket.on("error", () => undefined);
  };
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    listen(tls === undefined ? socket : toTls(socket, tls), tls !== undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    sockets,
    servernames,
    get encryptedBytes() {
      return encryptedBytes;
    },
    allGone: () => new Promise((resolve) => void server.close(() => resolve())),
    get connections() {
      return sockets.length;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A server of another kind: it speaks first, whoever comes. */
export const greeter = async (greeting: Buffer): Promise<{ readonly port: number } & AsyncDisposable> => {
  const server = createServer((socket) =>
    socket
      .on("error", () => undefined)
      .resume()
      .end(greeting),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};

const read = (frame: Buffer, encrypted: boolean): Heard => {
  const cursor = new BerCursor(frame);
  const end = cursor.enter(SEQUENCE);
  const id = cursor.integer();
  const operation = cursor.peek();
  const operationEnd = cursor.enter(operation);
  const baseDn = operation === SEARCH ? cursor.text() : "";
  cursor.at = operationEnd;
  let cookie: string | undefined;
  if (cursor.at < end) {
    cursor.enter(0xa0);
    cursor.enter(SEQUENCE);
    if (cursor.text() === PAGED) {
      cursor.octets(0x01);
      cursor.enter(OCTET_STRING);
      cursor.enter(SEQUENCE);
      cursor.integer();
      cookie = cursor.text();
    }
  }
  return { id, operation, frame, encrypted, baseDn, cookie };
};

const message = (id: number, ...parts: readonly Buffer[]): Buffer => der(0x30, integer(id), ...parts);

interface Extra {
  readonly diagnostic?: string;
  readonly referrals?: readonly string[];
  /** Of the paged results control; left out, there is none. */
  readonly cookie?: string;
  readonly value?: string;
  readonly oid?: string;
}

export const result = (id: number, operation: number, code: number, extra: Extra = {}): Buffer => {
  const parts = [integer(code, 0x0a), text(""), text(extra.diagnostic ?? "")];
  if (extra.referrals !== undefined) parts.push(der(0xa3, ...extra.referrals.map((uri) => text(uri))));
  if (extra.oid !== undefined) parts.push(text(extra.oid, 0x8a));
  if (extra.value !== undefined) parts.push(text(extra.value, 0x8b));
  const paged = extra.cookie === undefined ? [] : [der(0xa0, der(0x30, text(PAGED), pagedValue(extra.cookie)))];
  return message(id, der(operation, ...parts), ...paged);
};

const pagedValue = (cookie: string): Buffer => der(0x04, der(0x30, integer(0), text(cookie)));

export const entry = (id: number, dn: string, attributes: Readonly<Record<string, readonly (string | Buffer)[]>>): Buffer =>
  message(
    id,
    der(
      0x64,
      text(dn),
      der(
        0x30,
        ...Object.entries(attributes).map(([type, values]) =>
          der(0x30, text(type), der(0x31, ...values.map((it) => der(0x04, Buffer.from(it))))),
        ),
      ),
    ),
  );

export const reference = (id: number, ...uris: readonly string[]): Buffer => message(id, der(0x73, ...uris.map((uri) => text(uri))));

export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export const person = (id: number, n: number, attributes: Readonly<Record<string, readonly (string | Buffer)[]>> = {}): Buffer =>
  entry(id, `uid=p${n},${BASE}`, { entryUUID: [uuid(n)], entryCSN: [`csn${n}`], ...attributes });

export const BASE = "dc=example,dc=test";

/** A page's answer: these entries, then this cookie. */
export const page = (id: number, people: readonly number[], cookie: string): Buffer =>
  Buffer.concat([...people.map((n) => person(id, n)), result(id, 0x65, 0, { cookie })]);

/** Behaves until the paged searches come; `pages` answers those. Any step can be replaced. */
export const wellBehaved = ({
  pages,
  bind,
  base,
  whoAmI,
}: {
  pages?: Script;
  bind?: Script;
  base?: Script;
  whoAmI?: string;
} = {}): Script => {
  return (heard, socket) => {
    const { id } = heard;
    if (heard.operation === BIND) return (bind ?? (() => result(id, 0x61, 0)))(heard, socket);
    if (heard.operation === EXTENDED) return result(id, 0x78, 0, { value: whoAmI ?? "dn:cn=reader" });
    if (heard.operation !== SEARCH) return null;
    if (heard.cookie !== undefined) return pages?.(heard, socket) ?? null;
    if (heard.baseDn === "") {
      const rootDse = { objectClass: ["top", "OpenLDAProotDSE"], namingContexts: [BASE], supportedExtension: [WHO_AM_I] };
      return Buffer.concat([entry(id, "", rootDse), result(id, 0x65, 0)]);
    }
    return base?.(heard, socket) ?? Buffer.concat([entry(id, BASE, { entryUUID: [uuid(0)], contextCSN: ["b", "a"] }), result(id, 0x65, 0)]);
  };
};
