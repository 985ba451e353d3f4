import { expect, test } from "vitest";
import { checkSecrets } from "./secrets.ts";

const text = 'Pa§"s\\wörd/+4711?';
const secret = { name: "the bind password", text };
const utf8 = Buffer.from(text);

test("L7: what holds no secret breaks nothing", () => {
  expect(checkSecrets([secret], [{ name: "service.log", bytes: Buffer.from("Pa§ and nothing else") }])).toEqual([]);
});

test.each([
  ["as it is", utf8],
  ["UTF-16, little end first", Buffer.from(text, "utf16le")],
  ["UTF-16, big end first", Buffer.from(text, "utf16le").swap16()],
  ["base64", Buffer.from(utf8.toString("base64"))],
  ["base64", Buffer.from(Buffer.from(`cn=admin:${text}`).toString("base64"))],
  ["base64", Buffer.from(Buffer.from(`cn=admins:${text}!`).toString("base64"))],
  ["base64url", Buffer.from(utf8.toString("base64url"))],
  ["hexadecimal", Buffer.from(utf8.toString("hex"))],
  ["hexadecimal in capitals", Buffer.from(utf8.toString("hex").toUpperCase())],
  ["percent-encoded", Buffer.from(encodeURIComponent(text))],
  ["escaped as JSON", Buffer.from(JSON.stringify({ text }))],
])("a secret is found %s: %#", (encoding, spelled) => {
  const bytes = Buffer.concat([Buffer.from("before "), spelled, Buffer.from(" after")]);
  expect(checkSecrets([secret], [{ name: "service.log", bytes }])).toContainEqual({
    invariant: "L7",
    what: `service.log holds the bind password (${encoding})`,
  });
});

test("L7: a report does not hold the secret that it is about", () => {
  expect(JSON.stringify(checkSecrets([secret], [{ name: "service.log", bytes: utf8 }]))).not.toContain("Pa");
});
