import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Keys, prepareKeys } from "./keys.ts";

let directory: string;
let keys: Keys;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "dirstream-keys-"));
  keys = await prepareKeys(directory);
});
afterEach(() => rm(directory, { recursive: true }));

const raw = async (file: string) => new Uint8Array(Buffer.from((await readFile(file, "utf8")).trim(), "base64"));

test("what is sealed with the public key is opened with the private one", async () => {
  const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const recipientPublicKey = await suite.kem.deserializePublicKey(await raw(keys.seal.publicKeyFile));
  const recipientKey = await suite.kem.deserializePrivateKey(await raw(keys.seal.privateKeysFile));
  const { enc, ct } = await suite.seal({ recipientPublicKey }, new TextEncoder().encode("secret"));
  expect(new TextDecoder().decode(await suite.open({ recipientKey, enc }, ct))).toBe("secret");
});

test("the tokens are believed by whoever has the published key, that of the link for a day", async () => {
  const jwks = JSON.parse(await readFile(keys.tokens.jwksFile, "utf8"));
  expect(JSON.stringify(jwks)).not.toContain('"d"');
  const { payload } = await jwtVerify(keys.token, createLocalJWKSet(jwks), keys.tokens);
  expect(payload).toMatchObject({ role: "admin", accounts: ["*"] });
  const { payload: link } = await jwtVerify(keys.linkToken, createLocalJWKSet(jwks), keys.tokens);
  expect((link.exp ?? 0) - (link.iat ?? 0)).toBe(24 * 60 * 60);
});

test("the second start finds the keys of the first, readable by their owner alone", async () => {
  const kept = ({ seal, sessionKeysFile }: Keys) => Promise.all([seal.privateKeysFile, seal.publicKeyFile, sessionKeysFile].map(raw));
  const before = await kept(keys);
  const again = await prepareKeys(directory);
  expect(await kept(again)).toEqual(before);
  expect(again.directory).toEqual(keys.directory);
  expect(again.natsUsers).toEqual(keys.natsUsers);
  for (const file of [keys.seal.privateKeysFile, keys.sessionKeysFile, ...keys.natsUsers.map((user) => user.file)]) {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
});
