import { expect, test } from "vitest";
import { readCertificateAuthority } from "./certificate-authority.ts";

// Made with openssl for these tests, valid for a hundred years; nobody has their keys.
const authority = `-----BEGIN CERTIFICATE-----
MIIBkTCCATegAwIBAgIUILRKWD9oCWE3npuGEgHIZoavucwwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSRXhhbXBsZSBQcml2YXRlIENBMCAXDTI2MTEyMjEyMTk0NVoY
DzIxMjYxMDI5MTIxOTQ1WjAdMRswGQYDVQQDDBJFeGFtcGxlIFByaXZhdGUgQ0Ew
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATUTZIaX9jiDfe66DwLeMoLaC7j7Cyl
mjj3G1Lt0ZFK8RMNl0XCIlyluffwVqFmoPkNs42Ykn3+/lOWvRjkBclho1MwUTAd
BgNVHQ4EFgQUWB+S9xVynmNjlUguyQm1CORvxKIwHwYDVR0jBBgwFoAUWB+S9xVy
nmNjlUguyQm1CORvxKIwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBF
AiAuCeGcgrzvRbyHYqp7AUY0eVwYRaCYC3d/dPvsKl5jNwIhAK460JhaZ8d+NdfE
vyrw3GbUFJqlGPxFsWjcS2DrTs2u
-----END CERTIFICATE-----
`;
const server = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS6gAwIBAgIUPODIiNIQMykSGeNwD/5AF8dfoyowCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPZGMxLmV4YW1wbGUuY29tMCAXDTI2MTEyMjEyMTk0NVoYDzIx
MjYxMDI5MTIxOTQ1WjAaMRgwFgYDVQQDDA9kYzEuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAASMe2sX/d8aJ64Ri0i07d0MGTVKyO5QdFELDZAR
B26vXDQzmxfcR++jGlMWiMvED0QqYanFS/Dm1ZQ6NcgMfQ5No1AwTjAdBgNVHQ4E
FgQUb9LUhujQLaYTaM4lZbYt99ctZPAwHwYDVR0jBBgwFoAUb9LUhujQLaYTaM4l
ZbYt99ctZPAwDAYDVR0TAQH/BAIwADAKBggqhkjOPQQDAgNJADBGAiEA45lUEthD
GC0REhYhwRQKuFLRixMY100dAZM0ZqrXMqgCIQCM5FC3ODv1HOf9UGU+vURYzGL1
qLh/0TFi94y+xsLhdw==
-----END CERTIFICATE-----
`;

test("the certificates of authorities are kept, and nothing that stood around them", () => {
  expect(readCertificateAuthority(`subject=Example\n${authority}`)).toEqual({ pem: authority });
  expect(readCertificateAuthority(`${authority}\n\n${authority}`)).toEqual({ pem: authority + authority });
});

test.each([
  ["nothing", "", /PEM/],
  ["DER in base64", "MIIBkTCCATegAwIBAgIUILRKWD9oCWE3", /PEM/],
  ["a server's certificate", server, /server.*relaxed/],
  ["an authority with a server after it", authority + server, /server/],
  ["a damaged certificate", authority.replace("MIIB", "MIIC"), /cannot be read/],
  ["a private key", `${authority}-----BEGIN EC PRIVATE KEY-----\ncanary\n-----END EC PRIVATE KEY-----`, /private key/],
])("%s is refused with the reason", (_what, text, reason) => {
  const read = readCertificateAuthority(text);
  expect("problem" in read ? read.problem : read).toMatch(reason);
  expect(JSON.stringify(read)).not.toContain("canary");
});
