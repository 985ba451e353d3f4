import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { DirectoryError } from "./errors.ts";
import { type DirectoryAccess, openDirectory } from "./open-directory.ts";
import { type Issued, issue, publicKeyOf } from "./testing/certificates.ts";
import { BASE, BIND, EXTENDED, greeter, page, result, type Script, scriptedPeer, wellBehaved } from "./testing/scripted-peer.ts";

const HOST = "dc1.example.test";
const authority = issue({ commonName: "Test Authority", ca: true });
const intermediate = issue({ commonName: "Test Intermediate", ca: true, issuer: authority });
const stranger = issue({ commonName: "Another Authority", ca: true });
const server = { commonName: HOST, names: [HOST], issuer: authority, usage: "serverAuth" } as const;

const good = issue(server);
const keySha256 = (issued: Issued): string => createHash("sha256").update(publicKeyOf(issued)).digest("hex");

const accessTo = (port: number, encryption: DirectoryAccess["encryption"], host: string = HOST): DirectoryAccess => ({
  hosts: [host],
  port,
  encryption,
  bindDn: "cn=reader",
  password: "secret",
  baseDn: BASE,
  allowAddress: () => true,
  lookup: async () => ["127.0.0.1"],
});

const attempt = async (shown: Issued, encryption: DirectoryAccess["encryption"], host?: string) => {
  const tls = { cert: shown.cert, key: shown.key, ciphers: "DEFAULT@SECLEVEL=0" };
  await using peer = await scriptedPeer({ script: wellBehaved(), ...(encryption.startTls === true ? { startTls: tls } : { tls }) });
  try {
    using directory = await openDirectory(accessTo(peer.port, encryption, host));
    return { outcome: "signed in", certificate: directory.certificate, heard: peer.heard };
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    return { outcome: error.code, certificate: error.certificate, error, heard: peer.heard };
  }
};

describe.each([
  ["LDAPS", false],
  ["StartTLS", true],
])("%s", (_, startTls) => {
  const strict = { mode: "strict", startTls, ca: authority.cert } as const;

  test.each<[string, Issued, string]>([
    ["of a known authority, for this host", good, "signed in"],
    ["self-signed", issue({ ...server, issuer: undefined as never }), "certificateSelfSigned"],
    ["of an unknown authority", issue({ ...server, issuer: stranger }), "certificateUntrusted"],
    ["whose intermediate is not sent", issue({ ...server, issuer: intermediate }), "certificateUntrusted"],
    ["expired", issue({ ...server, validDays: [-30, -1] }), "certificateExpired"],
    ["not valid yet", issue({ ...server, validDays: [1, 30] }), "certificateNotYetValid"],
    ["for another host", issue({ ...server, names: ["dc2.example.test"] }), "certificateHostMismatch"],
    ["for localhost", issue({ ...server, names: ["localhost"] }), "certificateHostMismatch"],
    ["with the host as common name only", issue({ commonName: HOST, issuer: authority, usage: "serverAuth" }), "certificateHostMismatch"],
    ["for clients", issue({ ...server, usage: "clientAuth" }), "certificateWrongPurpose"],
    ["with a key of 1024 bits", issue({ ...server, rsaBits: 1024 }), "certificateTooWeak"],
  ])("strict, a certificate %s", async (_name, shown, outcome) => {
    const attempted = await attempt(shown, strict);
    expect(attempted.outcome).toBe(outcome);
    const inside = attempted.heard.filter(({ encrypted }) => encrypted);
    const outside = attempted.heard.filter(({ encrypted }) => !encrypted);
    expect(outside.map(({ operation }) => operation)).toEqual(startTls ? [EXTENDED] : []);
    if (outcome === "signed in") expect(inside.map(({ operation }) => operation)).toContain(BIND);
    else {
      expect(inside).toEqual([]);
      expect(attempted.error).toMatchObject({
        stage: "tls",
        retryable: false,
        tryOtherHost: false,
        message: expect.stringContaining(HOST),
      });
      expect(attempted.certificate?.keySha256).toBe(keySha256(shown));
    }
  });

  test("relaxed accepts a self-signed certificate by its key, even when it has expired", async () => {
    const shown = issue({ commonName: "whatever", validDays: [-30, -1] });
    const attempted = await attempt(shown, { mode: "relaxed", startTls, pinnedKey: keySha256(shown) });
    expect(attempted.outcome).toBe("signed in");
    expect(attempted.certificate).toMatchObject({ subject: "CN=whatever", issuer: "CN=whatever", names: [], keySha256: keySha256(shown) });
  });

  test.each([
    ["nothing confirmed yet", undefined, "certificateNotPinned"],
    ["another key confirmed", keySha256(stranger), "certificateChanged"],
  ])("relaxed with %s shows the certificate and says nothing", async (_name, pinnedKey, outcome) => {
    const attempted = await attempt(good, { mode: "relaxed", startTls, pinnedKey });
    expect(attempted.outcome).toBe(outcome);
    expect(attempted.certificate).toMatchObject({ issuer: "CN=Test Authority", names: [`DNS:${HOST}`], keySha256: keySha256(good) });
    expect(attempted.heard.filter(({ encrypted }) => encrypted)).toEqual([]);
  });

  test("an address as host needs a certificate for that address", async () => {
    expect((await attempt(issue({ ...server, names: ["127.0.0.1"] }), strict, "127.0.0.1")).outcome).toBe("signed in");
    expect((await attempt(issue({ ...server, names: ["localhost"] }), strict, "127.0.0.1")).outcome).toBe("certificateHostMismatch");
  });
});

test("an authority that is no certificate is said to be none", async () => {
  expect((await attempt(good, { mode: "strict", ca: "nonsense" })).outcome).toBe("authorityUnreadable");
});

test("a plain LDAP port asked for TLS is not available, rather than asked in clear", async () => {
  await using peer = await scriptedPeer({ script: wellBehaved() });
  await expect(openDirectory(accessTo(peer.port, { mode: "strict" }))).rejects.toMatchObject({
    stage: "tls",
    code: "tlsHandshakeFailed",
    tryOtherHost: true,
  });
  expect(peer.heard).toEqual([]);
});

test("a port that answers the handshake in clear is said not to speak TLS", async () => {
  await using server = await greeter(Buffer.from("220 mail.example.test ESMTP\r\n"));
  await expect(openDirectory(accessTo(server.port, { mode: "strict" }))).rejects.toMatchObject({
    stage: "tls",
    code: "tlsNotSpoken",
    tryOtherHost: true,
  });
});

describe("StartTLS never falls back", () => {
  const encryption = { mode: "strict", startTls: true, ca: authority.cert } as const;
  const binds = (heard: readonly { operation: number }[]) => heard.filter(({ operation }) => operation === BIND);

  test.each([
    [2, "startTlsRefused", false],
    [52, "unavailable", true],
  ])("when the server answers %i", async (code, outcome, tryOtherHost) => {
    await using peer = await scriptedPeer({ script: ({ id }) => result(id, 0x78, code) });
    await expect(openDirectory(accessTo(peer.port, encryption))).rejects.toMatchObject({ stage: "tls", code: outcome, tryOtherHost });
    expect(binds(peer.heard)).toEqual([]);
  });

  test("when the server accepts and then says nothing more", async () => {
    const script: Script = ({ id }, socket) => {
      socket.removeAllListeners("data").resume();
      return result(id, 0x78, 0);
    };
    await using peer = await scriptedPeer({ script });
    await expect(openDirectory({ ...accessTo(peer.port, encryption), connectMs: 60 })).rejects.toMatchObject({
      stage: "tls",
      code: "tlsTimeout",
      tryOtherHost: true,
    });
    expect(binds(peer.heard)).toEqual([]);
  });

  test.each([
    ["a whole message", page(2, [1], "")],
    ["half a message", page(2, [1], "").subarray(0, 20)],
  ])("when %s follows in clear behind the answer", async (_, injected) => {
    await using peer = await scriptedPeer({ script: wellBehaved(), startTls: { cert: good.cert, key: good.key, injected } });
    await expect(openDirectory(accessTo(peer.port, encryption))).rejects.toMatchObject({ stage: "tls" });
    expect(binds(peer.heard)).toEqual([]);
  });
});
