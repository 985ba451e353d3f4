import { X509Certificate } from "node:crypto";
import { isIP, type Socket } from "node:net";
import { getCACertificates, type TLSSocket, connect as tlsConnect } from "node:tls";
import { type Certificate, readCertificate } from "@dirstream/ldap/certificate";
import type { Distrust, Judged } from "./certificate.ts";
import { DirectoryError, STOP, socketError } from "./errors.ts";

/** How the connection is protected. */
export interface Encryption {
  /** strict: a certificate of a known authority, for this very host. relaxed: any, whose public key is the pinned one. none: no TLS. */
  readonly mode: "strict" | "relaxed" | "none";
  /** TLS begins by StartTLS on a plain connection instead of at once. */
  readonly startTls?: boolean;
  /** PEM of further authorities that strict accepts beside the public ones. */
  readonly ca?: string | undefined;
  /** SHA-256 (hex) of the public key that relaxed accepts. */
  readonly pinnedKey?: string | undefined;
  /** That key was confirmed for the other host: for this one itself nobody has confirmed any. */
  readonly isOtherHosts?: boolean;
}

export interface SecuredSocket {
  readonly socket: TLSSocket;
  readonly certificate: Judged;
}

const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const ANY_USAGE = "2.5.29.37.0";

/**
 * Shakes hands and decides about the certificate before anything else is said. Node's own decision is switched off,
 * because it lets the common name stand for a host name and cannot pin; ours follows at once, on the same event.
 */
export const secure = (socket: Socket, host: string, peer: string, encryption: Encryption): Promise<SecuredSocket> => {
  const ca =
    encryption.mode === "strict" && encryption.ca !== undefined ? [...getCACertificates("default"), authorities(encryption.ca)] : undefined;
  const { promise, resolve, reject } = Promise.withResolvers<SecuredSocket>();
  const secured = tlsConnect({
    socket,
    // An address is no server name (RFC 6066 section 3).
    servername: isIP(host) === 0 ? host.replace(/\.$/, "") : "",
    rejectUnauthorized: false,
    minVersion: "TLSv1.2",
    checkServerIdentity: () => undefined,
    ...(ca === undefined ? {} : { ca }),
  });
  const failed = (error: Error): void => {
    secured.destroy();
    reject(socketError("tls", peer, error));
  };
  const closed = (): void => failed(new Error("the connection was closed during the handshake"));
  secured.on("error", () => undefined);
  secured.once("error", failed).once("close", closed);
  secured.once("secureConnect", () => {
    secured.off("error", failed).off("close", closed);
    try {
      resolve({ socket: secured, certificate: verify(secured, host, peer, encryption) });
    } catch (error) {
      secured.destroy();
      reject(error);
    }
  });
  return promise;
};

const authorities = (pem: string): string => {
  try {
    new X509Certificate(pem);
    return pem;
  } catch (cause) {
    throw new DirectoryError(
      "tls",
      "authorityUnreadable",
      "The certificate authority given for this connector is not a certificate in PEM form.",
      STOP,
      { cause },
    );
  }
};

const verify = (socket: TLSSocket, host: string, peer: string, encryption: Encryption): Judged => {
  // Node hands it out once: a second call gives nothing.
  const x509 = socket.getPeerX509Certificate();
  if (x509 === undefined) throw new DirectoryError("tls", "certificateMissing", `${peer} showed no certificate.`, STOP);
  const shown = readCertificate(x509.raw);
  if (shown === undefined) {
    const message = `The certificate of ${peer} cannot be read (its dates or its key are damaged): install another one.`;
    throw new DirectoryError("tls", "certificateUnreadable", message, STOP);
  }
  const distrust = distrustOf(socket, x509, shown, host);
  const certificate = { ...shown, pem: x509.toString(), distrust };
  const objection =
    encryption.mode === "relaxed"
      ? objectionToKey(certificate.keySha256, peer, encryption)
      : distrust && ([distrust[0], `The certificate of ${peer} ${distrust[1]}.`] as const);
  if (objection !== null) throw new DirectoryError("tls", ...objection, STOP, { certificate });
  return certificate;
};

/** Why relaxed does not accept the key that was shown: a word for programs, and a sentence. */
const objectionToKey = (
  shown: string,
  peer: string,
  { pinnedKey, isOtherHosts = false }: Encryption,
): readonly [code: string, message: string] | null => {
  if (pinnedKey === undefined) {
    const message = `The key of ${peer}'s certificate has not been confirmed yet: look at the certificate and save the connector.`;
    return ["certificateNotPinned", message];
  }
  if (pinnedKey.toLowerCase() === shown) return null;
  if (isOtherHosts) {
    const message = `${peer} shows another key than the primary host's, which was confirmed (${shown}, not ${pinnedKey}): look at the certificate, and confirm it for the secondary host.`;
    return ["certificateNotPinned", message];
  }
  const message = `${peer} shows another key than the one that was confirmed (${shown}, not ${pinnedKey}): find out why, then confirm it anew.`;
  return ["certificateChanged", message];
};

/** Why strict does not accept what was shown. */
const distrustOf = (socket: TLSSocket, x509: X509Certificate, certificate: Certificate, host: string): Distrust | null => {
  const usage: readonly string[] = x509.keyUsage ?? [];
  if (usage.length > 0 && !usage.includes(SERVER_AUTH) && !usage.includes(ANY_USAGE)) {
    return ["certificateWrongPurpose", "is not meant for servers (its extended key usage lacks serverAuth)"];
  }
  const chainError = socket.authorizationError as string | Error | null | undefined;
  if (chainError) return untrusted(chainError instanceof Error ? chainError.message : chainError, certificate);
  const fits =
    isIP(host) === 0 ? x509.checkHost(host.replace(/\.$/, ""), { subject: "never", partialWildcards: false }) : x509.checkIP(host);
  if (fits !== undefined) return null;
  const names =
    certificate.names.length === 0 ? "names no host at all (a common name alone does not count)" : `is for ${certificate.names.join(", ")}`;
  return ["certificateHostMismatch", `${names}: use one of its names as host, or issue a certificate for ${host}`];
};

/** OpenSSL's verdicts (X509_V_ERR_…) for people. */
const untrusted = (reason: string, { issuer, validFrom, validTo }: Certificate): Distrust => {
  switch (reason) {
    case "CERT_HAS_EXPIRED":
      return ["certificateExpired", `expired on ${validTo.slice(0, 10)}, or one above it has: renew it`];
    case "CERT_NOT_YET_VALID":
      return ["certificateNotYetValid", `is valid only from ${validFrom.slice(0, 10)}: check the clocks`];
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return ["certificateSelfSigned", "is self-signed: install one of a recognised authority, give its authority here, or choose Relaxed"];
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return [
        "certificateUntrusted",
        `comes from an authority that is not known here (${issuer}), or the server does not send the certificates between: give the authority here, or complete the chain`,
      ];
    // Most often because something that is no authority has issued one.
    case "INVALID_CA":
    case "INVALID_PURPOSE":
      return [
        "certificateUntrusted",
        "or one above it is not meant for what it is used for (basic constraints, key usage): issue a new one",
      ];
    // Node has no name for the errors about weak keys and signatures, and for hardly anything else.
    case "UNSPECIFIED":
      return [
        "certificateTooWeak",
        "or one above it has a key or a signature that is too weak (RSA below 2048 bits, MD5, SHA-1): issue a new one",
      ];
    default:
      return ["certificateUntrusted", `could not be verified (${reason})`];
  }
};
