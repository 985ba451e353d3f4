import { expect, test } from "vitest";
import { AttentionInput, readEmail, readWebhook } from "./attention-input.ts";

test.each([
  [" Team+dirstream@Example.COM ", "Team+dirstream@example.com"],
  ["o'neill@example.co.uk", "o'neill@example.co.uk"],
  ["a@bücher.example", "a@xn--bcher-kva.example"],
])("%j is an address", (text, value) => {
  expect(readEmail(text)).toEqual({ value });
});

test.each([
  ...["", "team", "team@", "@example.com", "team@localhost", "Team <team@example.com>", "a@example.com,b@example.com", "a b@example.com"],
  ...[
    "team@example.com\r\nBcc: all@example.com",
    '"a b"@example.com',
    "a..b@example.com",
    ".a@example.com",
    "ä@example.com",
    "a@b@example.com",
  ],
  ...["\u202eteam@example.com", `${"a".repeat(65)}@example.com`, `a@${"b.".repeat(126)}com`],
])("%j is none", (text) => {
  expect(readEmail(text)).toEqual({ problem: expect.stringMatching(/e-mail address/) });
});

test.each([
  ["https://hooks.example.com/dirstream?a=b", "https://hooks.example.com/dirstream?a=b"],
  [" https://Hooks.Example.com/#part ", "https://hooks.example.com/"],
  ["https://10.0.0.1:8443/", "https://10.0.0.1:8443/"],
  ["http://127.0.0.1:8080/hook", "http://127.0.0.1:8080/hook"],
  ["http://localhost/", "http://localhost/"],
])("%j can be posted to", (text, value) => {
  expect(readWebhook(text)).toEqual({ value });
});

test.each([
  ["hooks.example.com", /whole URL/],
  ["ftp://hooks.example.com", /whole URL/],
  ["javascript:alert(1)", /whole URL/],
  ["https://hooks.example.com/a\r\nb", /whole URL/],
  ["http://hooks.example.com/", /https:\/\//],
  ["http://10.0.0.1/", /https:\/\//],
  ["https://user:canary@hooks.example.com/", /without user and password/],
  ["https://token@hooks.example.com/", /without user and password/],
  ["https://169.254.169.254/latest", /Nothing that takes webhooks/],
  ["https://[fd00:ec2::254]/", /Nothing that takes webhooks/],
  ["https://0xa9fea9fe/", /Nothing that takes webhooks/],
  [`https://hooks.example.com/${"a".repeat(2_000)}`, /2000 characters/],
])("%j cannot, and the sentence does not repeat it", (text, sentence) => {
  const read = readWebhook(text);
  expect(read).toEqual({ problem: expect.stringMatching(sentence) });
  expect(JSON.stringify(read)).not.toContain("canary");
});

test("the same address twice is one, and more than ten are a mailing list's work", () => {
  expect(AttentionInput.parse({ emails: ["A@example.com", "a@example.com"] })).toEqual({ emails: ["a@example.com"] });
  const eleven = Array.from({ length: 11 }, (_, at) => `a${at}@example.com`);
  expect(AttentionInput.safeParse({ emails: eleven }).error?.issues[0]?.message).toMatch(/^10 addresses at most/);
});
