import { createPrivateKey, createPublicKey, hash, type webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { SEAL_INFO, SEALED_BUCKET, SealedPassword, sealContext, sealedKey } from "@dirstream/contracts";
import { type EventLog, getValue } from "@dirstream/event-log";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import type { Place } from "./place.ts";
import { RunFailed } from "./run/writer.ts";

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** The fetchers' private keys by the id of their public key. */
export type PrivateKeys = ReadonlyMap<string, webcrypto.CryptoKey>;

/**
 * The file holds one raw X25519 private key in base64 per line, the newest first: all of them open.
 * They are told apart by the first 16 hexadecimal digits of the SHA-256 of their public key.
 */
export const readPrivateKeys = async (file: string): Promise<PrivateKeys> => {
  const lines = readFileSync(file, "utf8").split("\n");
  const raw = lines.map((line) => Buffer.from(line.trim(), "base64")).filter(({ length }) => length > 0);
  return new Map(
    await Promise.all(raw.map(async (key) => [keyIdOf(key), await suite.kem.deserializePrivateKey(new Uint8Array(key).buffer)] as const)),
  );
};

/** Reads the sealed password that the connector's settings name, and opens it. */
export const openPassword = async (log: EventLog, keys: PrivateKeys, place: Place, version: string): Promise<Buffer> => {
  const { account, connector } = place;
  const stored = await getValue(log, { bucket: SEALED_BUCKET, key: sealedKey(account, connector, version) });
  if (stored === undefined) throw cannotOpen("is not there any more");
  const sealed = SealedPassword.safeParse(JSON.parse(Buffer.from(stored).toString("utf8")));
  if (!sealed.success) throw cannotOpen("is not in a form that this fetcher knows");
  return unseal(keys, { purpose: "connector", account, connector, version }, sealed.data, Date.now());
};

/** What a password is to be used for. */
export type Use = Pick<SealedPassword, "purpose" | "account" | "connector" | "version">;

/** Opens what connector-service has sealed, for the use that it was sealed for and no other. */
export const unseal = async (keys: PrivateKeys, use: Use, sealed: SealedPassword, nowMs: number): Promise<Buffer> => {
  const { keyId, enc, ciphertext, ...context } = sealed;
  const recipientKey = keys.get(keyId);
  if (recipientKey === undefined) throw cannotOpen("was sealed for a key that this fetcher does not have");
  const isMeant = (["purpose", "account", "connector", "version"] as const).every((name) => context[name] === use[name]);
  if (!isMeant || (context.notAfter !== null && Date.parse(context.notAfter) < nowMs)) throw cannotOpen("was sealed for another use");
  try {
    const recipient = { recipientKey, enc: buffer(enc), info: new TextEncoder().encode(SEAL_INFO) };
    return Buffer.from(await suite.open(recipient, buffer(ciphertext), new TextEncoder().encode(sealContext(context))));
  } catch {
    // The cause is left out: it could only tell about the secret.
    throw cannotOpen("cannot be opened: it was altered, or sealed for another use");
  }
};

const buffer = (base64: string): ArrayBuffer => new Uint8Array(Buffer.from(base64, "base64")).buffer;

/** RFC 8410 section 7: an X25519 key in PKCS #8 is these bytes and the raw key. */
const PKCS8_X25519 = Buffer.from("302e020100300506032b656e04220420", "hex");

const keyIdOf = (privateKey: Buffer): string => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_X25519, privateKey]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key).export({ format: "jwk" }).x ?? "";
  return hash("sha256", Buffer.from(publicKey, "base64url")).slice(0, 16);
};

const cannotOpen = (why: string) =>
  new RunFailed({
    stage: "configuration",
    code: "passwordUnreadable",
    message: `The password of the query account ${why}. Enter it again in the connector's settings.`,
    retryable: false,
  });
