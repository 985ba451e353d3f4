import { createPrivateKey, createPublicKey, sign } from "node:crypto";

/** Signs as Standard Webhooks has it for asymmetric keys: whoever checks needs no secret of ours. */
export interface Signer {
  /** For the header `webhook-signature`. */
  readonly signatures: (id: string, timestampSeconds: number, body: string) => string;
  /** As `whpk_…`, one for each key. */
  readonly publicKeys: readonly string[];
}

const PEM_BLOCK = /-----BEGIN [^-]+-----[\s\S]+?-----END [^-]+-----/g;

/** Of several keys each signs, so that a new one can be made known before the old one goes. */
export const openSigner = (pem: string): Signer => {
  const keys = (pem.match(PEM_BLOCK) ?? []).map((block) => createPrivateKey(block));
  if (keys.length === 0 || keys.some(({ asymmetricKeyType }) => asymmetricKeyType !== "ed25519")) {
    throw new TypeError("The file of WEBHOOK_SIGNING_KEY_FILE must hold Ed25519 private keys in PEM (openssl genpkey -algorithm ed25519)");
  }
  return {
    signatures: (id, timestampSeconds, body) => {
      const signed = Buffer.from(`${id}.${timestampSeconds}.${body}`);
      return keys.map((key) => `v1a,${sign(null, signed, key).toString("base64")}`).join(" ");
    },
    publicKeys: keys.map((key) => {
      const { x = "" } = createPublicKey(key).export({ format: "jwk" });
      return `whpk_${Buffer.from(x, "base64url").toString("base64")}`;
    }),
  };
};
