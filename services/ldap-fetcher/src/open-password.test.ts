import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SEAL_INFO, type SealedPassword, sealContext } from "@dirstream/contracts";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PrivateKeys, readPrivateKeys, unseal } from "./open-password.ts";

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const folder = mkdtempSync(join(tmpdir(), "dirstream-keys-"));
const place = { account: "acme", connector: "london" };
const meant = { purpose: "connector", ...place, version: "7" } as const;
const use = { ...meant, notAfter: null };
const NOW = Date.parse("2026-03-01T12:00:00Z");

let keys: PrivateKeys;
let seal: (password: string, context?: Omit<SealedPassword, "keyId" | "enc" | "ciphertext">) => Promise<SealedPassword>;

beforeAll(async () => {
  const pairs = [await suite.kem.generateKeyPair(), await suite.kem.generateKeyPair()] as const;
  const lines = await Promise.all(pairs.map(async ({ privateKey }) => base64(await suite.kem.serializePrivateKey(privateKey))));
  const file = join(folder, "private-keys");
  writeFileSync(file, `${lines.join("\n")}\n`);
  keys = await readPrivateKeys(file);
  const recipientPublicKey = pairs[1].publicKey;
  const keyId = createHash("sha256")
    .update(Buffer.from(await suite.kem.serializePublicKey(recipientPublicKey)))
    .digest("hex")
    .slice(0, 16);
  seal = async (password, context = use) => {
    const to = { recipientPublicKey, info: bytes(SEAL_INFO) };
    const { enc, ct } = await suite.seal(to, bytes(password), bytes(sealContext(context)));
    return { ...context, keyId, enc: base64(enc), ciphertext: base64(ct) };
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const base64 = (buffer: ArrayBuffer) => Buffer.from(buffer).toString("base64");

test("an older key still opens what was sealed for it", async () => {
  expect((await unseal(keys, meant, await seal("pässword"), NOW)).toString()).toBe("pässword");
});

test.each([
  ["another connector", { connector: "paris" }],
  ["another account", { account: "other" }],
  ["another version", { version: "6" }],
  ["a test", { purpose: "test" as const }],
])("a password that was sealed for %s is refused", async (_what, other) => {
  await expect(unseal(keys, meant, await seal("pw", { ...use, ...other }), NOW)).rejects.toThrow(/another use/);
});

test("what a seal is for cannot be changed afterwards", async () => {
  const stolen = { ...(await seal("pw", { ...use, connector: "paris" })), connector: "london" };
  await expect(unseal(keys, meant, stolen, NOW)).rejects.toThrow(/altered/);
});

test("a seal has an end where it was given one", async () => {
  const sealed = await seal("pw", { ...use, notAfter: "2026-03-01T12:00:00Z" });
  expect((await unseal(keys, meant, sealed, NOW)).toString()).toBe("pw");
  await expect(unseal(keys, meant, sealed, NOW + 1)).rejects.toThrow(/another use/);
});

test("a password sealed for a key that nobody has says so", async () => {
  await expect(unseal(new Map(), meant, await seal("pw"), NOW)).rejects.toThrow(/key that this fetcher does not have/);
});
