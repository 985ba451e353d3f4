import { expect, test } from "vitest";
import { AuthConfig, parseConfig, ServiceConfig } from "./config.ts";

test("a configuration that fits is read, defaults included, and empty means unset", () => {
  const read = parseConfig(ServiceConfig, { NATS_URL: "nats://127.0.0.1:4222", PORT: "8080", LOG_LEVEL: "", HOME: "/root" });
  expect(read).toEqual({ config: { NATS_URL: "nats://127.0.0.1:4222", PORT: 8080, HOST: "127.0.0.1", LOG_LEVEL: "info" } });
});

test("every variable that does not fit is named, and no value is repeated", () => {
  const read = parseConfig(ServiceConfig, { PORT: "80x80", LOG_LEVEL: "loud", NATS_NAMESPACE: "a.b" });
  const problems = "problems" in read ? read.problems : [];
  expect(problems).toHaveLength(4);
  expect(problems[0]).toBe("NATS_URL is not set");
  for (const name of ["PORT", "LOG_LEVEL", "NATS_NAMESPACE"])
    expect(problems.some((problem) => problem.startsWith(`${name}: `))).toBe(true);
  expect(problems.join()).not.toMatch(/80x80|loud|a\.b/);
});

test.each([{}, { JWKS_FILE: "keys.json", JWKS_URL: "https://issuer.example/keys" }])(
  "the keys of tokens come from one place: %j is refused",
  (keys) => {
    expect(parseConfig(AuthConfig, { ...keys, JWT_ISSUER: "i", JWT_AUDIENCE: "a" })).toHaveProperty("problems");
  },
);
