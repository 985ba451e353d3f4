import { parseConfig } from "@dirstream/service";
import { expect, test } from "vitest";
import { Config } from "../config.ts";
import { readSmtpUrl } from "./smtp-server.ts";

test.each([
  ["smtps://mail.example.com", { host: "mail.example.com", port: 465, tls: "implicit", login: null }],
  ["smtp://mail.example.com", { host: "mail.example.com", port: 587, tls: "starttls", login: null }],
  ["smtp://127.0.0.1:2525", { host: "127.0.0.1", port: 2525, tls: "none", login: null }],
  ["smtp://[::1]:25", { host: "::1", port: 25, tls: "none", login: null }],
])("%s is read as it is meant: in clear only on this machine", (url, server) => {
  expect(readSmtpUrl(url)).toEqual(server);
});

test("a password with special characters is what was meant, and shows itself to nobody", () => {
  const server = readSmtpUrl("smtps://user%40example.com:p%2F%40%3A%C3%A4@mail.example.com");
  expect(server?.login?.user).toBe("user@example.com");
  expect(server?.login?.password.reveal()).toBe("p/@:ä");
  expect(JSON.stringify(server)).not.toContain("p/@");
});

test.each([
  "http://mail.example.com",
  "smtp://",
  "smtp:mail",
  "mail.example.com:25",
  "smtp://mail.example.com/path",
  "smtp://a:%@b",
  "smtp://a?tls=no",
])("%s is no mail server", (url) => {
  expect(readSmtpUrl(url)).toBeUndefined();
});

const ENOUGH = {
  ...{ NATS_URL: "nats://127.0.0.1:1", DATABASE_URL: "postgres://a@b/c", JWKS_FILE: "f", JWT_ISSUER: "i", JWT_AUDIENCE: "a" },
  ...{ CONSOLE_URL: "https://console.example.com/", MAIL_FROM: "dirstream <dirstream@example.com>" },
};
const problemsWith = (settings: Record<string, string>) => {
  const read = parseConfig(Config, { ...ENOUGH, ...settings });
  return "problems" in read ? read.problems : [];
};

test.each([
  ["a mail server without a sender", { SMTP_URL: "smtp://localhost", MAIL_FROM: "" }, /^MAIL_FROM: must be set where SMTP_URL is/],
  ["a way to tell without a console to link to", { SMTP_URL: "smtp://localhost", CONSOLE_URL: "" }, /^CONSOLE_URL: must be set/],
  ["a sender with a second header in it", { SMTP_URL: "smtp://localhost", MAIL_FROM: "a <a@b>\r\nBcc: c@d" }, /^MAIL_FROM/],
  ["a URL with a secret that is none", { SMTP_URL: "smtpx://user:canary@mail" }, /^SMTP_URL: must be a URL such as/],
])("%s is refused at the start, and nothing is repeated", (_, settings, sentence) => {
  const problems = problemsWith(settings);
  expect(problems).toEqual([expect.stringMatching(sentence)]);
  expect(problems.join()).not.toContain("canary");
});

test("links have one slash", () => {
  const read = parseConfig(Config, { ...ENOUGH, SMTP_URL: "smtp://localhost" });
  expect("config" in read && read.config).toMatchObject({ CONSOLE_URL: "https://console.example.com", ATTENTION_EVERY_SECONDS: 30 });
});
