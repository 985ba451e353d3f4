import { format, inspect } from "node:util";
import { expect, test } from "vitest";
import * as z from "zod";
import { Secret, SecretText } from "./index.ts";

test("a secret shows itself to nobody who does not ask for it by name", () => {
  const secret = new Secret("hunter2");
  const holder = { deep: { secret }, error: new Error("failed", { cause: secret }) };
  const shown = [
    String(secret),
    `${secret}`,
    JSON.stringify(holder),
    inspect(holder, { depth: 9, showHidden: true }),
    format("%s %o %j", secret, secret, secret),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify(structuredClone(secret)),
  ];
  expect(shown.join("\n")).not.toContain("hunter2");
  expect(inspect({ secret })).toBe("{ secret: [redacted] }");
  expect(JSON.stringify({ secret })).toBe('{"secret":"[redacted]"}');
  expect(secret.reveal()).toBe("hunter2");
});

test("a text is a secret as soon as it is parsed, and its schema says that it is write-only", () => {
  const body = z.object({ password: SecretText });
  expect(body.parse({ password: "hunter2" }).password.reveal()).toBe("hunter2");
  expect(z.toJSONSchema(body, { io: "input" }).properties?.password).toEqual({
    type: "string",
    format: "password",
    writeOnly: true,
  });
});
