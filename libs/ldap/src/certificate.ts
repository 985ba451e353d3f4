import { createHash, type KeyObject, X509Certificate } from "node:crypto";

/** What a person needs to see of a server's certificate. All of it was written by whoever issued it: bounded, and without control characters. */
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** The names it is for (subjectAltName), such as `DNS:dc1.example.com`. */
  readonly names: string[];
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Such as `RSA, 2048 bits`. */
  readonly keyType: string;
  /** SHA-256 of its public key (SPKI), hexadecimal: what Relaxed pins. It stays when the certificate is renewed for the same key. */
  readonly keySha256: string;
  /** SHA-256 of the certificate itself, hexadecimal. */
  readonly sha256: string;
}

/** Of a subject, an issuer or a name (RFC 1035 allows 253 characters); OpenSSL takes certificates of 100 kB from a server. */
const LONGEST_TEXT = 512;
const MOST_NAMES = 100;

/** What a certificate in PEM form or in DER says; undefined where a part that is needed cannot be read, such as a key of an unknown kind. */
export const readCertificate = (encoded: string | Uint8Array): Certificate | undefined => {
  try {
    return certificateOf(new X509Certificate(encoded));
  } catch {
    return undefined;
  }
};

const certificateOf = (x509: X509Certificate): Certificate => ({
  subject: bounded(oneLine(x509.subject)),
  issuer: bounded(oneLine(x509.issuer)),
  names: boundedNames(namesOf(x509)),
  // Not validFromDate: of a time that is none it gives whatever lies in memory.
  validFrom: new Date(x509.validFrom).toISOString(),
  validTo: new Date(x509.validTo).toISOString(),
  keyType: keyTypeOf(x509.publicKey),
  keySha256: sha256Of(x509.publicKey.export({ type: "spki", format: "der" })),
  sha256: sha256Of(x509.raw),
});

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const keyTypeOf = ({ asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength, namedCurve } = {} }: KeyObject): string =>
  [type?.toUpperCase() ?? "unknown", modulusLength === undefined ? namedCurve : `${modulusLength} bits`]
    .filter((part) => part !== undefined)
    .join(", ");

/** Node writes a part of a name on each line, and escapes what stands within one (RFC 4514). */
const oneLine = (name: string | undefined): string => (name ?? "").split("\n").join(", ");

/** Node writes a comma within a name as \u002c, so that none can pass for two. */
const namesOf = ({ subjectAltName }: X509Certificate): string[] => subjectAltName?.split(", ") ?? [];

const boundedNames = (names: readonly string[]): string[] => {
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES).map(bounded), ...(more > 0 ? [`… and ${more} more`] : [])];
};

const bounded = (text: string): string => {
  const cut = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
  return cut.toWellFormed().replaceAll(/\p{Cc}/gu, "\ufffd");
};
