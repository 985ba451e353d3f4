import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { asPage } from "./security-headers.ts";

const source = readFileSync(join(import.meta.dirname, "../app/index.html"), "utf8");

test("the console's page has no script, style or handler within it that its policy would have to allow", () => {
  expect(source).toContain('content="{{nonce}}"');
  for (const [script] of source.matchAll(/<script\b[^>]*>/g)) expect(script).toMatch(/ src="\/[^/]/);
  expect(source).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|https?:\/\//i);
});

test("a page's nonce stands wherever it has a place for it, and in its policy", () => {
  const { headers, body } = asPage('<meta content="{{nonce}}"><style nonce="{{nonce}}">');
  const [, nonce] = /content="([^"]+)"/.exec(body) ?? [];
  expect(Buffer.from(nonce ?? "", "base64")).toHaveLength(16);
  expect(body).toBe(`<meta content="${nonce}"><style nonce="${nonce}">`);
  expect(headers["content-security-policy"]).toContain(`style-src 'self' 'nonce-${nonce}';`);
});
