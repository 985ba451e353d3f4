import { createHash } from "node:crypto";
import { type ConnectionOptions, credsAuthenticator, nkeys } from "nats";

/** Who may connect; `permissions.ts` says what each may do. */
export const USER_NAMES = ["admin", "connector-service", "scheduler-service", "ldap-fetcher", "directory-projector"] as const;
export type UserName = (typeof USER_NAMES)[number];

export interface User {
  readonly name: UserName;
  /** For the server's configuration. */
  readonly publicKey: string;
  /** The text of a .creds file: a secret. */
  readonly credentials: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Makes a key pair, and a .creds file of it that other NATS clients read as well. */
export const newUser = (name: UserName, now: Date = new Date()): User => {
  const pair = nkeys.createUser();
  const publicKey = pair.getPublicKey();
  const seed = decoder.decode(pair.getSeed());
  const claims = {
    jti: createHash("sha256").update(publicKey).digest("hex"),
    iat: Math.floor(now.getTime() / 1000),
    iss: publicKey,
    name,
    sub: publicKey,
    nats: { type: "user", version: 2 },
  };
  const unsigned = `${base64url({ typ: "JWT", alg: "ed25519-nkey" })}.${base64url(claims)}`;
  const jwt = `${unsigned}.${Buffer.from(pair.sign(encoder.encode(unsigned))).toString("base64url")}`;
  pair.clear();
  return { name, publicKey, credentials: credentialsFile(jwt, seed) };
};

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const credentialsFile = (jwt: string, seed: string): string =>
  `-----BEGIN NATS USER JWT-----
${jwt}
------END NATS USER JWT------

-----BEGIN USER NKEY SEED-----
${seed}
------END USER NKEY SEED------
`;

const JWT = /BEGIN NATS USER JWT-+\s+[\w-]+\.([\w-]+)\.[\w-]+\s/;

/** Whose credentials these are. */
export const userOf = (credentials: string): User => {
  const [, claims] = JWT.exec(credentials) ?? [];
  if (claims === undefined) throw new TypeError("These are not the credentials of a NATS user: a .creds file holds a JWT and a seed");
  const { name, sub } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { readonly name: UserName; readonly sub: string };
  return { name, publicKey: sub, credentials };
};

/** Answers meant for one user are delivered where no other may listen. */
export const inboxPrefix = (name: string): string => `_INBOX_${name}`;

export const signInWith = (credentials: string): ConnectionOptions => ({
  authenticator: credsAuthenticator(encoder.encode(credentials)),
  inboxPrefix: inboxPrefix(userOf(credentials).name),
});
