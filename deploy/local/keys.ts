import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { newUser, USER_NAMES, type User, type UserName, userOf } from "@dirstream/event-log";
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";

const ISSUER = "dirstream-local";
const AUDIENCE = "dirstream";
const TOKEN_VALID = "30 days";
/** A link is copied, and stays in terminals and in browsers' histories. */
const LINK_VALID = "1 day";

/** What a local run makes for itself the first time, in files that only their owner reads. */
export interface Keys {
  readonly natsUsers: readonly (User & { readonly file: string })[];
  /** Seals passwords; opens them. */
  readonly seal: { readonly publicKeyFile: string; readonly privateKeysFile: string };
  readonly tokens: { readonly jwksFile: string; readonly issuer: string; readonly audience: string };
  readonly directory: { readonly adminPassword: string; readonly queryPassword: string };
  /** Seals the console's sessions. */
  readonly sessionKeysFile: string;
  /** Signs what is posted to webhooks. */
  readonly webhookKeyFile: string;
  /** An administrator's, for everything here. */
  readonly token: string;
  /** The same for a browser, in the link that signs it in. */
  readonly linkToken: string;
}

export const prepareKeys = async (directory: string): Promise<Keys> => {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const at = (name: string) => join(directory, name);
  const natsUsers = await Promise.all(USER_NAMES.map((name) => natsUser(at(`${name}.creds`), name)));
  const password = () => randomBytes(18).toString("base64url");
  const directorySecrets = await once(at("directory.json"), async () => ({ adminPassword: password(), queryPassword: password() }));
  const sessionKeysFile = at("session.keys");
  if (!existsSync(sessionKeysFile)) await writeSecret(sessionKeysFile, `${randomBytes(32).toString("base64")}\n`);
  const webhookKeyFile = at("webhook.pem");
  if (!existsSync(webhookKeyFile)) {
    await writeSecret(webhookKeyFile, generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string);
  }
  return {
    natsUsers,
    webhookKeyFile,
    seal: await sealingKeys(at),
    directory: directorySecrets,
    sessionKeysFile,
    ...(await signingKeys(at)),
  };
};

const natsUser = async (file: string, name: UserName): Promise<Keys["natsUsers"][number]> => {
  if (!existsSync(file)) await writeSecret(file, newUser(name).credentials);
  return { ...userOf(readFileSync(file, "utf8")), file };
};

/**
 * X25519. Each file holds raw keys in base64: the public one, and the private ones line by line, newest first.
 * The public file is made again from the private one, so that the two cannot disagree.
 */
const sealingKeys = async (at: (name: string) => string): Promise<Keys["seal"]> => {
  const [publicKeyFile, privateKeysFile] = [at("seal-public.key"), at("seal-private.keys")];
  if (!existsSync(privateKeysFile)) {
    const { privateKey } = generateKeyPairSync("x25519");
    await writeSecret(privateKeysFile, `${rawKey(privateKey, "d")}\n`);
  }
  const [newest = ""] = readFileSync(privateKeysFile, "utf8").split("\n");
  await writeSecret(publicKeyFile, `${rawKey(createPublicKey(privateKeyOf(newest)), "x")}\n`);
  return { publicKeyFile, privateKeysFile };
};

const rawKey = (key: KeyObject, part: "d" | "x"): string =>
  Buffer.from(key.export({ format: "jwk" })[part] as string, "base64url").toString("base64");

/** The PKCS #8 wrapping of a raw X25519 key (RFC 8410 section 7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b656e04220420", "hex");
const privateKeyOf = (base64: string): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, Buffer.from(base64, "base64")]), format: "der", type: "pkcs8" });

/** Ed25519. Services get the public half; the tokens are signed anew at each start. */
const signingKeys = async (at: (name: string) => string): Promise<Pick<Keys, "tokens" | "token" | "linkToken">> => {
  const jwk = await once(at("token-key.json"), async () => {
    const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
    return { ...(await exportJWK(privateKey)), alg: "EdDSA", kid: randomBytes(8).toString("hex") };
  });
  const { d: _secret, ...publicJwk } = jwk as JWK;
  const jwksFile = at("jwks.json");
  await writeSecret(jwksFile, JSON.stringify({ keys: [publicJwk] }));
  const key = await importJWK(jwk as JWK, "EdDSA");
  const sign = (valid: string): Promise<string> =>
    new SignJWT({ role: "admin", accounts: ["*"], name: "Local administrator" })
      .setProtectedHeader({ alg: "EdDSA", kid: publicJwk.kid as string })
      .setSubject("local-admin")
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(valid)
      .sign(key);
  const [token, linkToken] = await Promise.all([sign(TOKEN_VALID), sign(LINK_VALID)]);
  return { tokens: { jwksFile, issuer: ISSUER, audience: AUDIENCE }, token, linkToken };
};

/** What the file holds; what `make` makes, when there is none yet. */
const once = async <Value>(file: string, make: () => Promise<Value>): Promise<Value> => {
  if (!existsSync(file)) await writeSecret(file, JSON.stringify(await make()));
  return JSON.parse(readFileSync(file, "utf8")) as Value;
};

/** Whole or not at all: half a key would lock people out of what it sealed. */
export const writeSecret = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
};
