import type { Certificate } from "@dirstream/contracts";
import { issue, keySha256Of } from "@dirstream/ldap/testing/certificates";
import { describe, expect, test } from "vitest";
import { changedPins, PinInput, pinContradictions, pinsOf } from "./pin-input.ts";

const [one, other] = [issue({ commonName: "dc1", names: ["dc1.example.com"] }), issue({ commonName: "dc2" })];
const renewed = issue({ commonName: "dc1 renewed", keyOf: one });
const [ONE, OTHER] = [keySha256Of(one), keySha256Of(other)];
const read = (body: unknown): PinInput => PinInput.parse(body);
const saidOf = (pem: string): Certificate => read({ pinnedCertificate: pem }).pinnedCertificate as Certificate;

test("a certificate pins its key, and what is stored is read in it", () => {
  const { pinnedKey, pinnedCertificate, ...others } = pinsOf(read({ pinnedCertificate: `subject=CN=trusted\n${one.cert}` }));
  expect([pinnedKey, others]).toEqual([ONE, { secondaryPinnedKey: null }]);
  expect(pinnedCertificate).toMatchObject({ subject: "CN=dc1", issuer: "CN=dc1", names: ["DNS:dc1.example.com"], keySha256: ONE });
  expect(JSON.stringify(pinnedCertificate)).not.toContain("BEGIN");
});

test("a key without a certificate is stored as a key", () => {
  expect(pinsOf(read({ pinnedKey: ONE.toUpperCase() }))).toEqual({ pinnedKey: ONE, secondaryPinnedKey: null });
  expect(pinsOf({})).toEqual({ pinnedKey: null, secondaryPinnedKey: null });
});

describe("of a key that was confirmed with its certificate", () => {
  const before = { pinnedKey: ONE, pinnedCertificate: saidOf(one.cert), secondaryPinnedKey: null };
  test.each<[string, object, object]>([
    ["nothing is said", {}, {}],
    ["another key takes back what was said of it", { pinnedKey: OTHER }, { pinnedKey: OTHER, pinnedCertificate: null }],
    ["no key any more takes back what was said of it", { pinnedKey: null }, { pinnedKey: null, pinnedCertificate: null }],
    ["the same key leaves it", { pinnedKey: ONE }, { pinnedKey: ONE }],
    ["what it said can be forgotten alone", { pinnedCertificate: null }, { pinnedCertificate: null }],
    [
      "a renewed certificate takes its place",
      { pinnedCertificate: renewed.cert },
      { pinnedKey: ONE, pinnedCertificate: saidOf(renewed.cert) },
    ],
    [
      "the secondary's is another matter",
      { secondaryPinnedCertificate: other.cert },
      { secondaryPinnedKey: OTHER, secondaryPinnedCertificate: saidOf(other.cert) },
    ],
  ])("%s", (_, changes, expected) => {
    expect(changedPins(read(changes), before)).toEqual(expected);
  });
  test("nothing is taken back where nothing was said", () => {
    expect(changedPins({ pinnedKey: OTHER, secondaryPinnedCertificate: null }, { pinnedKey: ONE })).toEqual({ pinnedKey: OTHER });
  });
});

test("a key and the certificate of another contradict each other, and no key is nobody's", () => {
  const agree = read({ pinnedKey: ONE, pinnedCertificate: one.cert, secondaryPinnedCertificate: other.cert });
  expect(pinContradictions(agree, "dc2.example.com")).toEqual([]);
  expect(pinContradictions(agree, null)).toEqual([
    { pointer: "/secondaryPinnedCertificate", detail: expect.stringContaining("no secondary host") },
  ]);
  for (const pinnedKey of [OTHER, null]) {
    const [error, ...none] = pinContradictions(read({ pinnedKey, pinnedCertificate: one.cert }), null);
    expect([error?.pointer, error?.detail, none]).toEqual(["/pinnedCertificate", expect.stringContaining(ONE), []]);
  }
});

test.each([
  ["nothing", "", /PEM/],
  ["no certificate", "hello", /PEM/],
  ["a chain", one.cert + other.cert, /more than one/],
  ["its private key with it", one.cert + one.key, /private key/],
  ["a certificate with a part missing", one.cert.replace(/\n.+\n-----END/, "\n-----END"), /cannot be read/],
  ["base64 of something else", `-----BEGIN CERTIFICATE-----\n${"QUJD".repeat(99)}\n-----END CERTIFICATE-----`, /cannot be read/],
  ["more than any certificate", one.cert + " ".repeat(40_000), /longer than any/],
  ["openings without an end", "-----BEGIN X-----".repeat(1_900), /PEM/],
])("%s is refused, with the reason and nothing of it", (_, text, reason) => {
  for (const field of ["pinnedCertificate", "secondaryPinnedCertificate"]) {
    const [issue, ...none] = PinInput.safeParse({ [field]: text }).error?.issues ?? [];
    expect([issue?.path, none]).toEqual([[field], []]);
    expect(issue?.message).toMatch(reason);
    expect(issue?.message).not.toContain(one.key.split("\n")[1]);
  }
});
