import * as z from "zod";

/**
 * A password that only a fetcher can open: HPKE (RFC 9180) base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 * What it may be used for travels beside it and is bound to it as additional data.
 */
export const SealedPassword = z.strictObject({
  /** Which of the fetchers' keys opens it: SHA-256 (hex, first 16) of the public key. */
  keyId: z.string(),
  enc: z.base64(),
  ciphertext: z.base64(),
  /** connector: to be stored, for its runs. test, preview: for one of them. */
  purpose: z.enum(["connector", "test", "preview"]),
  account: z.string(),
  /** Empty where nothing is saved yet. */
  connector: z.string(),
  /** Of a test or preview its id. */
  version: z.string(),
  /** RFC 3339; null: until it is replaced. */
  notAfter: z.iso.datetime().nullable(),
});
export type SealedPassword = z.output<typeof SealedPassword>;

export const SEAL_INFO = "dirstream sealed password v1";

/** The additional data of a seal: changing any of it makes the seal unreadable. */
export const sealContext = ({
  purpose,
  account,
  connector,
  version,
  notAfter,
}: Omit<SealedPassword, "keyId" | "enc" | "ciphertext">): string => JSON.stringify([purpose, account, connector, version, notAfter]);
