import type { Judged } from "./certificate.ts";

/** How far the way to the directory went before it ended. */
export type DirectoryStage = "resolve" | "connect" | "tls" | "bind" | "base" | "read";

/** What a failure means to whoever has to decide what happens next. */
interface Verdict {
  /** The same request may work later, with nobody changing anything. */
  readonly retryable: boolean;
  /** This host is unavailable: the secondary is asked instead. */
  readonly tryOtherHost: boolean;
}

/** A directory could not be reached, refused us, or answered in a way that cannot be trusted. The message is for its administrator. */
export class DirectoryError extends Error {
  override readonly name = "DirectoryError";
  readonly stage: DirectoryStage;
  readonly code: string;
  readonly retryable: boolean;
  readonly tryOtherHost: boolean;
  /** What the server showed, where its certificate is the matter. */
  readonly certificate: Judged | undefined;

  constructor(
    stage: DirectoryStage,
    code: string,
    message: string,
    verdict: Verdict,
    more: { cause?: unknown; certificate?: Judged } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.stage = stage;
    this.code = code;
    this.retryable = verdict.retryable;
    this.tryOtherHost = verdict.tryOtherHost;
    this.certificate = more.certificate;
  }
}

/** Not available now: the other host may be, and this one later. */
export const UNAVAILABLE: Verdict = { retryable: true, tryOtherHost: true };
/** May pass by itself, but the other host is not asked. */
export const LATER: Verdict = { retryable: true, tryOtherHost: false };
/** Stays so until a person changes something. */
export const STOP: Verdict = { retryable: false, tryOtherHost: false };

/** Whether only this one question has failed: the connection's own failures would meet whatever is asked next as well. */
export const isOfQuestion = (error: unknown): boolean => error instanceof DirectoryError && !error.tryOtherHost;

/** The server answers in a way that the protocol does not allow, or that could be meant to harm. */
export const protocolViolation = (stage: DirectoryStage, peer: string, what: string, cause?: unknown): DirectoryError =>
  new DirectoryError(
    stage,
    "protocolViolation",
    `${peer} does not answer as an LDAP server should (${what}); check that host and port are those of the directory.`,
    LATER,
    {
      cause,
    },
  );

/** What `connect`, a read or a write on a socket ended with (libuv's codes). */
export const socketError = (stage: DirectoryStage, peer: string, error: NodeJS.ErrnoException): DirectoryError => {
  const failed = (code: string, message: string): DirectoryError => new DirectoryError(stage, code, message, UNAVAILABLE, { cause: error });
  if (stage === "tls") return tlsFailure(peer, error);
  switch (error.code) {
    case "ECONNREFUSED":
      return failed("connectionRefused", `${peer} refused the connection: check the port, and that the directory server is running there.`);
    case "ETIMEDOUT":
      return failed("connectTimeout", `${peer} did not answer in time: check the address, and that the firewall lets us through.`);
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EADDRNOTAVAIL":
      return failed("hostUnreachable", `There is no route to ${peer}: check the address, the network and the firewall.`);
    default:
      return stage === "connect"
        ? failed("connectionReset", `${peer} closed the connection before anything was said: check the port and the firewall.`)
        : failed("connectionLost", `The connection to ${peer} was lost before the directory had answered.`);
  }
};

const tlsFailure = (peer: string, error: NodeJS.ErrnoException): DirectoryError => {
  const failed = (code: string, message: string): DirectoryError => new DirectoryError("tls", code, message, UNAVAILABLE, { cause: error });
  if (error.code === "ERR_SSL_WRONG_VERSION_NUMBER" || error.code === "ERR_SSL_PACKET_LENGTH_TOO_LONG") {
    return failed(
      "tlsNotSpoken",
      `${peer} does not speak TLS on this port: LDAPS is usually on 636, and 389 needs StartTLS or encryption mode None.`,
    );
  }
  return failed(
    "tlsHandshakeFailed",
    `The TLS handshake with ${peer} broke off: check that the server has a certificate and offers TLS 1.2 or newer.`,
  );
};

/** A step took longer than it may. */
export const timedOut = (stage: DirectoryStage, peer: string, ms: number): DirectoryError => {
  const seconds = Math.round(ms / 100) / 10;
  switch (stage) {
    case "resolve":
      return new DirectoryError(
        stage,
        "resolveTimeout",
        `The name of ${peer} was not resolved within ${seconds} s: check the DNS.`,
        UNAVAILABLE,
      );
    case "connect":
      return new DirectoryError(
        stage,
        "connectTimeout",
        `${peer} did not answer within ${seconds} s: check the address, and that the firewall lets us through.`,
        UNAVAILABLE,
      );
    case "tls":
      return new DirectoryError(
        stage,
        "tlsTimeout",
        `${peer} did not finish the TLS handshake within ${seconds} s: check that TLS is served on this port.`,
        UNAVAILABLE,
      );
    case "bind":
      return new DirectoryError(
        stage,
        "bindTimeout",
        `${peer} did not answer the sign-in of the query account within ${seconds} s.`,
        UNAVAILABLE,
      );
    default:
      return new DirectoryError(stage, "readTimeout", `${peer} sent nothing for ${seconds} s in the middle of an answer.`, UNAVAILABLE);
  }
};
