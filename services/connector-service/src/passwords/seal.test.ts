import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SEAL_INFO, SealedPassword, sealContext } from "@dirstream/contracts";
import { Secret } from "@dirstream/service";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSeal } from "./seal.ts";

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const use = { purpose: "connector", account: "acme", connector: "london-1", version: "v1", notAfter: null } as const;
let folder: string;
let keys: Awaited<ReturnType<typeof suite.kem.generateKeyPair>>;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "seal-"));
  keys = await suite.kem.generateKeyPair();
  file = join(folder, "public.key");
  await writeFile(file, `${Buffer.from(await suite.kem.serializePublicKey(keys.publicKey)).toString("base64")}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

const open = async (sealed: SealedPassword, context = sealContext(sealed)) => {
  const buffer = (text: string) => new Uint8Array(Buffer.from(text, "base64")).buffer;
  const parameters = { recipientKey: keys.privateKey, enc: buffer(sealed.enc), info: new TextEncoder().encode(SEAL_INFO) };
  return new TextDecoder().decode(await suite.open(parameters, buffer(sealed.ciphertext), new TextEncoder().encode(context)));
};

test("only the fetchers' private key opens a sealed password", async () => {
  const seal = await openSeal(file);
  const sealed = await seal(new Secret("grüße-canary"), use);
  expect(SealedPassword.parse(sealed)).toEqual(sealed);
  expect(JSON.stringify(sealed)).not.toContain("canary");
  expect(await open(sealed)).toBe("grüße-canary");
  expect((await seal(new Secret("grüße-canary"), use)).ciphertext).not.toBe(sealed.ciphertext);
});

test("a sealed password is worth nothing for another connector, version or purpose", async () => {
  const sealed = await (await openSeal(file))(new Secret("canary"), use);
  for (const change of [{ account: "other" }, { connector: "paris-1" }, { version: "v2" }, { notAfter: "2030-01-01T00:00:00Z" }]) {
    await expect(open(sealed, sealContext({ ...use, ...change }))).rejects.toThrow();
  }
});

test("a key file that is missing or no key is said in one sentence", async () => {
  await expect(openSeal(join(folder, "none"))).rejects.toThrow(/SEAL_PUBLIC_KEY_FILE.*ENOENT/);
  const short = join(folder, "short.key");
  await writeFile(short, "AAAA");
  await expect(openSeal(short)).rejects.toThrow(/32 bytes/);
});
