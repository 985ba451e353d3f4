import { createHash, type KeyObject, type X509Certificate } from "node:crypto";

/** What a person needs to see of a server's certificate. */
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** The names it is for (subjectAltName), such as `DNS:dc1.example.com`. */
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256 of its public key (SPKI), hexadecimal: what Relaxed pins. */
  readonly keySha256: string;
  /** Such as `RSA, 2048 bits`. */
  readonly keyType: string;
}

/** A certificate that a server has shown, and what speaks against it where no key is pinned. */
export interface Judged extends Certificate {
  readonly distrust: Distrust | null;
}

/** A word for programs, and what is to be said of the certificate. */
export type Distrust = readonly [code: string, said: string];

export const certificateOf = (x509: X509Certificate): Certificate => ({
  subject: oneLine(x509.subject),
  issuer: oneLine(x509.issuer),
  names: x509.subjectAltName?.split(", ") ?? [],
  validFrom: x509.validFromDate.toISOString(),
  validTo: x509.validToDate.toISOString(),
  keySha256: createHash("sha256")
    .update(x509.publicKey.export({ type: "spki", format: "der" }))
    .digest("hex"),
  keyType: keyTypeOf(x509.publicKey),
});

const keyTypeOf = ({ asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength, namedCurve } = {} }: KeyObject): string =>
  [type?.toUpperCase() ?? "unknown", modulusLength === undefined ? namedCurve : `${modulusLength} bits`]
    .filter((part) => part !== undefined)
    .join(", ");

const oneLine = (name: string | undefined): string => (name ?? "").split("\n").join(", ");
