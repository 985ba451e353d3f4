import { expect, test } from "vitest";
import { newUser, userOf } from "./users.ts";

test("credentials tell whose they are", () => {
  const user = newUser("ldap-fetcher");
  expect(userOf(user.credentials)).toEqual(user);
  expect(user.publicKey).toMatch(/^U[A-Z2-7]{55}$/);
});

test("no two users are alike", () => {
  expect(newUser("admin").credentials).not.toBe(newUser("admin").credentials);
});

test("what is no .creds file is refused without being quoted", () => {
  expect(() => userOf("s3cret")).toThrow(/credentials/);
  expect(() => userOf("s3cret")).not.toThrow(/s3cret/);
});
