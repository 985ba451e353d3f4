import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from "node:crypto";
import { isIP } from "node:net";

/** A certificate with its key, made for one test run. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
  readonly privateKey: KeyObject;
  readonly commonName: string;
}

interface Wish {
  readonly commonName: string;
  /** Host names and addresses for subjectAltName; none when left out. */
  readonly names?: readonly string[];
  readonly issuer?: Issued;
  readonly ca?: boolean;
  readonly usage?: "serverAuth" | "clientAuth";
  readonly validDays?: readonly [from: number, to: number];
  readonly rsaBits?: number;
  /** Renewed: another certificate for the key of this one. */
  readonly keyOf?: Issued;
  /** Hash of the signature; MD5 only where the signing key is an RSA key. */
  readonly hash?: "sha256" | "sha1" | "md5";
}

/** RFC 5758 section 3.2; RFC 8017 appendix A.2.4. */
const ECDSA_WITH = { sha256: "1.2.840.10045.4.3.2", sha1: "1.2.840.10045.4.1" } as const;
const RSA_WITH = { sha256: "1.2.840.113549.1.1.11", sha1: "1.2.840.113549.1.1.5", md5: "1.2.840.113549.1.1.4" } as const;
const USAGE = { serverAuth: "1.3.6.1.5.5.7.3.1", clientAuth: "1.3.6.1.5.5.7.3.2" } as const;
const DAY_MS = 86_400_000;

/** Issues an X.509 certificate (RFC 5280); self-signed where no issuer is given. */
export const issue = (wish: Wish): Issued => {
  const { commonName, names = [], issuer, ca = false, usage, validDays = [-1, 30], hash = "sha256" } = wish;
  const privateKey = wish.keyOf?.privateKey ?? newKey(wish.rsaBits);
  const signer = issuer?.privateKey ?? privateKey;
  const algorithm = algorithmOf(signer, hash);
  const extensions = [
    extension("2.5.29.19", der(0x30, ...(ca ? [der(0x01, Buffer.from([0xff]))] : []))),
    ...(usage === undefined ? [] : [extension("2.5.29.37", der(0x30, oid(USAGE[usage])))]),
    ...(names.length === 0 ? [] : [extension("2.5.29.17", der(0x30, ...names.map(alternativeName)))]),
  ];
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(issuer?.commonName ?? commonName),
    der(0x30, ...validDays.map(utcTime)),
    nameOf(commonName),
    createPublicKey(privateKey).export({ type: "spki", format: "der" }),
    der(0xa3, der(0x30, ...extensions)),
  );
  const signature = sign(hash, body, signer);
  const certificate = new X509Certificate(der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature)));
  return {
    cert: certificate.toString(),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    privateKey,
    commonName,
  };
};

/** What Relaxed would pin of it. */
export const keySha256Of = ({ cert }: Issued): string =>
  createHash("sha256")
    .update(createPublicKey(cert).export({ type: "spki", format: "der" }))
    .digest("hex");

const newKey = (rsaBits?: number): KeyObject =>
  rsaBits === undefined
    ? generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
    : generateKeyPairSync("rsa", { modulusLength: rsaBits }).privateKey;

const algorithmOf = ({ asymmetricKeyType }: KeyObject, hash: NonNullable<Wish["hash"]>): Buffer => {
  if (asymmetricKeyType === "rsa") return der(0x30, oid(RSA_WITH[hash]), der(0x05));
  if (hash === "md5") throw new RangeError("ECDSA has no signature with MD5");
  return der(0x30, oid(ECDSA_WITH[hash]));
};

const nameOf = (commonName: string): Buffer => der(0x30, der(0x31, der(0x30, oid("2.5.4.3"), der(0x0c, Buffer.from(commonName)))));

const extension = (id: string, value: Buffer): Buffer => der(0x30, oid(id), der(0x04, value));

const alternativeName = (name: string): Buffer =>
  isIP(name) === 4 ? der(0x87, Buffer.from(name.split(".").map(Number))) : der(0x82, Buffer.from(name));

const utcTime = (days: number): Buffer => {
  const digits = new Date(Date.now() + days * DAY_MS).toISOString().replace(/[-:T]/g, "");
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
};

/** DER proper wants the shortest length form; certificates are checked for that. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const digits: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) digits.unshift(rest & 0xff);
  const length = content.length < 0x80 ? [content.length] : [0x80 | digits.length, ...digits];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};

const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const septets = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) septets.unshift((left & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return der(0x06, Buffer.from(bytes));
};
