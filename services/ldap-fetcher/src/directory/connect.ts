import { lookup as dnsLookup } from "node:dns/promises";
import { connect as connectSocket, isIP, type Socket } from "node:net";
import type { Judged } from "./certificate.ts";
import { DirectoryError, type DirectoryStage, STOP, socketError, timedOut, UNAVAILABLE } from "./errors.ts";
import { refused } from "./result-errors.ts";
import { Session } from "./session.ts";
import { type Encryption, secure } from "./tls.ts";

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly encryption: Encryption;
  /** Whether a resolved address may be connected to. Asked at every connect, about the very address that is then used. */
  readonly allowAddress: (ip: string) => boolean;
  /** All addresses of a host name; the system's resolver unless told otherwise. */
  readonly lookup?: (host: string) => Promise<readonly string[]>;
  readonly signal?: AbortSignal | undefined;
  readonly connectMs?: number;
  readonly inactivityMs?: number;
  /** Told of what has been reached before there is a connection. */
  readonly onReached?: ((reached: Reached) => void) | undefined;
}

export type Reached =
  | { readonly stage: "resolve"; readonly addresses: readonly string[] }
  | { readonly stage: "connect"; readonly address: string; readonly localAddress: string | undefined };

export interface Connection {
  readonly session: Session;
  readonly address: string;
  /** Of the server, where TLS is in use. */
  readonly certificate: Judged | null;
}

/** For the name, and again for TCP and TLS together. */
const CONNECT_MS = 3_000;
const MOST_ADDRESSES = 4;
const START_TLS = "1.3.6.1.4.1.1466.20037";

/** How a host is named in messages. */
export const peerName = (host: string, port: number): string => (isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`);

/** Resolves, connects and, unless the mode is none, has TLS verified: only then is there a session to sign in on. */
export const connect = async (target: Target): Promise<Connection> => {
  const connectMs = target.connectMs ?? CONNECT_MS;
  const addresses = await resolve(target, connectMs);
  target.onReached?.({ stage: "resolve", addresses });
  const endMs = performance.now() + connectMs;
  let failure: unknown;
  for (const [index, address] of addresses.entries()) {
    const shareMs = (endMs - performance.now()) / (addresses.length - index);
    try {
      return await connectTo(target, address, Math.max(1, shareMs), connectMs);
    } catch (error) {
      failure ??= error;
      const another = error instanceof DirectoryError && error.stage === "connect" && error.tryOtherHost;
      if (!another || target.signal?.aborted) throw error;
    }
  }
  throw failure;
};

/** The addresses that may be used. A name that resolves to forbidden ones only is refused. */
const resolve = async ({ host, port, allowAddress, lookup = systemLookup }: Target, withinMs: number): Promise<readonly string[]> => {
  const peer = peerName(host, port);
  const addresses = isIP(host) === 0 ? await resolveName(host, peer, lookup, withinMs) : [host];
  const allowed = addresses.filter(allowAddress);
  if (allowed.length > 0) return allowed.slice(0, MOST_ADDRESSES);
  throw new DirectoryError(
    "resolve",
    "addressNotAllowed",
    // Where a name leads inside our own network is nobody's business.
    `${peer} is at an address where this service may not connect to.`,
    STOP,
  );
};

const resolveName = async (
  host: string,
  peer: string,
  lookup: NonNullable<Target["lookup"]>,
  withinMs: number,
): Promise<readonly string[]> => {
  const notFound = (cause?: unknown): DirectoryError =>
    new DirectoryError(
      "resolve",
      "hostNotFound",
      `The host name of ${peer} cannot be resolved: check its spelling and the DNS.`,
      UNAVAILABLE,
      { cause },
    );
  const timer = Promise.withResolvers<never>();
  const timeout = setTimeout(() => timer.reject(timedOut("resolve", peer, withinMs)), withinMs);
  try {
    const addresses = await Promise.race([lookup(host), timer.promise]);
    if (addresses.length === 0) throw notFound();
    return addresses;
  } catch (error) {
    throw error instanceof DirectoryError ? error : notFound(error);
  } finally {
    clearTimeout(timeout);
  }
};

const systemLookup = async (host: string): Promise<readonly string[]> =>
  (await dnsLookup(host, { all: true })).map(({ address }) => address);

/** One address, within a time that covers TCP, StartTLS and the handshake; when it is over, the socket is gone. */
const connectTo = async (target: Target, address: string, withinMs: number, namedMs: number): Promise<Connection> => {
  const { host, port, encryption, signal, inactivityMs, onReached } = target;
  const peer = peerName(host, port);
  const raw = connectSocket({ host: address, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 });
  // Whoever uses the socket hears of its errors; this keeps a late one from ending the process.
  raw.on("error", () => undefined);
  let stage: DirectoryStage = "connect";
  const over = Promise.withResolvers<never>();
  const stop = (error: DirectoryError): void => {
    raw.destroy();
    over.reject(error);
  };
  const timer = setTimeout(() => stop(timedOut(stage, peer, namedMs)), withinMs);
  const aborted = (): void => stop(abandoned(stage, peer, signal));
  if (signal?.aborted) aborted();
  signal?.addEventListener("abort", aborted, { once: true });
  const work = async (): Promise<Connection> => {
    await tcpConnected(raw, peer);
    onReached?.({ stage: "connect", address, localAddress: raw.localAddress });
    if (encryption.mode === "none") return { session: new Session(raw, peer, inactivityMs), address, certificate: null };
    stage = "tls";
    if (encryption.startTls === true) await startTls(raw, peer);
    const { socket, certificate } = await secure(raw, host, peer, encryption);
    return { session: new Session(socket, peer, inactivityMs), address, certificate };
  };
  try {
    const connected = work();
    connected.catch(() => undefined);
    return await Promise.race([connected, over.promise]);
  } catch (error) {
    raw.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", aborted);
  }
};

const tcpConnected = (socket: Socket, peer: string): Promise<void> => {
  const { promise, resolve: connected, reject } = Promise.withResolvers<void>();
  const failed = (error: Error): void => reject(socketError("connect", peer, error));
  const closed = (): void => failed(new Error("the connection was closed"));
  socket.once("error", failed).once("close", closed);
  socket.once("connect", () => {
    socket.off("error", failed).off("close", closed);
    connected();
  });
  return promise;
};

/** Asks for TLS on a plain connection (RFC 4511 section 4.14). A refusal is never answered by going on without. */
const startTls = async (socket: Socket, peer: string): Promise<void> => {
  const plain = new Session(socket, peer);
  const result = await plain.extended(START_TLS, "tls");
  if (result.code === 0) {
    plain.release();
    return;
  }
  const refusal = refused("tls", peer, result);
  const error = refusal.tryOtherHost
    ? refusal
    : new DirectoryError(
        "tls",
        "startTlsRefused",
        `${peer} does not offer StartTLS: choose LDAPS (usually port 636), or install a certificate on the server.`,
        STOP,
        { cause: refusal },
      );
  plain.fail(error);
  throw error;
};

/** We gave up ourselves: the service stops, or the run is out of time. */
export const abandoned = (stage: DirectoryStage, peer: string, signal?: AbortSignal): DirectoryError =>
  new DirectoryError(
    stage,
    "abandoned",
    `We ended the connection to ${peer} before the directory had answered.`,
    { retryable: true, tryOtherHost: false },
    { cause: signal?.reason },
  );
