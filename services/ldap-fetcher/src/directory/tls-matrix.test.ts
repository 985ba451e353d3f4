import type { SecureVersion } from "node:tls";
import { type Issued, issue, keySha256Of } from "@dirstream/ldap/testing/certificates";
import { describe, expect, test } from "vitest";
import { DirectoryError } from "./errors.ts";
import { openDirectory } from "./open-directory.ts";
import { BASE, BIND, EXTENDED, scriptedPeer, wellBehaved } from "./testing/scripted-peer.ts";
import type { Encryption } from "./tls.ts";

/** What is configured is a name; what is connected to is an address that it was resolved to. */
const HOST = "dc1.example.test";
const ADDRESS = "127.0.0.1";
const PASSWORD = "Canary-password";
const SIGNED_IN = "signed in";

const authority = issue({ commonName: "Test Authority", ca: true });
const rsaAuthority = issue({ commonName: "Test RSA Authority", ca: true, rsaBits: 2_048 });
const intermediate = issue({ commonName: "Test Intermediate", ca: true, issuer: authority });
const expiredIntermediate = issue({ commonName: "Test Expired", ca: true, issuer: authority, validDays: [-30, -1] });
const stranger = issue({ commonName: "Another Authority", ca: true });
const server = { commonName: HOST, names: [HOST], issuer: authority, usage: "serverAuth" } as const;
const { issuer: _, ...bySelf } = server;
const another = issue({ ...server, commonName: "another server" });

/** A certificate, those that the server sends with it, and what strict has to say. */
type Row = readonly [shown: string, certificate: Issued, sentWithIt: readonly Issued[], strict: string];

const good: Row = ["of a known authority, for this host", issue(server), [], SIGNED_IN];
const rows: readonly Row[] = [
  good,
  ["of an authority below a known one, which is sent", issue({ ...server, issuer: intermediate }), [intermediate], SIGNED_IN],
  ["for every host of the domain", issue({ ...server, names: ["*.example.test"] }), [], SIGNED_IN],
  ["expired", issue({ ...server, validDays: [-30, -1] }), [], "certificateExpired"],
  ["below one that has expired", issue({ ...server, issuer: expiredIntermediate }), [expiredIntermediate], "certificateExpired"],
  ["not valid yet", issue({ ...server, validDays: [1, 30] }), [], "certificateNotYetValid"],
  ["self-signed", issue(bySelf), [], "certificateSelfSigned"],
  ["of an unknown authority", issue({ ...server, issuer: stranger }), [], "certificateUntrusted"],
  ["of an unknown authority, which is sent", issue({ ...server, issuer: stranger }), [stranger], "certificateUntrusted"],
  ["whose intermediate is not sent", issue({ ...server, issuer: intermediate }), [], "certificateUntrusted"],
  ["issued by another server's own", issue({ ...server, issuer: another }), [another], "certificateUntrusted"],
  ["for another host", issue({ ...server, names: ["dc2.example.test"] }), [], "certificateHostMismatch"],
  ["for hosts one level up", issue({ ...server, names: ["*.test"] }), [], "certificateHostMismatch"],
  ["for localhost", issue({ ...server, names: ["localhost"] }), [], "certificateHostMismatch"],
  ["for the address that is connected to", issue({ ...server, names: [ADDRESS] }), [], "certificateHostMismatch"],
  ["with the host as common name only", issue({ ...server, names: [] }), [], "certificateHostMismatch"],
  ["for clients only", issue({ ...server, usage: "clientAuth" }), [], "certificateWrongPurpose"],
  ["with an RSA key of 1024 bits", issue({ ...server, rsaBits: 1_024 }), [], "certificateTooWeak"],
  ["signed with SHA-1", issue({ ...server, hash: "sha1" }), [], "certificateTooWeak"],
  ["signed with MD5", issue({ ...server, issuer: rsaAuthority, hash: "md5" }), [], "certificateTooWeak"],
];

const attempt = async (
  [, shown, sentWithIt]: Row,
  encryption: Encryption,
  { offersStartTls, ...more }: { readonly offersStartTls: boolean; readonly maxVersion?: SecureVersion },
) => {
  const cert = [shown, ...sentWithIt].map((it) => it.cert).join("");
  const tls = { cert, key: shown.key, ciphers: "DEFAULT@SECLEVEL=0", minVersion: "TLSv1", ...more } as const;
  await using peer = await scriptedPeer({ script: wellBehaved(), ...(offersStartTls ? { startTls: tls } : { tls }) });
  const access = { hosts: [HOST], port: peer.port, bindDn: "cn=reader", password: PASSWORD, baseDn: BASE } as const;
  const outcome = await openDirectory({ ...access, encryption, allowAddress: () => true, lookup: async () => [ADDRESS] }).then(
    (directory) => {
      directory[Symbol.dispose]();
      return SIGNED_IN;
    },
    (error: unknown) => error,
  );
  await peer.allGone();
  const operations = (encrypted: boolean) => peer.heard.filter((it) => it.encrypted === encrypted).map(({ operation }) => operation);
  return { outcome, inside: operations(true), outside: operations(false), bytesInside: peer.encryptedBytes, names: peer.servernames };
};

describe.each([
  ["LDAPS", false],
  ["StartTLS", true],
])("over %s", (_way, startTls) => {
  const asked = startTls ? [EXTENDED] : [];
  const modes: readonly [mode: string, encryption: (row: Row) => Encryption, expected: (row: Row) => string][] = [
    ["strict", () => ({ mode: "strict", startTls, ca: authority.cert + rsaAuthority.cert }), ([, , , strict]) => strict],
    ["relaxed, nothing confirmed yet", () => ({ mode: "relaxed", startTls }), () => "certificateNotPinned"],
    ["relaxed, its key confirmed", ([, shown]) => ({ mode: "relaxed", startTls, pinnedKey: keySha256Of(shown) }), () => SIGNED_IN],
    ["relaxed, another key confirmed", () => ({ mode: "relaxed", startTls, pinnedKey: keySha256Of(another) }), () => "certificateChanged"],
  ];

  describe.each(modes)("%s", (_mode, encryption, expectedOf) => {
    test.each(rows.map((row) => [row[0], expectedOf(row), row] as const))("a certificate %s: %s", async (_shown, expected, row) => {
      const { outcome, inside, outside, bytesInside, names } = await attempt(row, encryption(row), { offersStartTls: startTls });
      expect(outside).toEqual(asked);
      expect(names).toEqual([HOST]);
      if (expected === SIGNED_IN) {
        expect(outcome).toBe(SIGNED_IN);
        expect(inside[0]).toBe(BIND);
        return;
      }
      expect(outcome).toBeInstanceOf(DirectoryError);
      expect(outcome).toMatchObject({ stage: "tls", code: expected, retryable: false, tryOtherHost: false });
      expect(outcome).toMatchObject({ message: expect.stringContaining(HOST), certificate: { keySha256: keySha256Of(row[1]) } });
      expect([bytesInside, inside]).toEqual([0, []]);
    });
  });

  test.each([
    ["strict", { mode: "strict", startTls, ca: authority.cert }],
    ["relaxed", { mode: "relaxed", startTls, pinnedKey: keySha256Of(good[1]) }],
  ] as const)("%s takes TLS 1.2 and newer, whatever the certificate", async (_mode, encryption) => {
    expect(await attempt(good, encryption, { offersStartTls: startTls, maxVersion: "TLSv1.2" })).toMatchObject({ outcome: SIGNED_IN });
    const { outcome, outside, bytesInside } = await attempt(good, encryption, { offersStartTls: startTls, maxVersion: "TLSv1.1" });
    expect(outcome).toMatchObject({ stage: "tls", code: "tlsHandshakeFailed" });
    expect([outside, bytesInside]).toEqual([asked, 0]);
  });

  test("relaxed goes on with a renewed certificate for the key that was confirmed", async () => {
    const [, before] = good;
    const renewed = issue({ commonName: "renewed", keyOf: before, validDays: [-1, 700] });
    const encryption = { mode: "relaxed", startTls, pinnedKey: keySha256Of(before) } as const;
    expect(await attempt(["renewed", renewed, [], ""], encryption, { offersStartTls: startTls })).toMatchObject({ outcome: SIGNED_IN });
  });
});

describe("none", () => {
  test.each(rows)("signs in as it is told, in clear, where StartTLS is offered with a certificate %s", async (...row) => {
    const { outcome, names, outside, bytesInside } = await attempt(row, { mode: "none" }, { offersStartTls: true });
    expect([outcome, outside[0], names, bytesInside]).toEqual([SIGNED_IN, BIND, [], 0]);
  });

  test("does not begin TLS on a port that speaks nothing else", async () => {
    const { outcome, names, bytesInside } = await attempt(good, { mode: "none" }, { offersStartTls: false });
    expect(outcome).toMatchObject({ stage: "bind" });
    expect([names, bytesInside]).toEqual([[], 0]);
  });
});
