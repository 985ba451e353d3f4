import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SEAL_INFO, type SealedPassword, sealContext } from "@dirstream/contracts";
import type { Secret } from "@dirstream/service";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";

const PUBLIC_KEY_BYTES = 32;

/** Seals passwords for the fetchers. It cannot open what it has sealed. */
export type Seal = (password: Secret, use: Omit<SealedPassword, "keyId" | "enc" | "ciphertext">) => Promise<SealedPassword>;

/** `file` holds the fetchers' public key: 32 bytes (X25519) in base64. */
export const openSeal = async (file: string): Promise<Seal> => {
  const publicKey = await readPublicKey(file);
  const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey);
  const keyId = createHash("sha256").update(publicKey).digest("hex").slice(0, 16);
  const info = bytes(SEAL_INFO);

  return async (password, use) => {
    const plain = bytes(password.reveal());
    const { enc, ct } = await suite.seal({ recipientPublicKey, info }, plain, bytes(sealContext(use)));
    plain.fill(0);
    return { ...use, keyId, enc: base64(enc), ciphertext: base64(ct) };
  };
};

const readPublicKey = async (file: string): Promise<Uint8Array<ArrayBuffer>> => {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`SEAL_PUBLIC_KEY_FILE: the file cannot be read (${error.code ?? "unknown"}).`);
  });
  const key = new Uint8Array(Buffer.from(text.trim(), "base64"));
  if (key.length !== PUBLIC_KEY_BYTES) throw new Error(`SEAL_PUBLIC_KEY_FILE: the file must hold ${PUBLIC_KEY_BYTES} bytes in base64.`);
  return key;
};

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const base64 = (buffer: ArrayBuffer): string => Buffer.from(buffer).toString("base64");
