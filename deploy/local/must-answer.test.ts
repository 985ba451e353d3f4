import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { mustAnswer } from "./must-answer.ts";

test("an address where nothing answers is named without the password in the URL", async () => {
  const error = await mustAnswer("DATABASE_URL", "postgres://user:secret@127.0.0.1:1/db", 5432).catch((it: Error) => it.message);
  expect(error).toBe("DATABASE_URL names 127.0.0.1:1, and nothing answers there.");
});

test("a server that listens is good enough", async () => {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  await mustAnswer("NATS_URL", `nats://127.0.0.1:${(server.address() as AddressInfo).port}`, 4222);
  server.close();
});

test("what is no URL is said", async () => {
  await expect(mustAnswer("NATS_URL", "localhost 4222", 4222)).rejects.toThrow("NATS_URL is not a URL.");
});
