import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Certificate, readCertificate } from "./certificate.ts";
import { issue } from "./testing/certificates.ts";

// Made with openssl for this test, valid for a hundred years; nobody has its key.
const byOpenssl = `-----BEGIN CERTIFICATE-----
MIIB3TCCAYOgAwIBAgIUeidVMci5H2xhfqUkhDx87Q+Dy7MwCgYIKoZIzj0EAwIw
MjEWMBQGA1UECgwNRXhhbXBsZSwgSW5jLjEYMBYGA1UEAwwPZGMxLmV4YW1wbGUu
Y29tMCAXDTI2MTEyMjIxMzQ0NFoYDzIxMjYxMDI5MjEzNDQ0WjAyMRYwFAYDVQQK
DA1FeGFtcGxlLCBJbmMuMRgwFgYDVQQDDA9kYzEuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAATN3yXS2cvJo26sLcVCEhwiQRtebaKi41YeBuLZ
LOyZJh4w1ydPSXOddHBe2aRkzGVxq8/pq6cgAxDAWPeRjE0Qo3UwczAdBgNVHQ4E
FgQUwtH+9z1CZA9JmEArQLOyXktf0dkwHwYDVR0jBBgwFoAUwtH+9z1CZA9JmEAr
QLOyXktf0dkwDwYDVR0TAQH/BAUwAwEB/zAgBgNVHREEGTAXgg9kYzEuZXhhbXBs
ZS5jb22HBMAAAgowCgYIKoZIzj0EAwIDSAAwRQIgKCQZtPhgDzJXmstxJWounJqr
QFjDsRR8Za2y2MavNoICIQCD0ennDTvarnkfgLGWaBZuGIUVRUPZWdQFIURAazzi
gA==
-----END CERTIFICATE-----
`;

test("a certificate says what openssl reads in it", () => {
  expect(readCertificate(byOpenssl)).toEqual({
    subject: "O=Example\\, Inc., CN=dc1.example.com",
    issuer: "O=Example\\, Inc., CN=dc1.example.com",
    names: ["DNS:dc1.example.com", "IP Address:192.0.2.10"],
    validFrom: "2026-11-22T21:34:44.000Z",
    validTo: "2126-10-29T21:34:44.000Z",
    keyType: "EC, prime256v1",
    keySha256: "4bb7717b8e246c977b7371d0aeca875afe86d6fa9504499ea77b289a0fea7dcf",
    sha256: "104ac10fbfd715f1e1dc175d4c89799def1b88c54f27a33d7d46febe76905014",
  });
});

describe("what an issuer wrote into it", () => {
  const read = (wish: Parameters<typeof issue>[0]) => readCertificate(issue(wish).cert) as Certificate;

  test.each([
    ["two lines", "dc1\nO=Example Authority", "CN=dc1\\0AO=Example Authority"],
    ["NUL and an escape sequence", "dc1\u0000\u001b[2J", "CN=dc1\\00\\1B[2J"],
    ["a control character of Latin-1", "dc1\u0085", "CN=dc1\ufffd"],
    ["another part of the name", "dc1, O=Example Authority", "CN=dc1\\, O=Example Authority"],
  ])("is one line without control characters: %s", (_, commonName, subject) => {
    expect(read({ commonName }).subject).toBe(subject);
  });
  test("is one name where it looks like two", () => {
    expect(read({ commonName: "x", names: ["evil.example, DNS:dc1.example.com", "dc2.example.com"] }).names).toEqual([
      'DNS:"evil.example\\u002c DNS:dc1.example.com"',
      "DNS:dc2.example.com",
    ]);
  });
  test("is cut where it is long, and the rest of the names is counted", () => {
    const names = Array.from({ length: 130 }, (_, n) => `${n}.${"n".repeat(1_000)}.example`);
    const { subject, issuer, names: kept } = read({ commonName: `x${"😀".repeat(5_000)}`, names });
    for (const text of [subject, issuer, ...kept]) expect(text.length).toBeLessThanOrEqual(512);
    expect([subject.at(-1), subject.isWellFormed(), kept.length, kept.at(-1)]).toEqual(["…", true, 101, "… and 30 more"]);
  });
});

describe("nothing is read in a certificate", () => {
  const bytes = (change: (der: Buffer) => void): Buffer => {
    const der = Buffer.from(new X509Certificate(byOpenssl).raw);
    change(der);
    return der;
  };
  test.each([
    ["that is none", "hello"],
    ["without an end", byOpenssl.slice(0, 300)],
    ["whose time is no time", bytes((der) => der.write("never or some", der.indexOf("261122")))],
    ["whose key is on an unknown curve", bytes((der) => der.writeUInt8(99, der.indexOf("2a8648ce3d030107", 0, "hex") + 7))],
  ])("%s", (_, encoded) => {
    expect(readCertificate(encoded)).toBeUndefined();
  });
});
