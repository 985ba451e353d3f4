import { X509Certificate } from "node:crypto";
import { type Issued, issue, keySha256Of } from "@dirstream/ldap/testing/certificates";
import { describe, expect, test } from "vitest";
import { DirectoryError } from "./errors.ts";
import { type DirectoryAccess, openDirectory } from "./open-directory.ts";
import { BASE, BIND, greeter, page, result, type Script, scriptedPeer, wellBehaved } from "./testing/scripted-peer.ts";

const HOST = "dc1.example.test";
const authority = issue({ commonName: "Test Authority", ca: true });
const server = { commonName: HOST, names: [HOST], issuer: authority, usage: "serverAuth" } as const;

const good = issue(server);

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
  await using peer = await scriptedPeer({
    script: wellBehaved(),
    ...(encryption.startTls === true ? { startTls: shown } : { tls: shown }),
  });
  try {
    using directory = await openDirectory(accessTo(peer.port, encryption, host));
    return { outcome: "signed in", certificate: directory.certificate };
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    return { outcome: error.code, certificate: error.certificate };
  }
};

describe.each([
  ["LDAPS", false],
  ["StartTLS", true],
])("%s", (_, startTls) => {
  const strict = { mode: "strict", startTls, ca: authority.cert } as const;

  test("what the server showed is known, whether it was accepted or refused", async () => {
    const shown = { subject: `CN=${HOST}`, issuer: "CN=Test Authority", names: [`DNS:${HOST}`], keySha256: keySha256Of(good) };
    const accepted = await attempt(good, strict);
    expect(accepted).toMatchObject({ outcome: "signed in", certificate: { ...shown, distrust: null } });
    const refused = await attempt(good, { mode: "strict", startTls });
    expect(refused).toMatchObject({
      outcome: "certificateUntrusted",
      certificate: { ...shown, distrust: ["certificateUntrusted", expect.stringMatching(/not known here/)] },
    });
    const byItself = issue({ commonName: "whatever" });
    const pinned = await attempt(byItself, { mode: "relaxed", startTls, pinnedKey: keySha256Of(byItself).toUpperCase() });
    expect(pinned).toMatchObject({ outcome: "signed in", certificate: { issuer: "CN=whatever", names: [] } });
  });

  test("what cannot be read is refused with a sentence, whatever was pinned", async () => {
    const der = Buffer.from(new X509Certificate(good.cert).raw);
    der.write("never or some", der.indexOf(Buffer.from([0x17, 13])) + 2);
    const damaged = { ...good, cert: new X509Certificate(der).toString() };
    expect((await attempt(damaged, { mode: "relaxed", startTls, pinnedKey: keySha256Of(good) })).outcome).toBe("certificateUnreadable");
  });

  test("an address as host needs a certificate for that address", async () => {
    expect((await attempt(issue({ ...server, names: ["127.0.0.1"] }), strict, "127.0.0.1")).outcome).toBe("signed in");
    expect((await attempt(issue({ ...server, names: ["localhost"] }), strict, "127.0.0.1")).outcome).toBe("certificateHostMismatch");
  });
});

describe("a secondary host that is asked because the primary is away", () => {
  const [own, primarys] = [issue({ commonName: "dc2" }), issue({ commonName: "dc1" })];
  const relaxed = (shown: Issued, isOtherHosts = false) => ({ mode: "relaxed", pinnedKey: keySha256Of(shown), isOtherHosts }) as const;

  const failOver = async (shown: Issued, secondaryEncryption?: DirectoryAccess["encryption"]) => {
    await using peer = await scriptedPeer({ script: wellBehaved(), tls: shown });
    const access: DirectoryAccess = {
      ...accessTo(peer.port, relaxed(primarys)),
      hosts: [HOST, "dc2.example.test"],
      ...(secondaryEncryption === undefined ? {} : { secondaryEncryption }),
      lookup: async (host) => (host === HOST ? [] : ["127.0.0.1"]),
    };
    const outcome = await openDirectory(access).then(
      (directory) => {
        directory[Symbol.dispose]();
        return { host: directory.host };
      },
      ({ code, message }: DirectoryError) => ({ code, message }),
    );
    return { outcome, binds: peer.heard.filter(({ operation }) => operation === BIND).length };
  };

  test("is known by its own key", async () => {
    expect(await failOver(own, relaxed(own))).toEqual({ outcome: { host: "dc2.example.test" }, binds: 1 });
    expect(await failOver(primarys, relaxed(own))).toMatchObject({ outcome: { code: "certificateChanged" }, binds: 0 });
  });

  test("is known by the primary's key where it has none of its own", async () => {
    expect(await failOver(primarys)).toMatchObject({ outcome: { host: "dc2.example.test" } });
    expect(await failOver(primarys, relaxed(primarys, true))).toMatchObject({ outcome: { host: "dc2.example.test" } });
    const { outcome, binds } = await failOver(own, relaxed(primarys, true));
    expect([outcome, binds]).toMatchObject([{ code: "certificateNotPinned" }, 0]);
    for (const part of ["dc2.example.test:", keySha256Of(own), keySha256Of(primarys), "confirm it for the secondary host"]) {
      expect(outcome).toMatchObject({ message: expect.stringContaining(part) });
    }
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
    await using peer = await scriptedPeer({ script: wellBehaved(), startTls: { ...good, injected } });
    await expect(openDirectory(accessTo(peer.port, encryption))).rejects.toMatchObject({ stage: "tls" });
    expect(binds(peer.heard)).toEqual([]);
  });
});
