import { expect, test } from "vitest";
import { authorityProblem, pemOf } from "./certificate-authority.ts";

const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

test("no authority, or one in PEM form, is in order", () => {
  expect(authorityProblem("")).toBeUndefined();
  expect(authorityProblem(`Bag Attributes\n${pem}`)).toBeUndefined();
});

test("a private key is noticed before it is sent anywhere", () => {
  expect(authorityProblem(`${pem}-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----`)).toMatch(/private key/);
});

test("anything else is no certificate", () => {
  expect(authorityProblem("hello")).toMatch(/not a certificate/);
});

test("a binary certificate becomes text, and a text stays what it is", () => {
  const bytes = Uint8Array.from([0x30, 0x82, ...Array.from({ length: 98 }, (_, at) => at)]);
  const [first, line, ...rest] = pemOf(bytes).split("\n");
  expect(first).toBe("-----BEGIN CERTIFICATE-----");
  expect(line).toHaveLength(64);
  expect(Buffer.from([line, ...rest.slice(0, -2)].join(""), "base64")).toEqual(Buffer.from(bytes));
  expect(authorityProblem(pemOf(bytes))).toBeUndefined();
  expect(pemOf(new TextEncoder().encode(pem))).toBe(pem);
});
