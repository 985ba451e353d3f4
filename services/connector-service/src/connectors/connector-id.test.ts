import { Id } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { newConnectorId } from "./connector-id.ts";

test.each([
  ["London", "london-r4nd0m00"],
  ["  Zürich / Büro 2 ", "zurich-buro-2-r4nd0m00"],
  ["東京", "connector-r4nd0m00"],
  ["../*.>", "connector-r4nd0m00"],
  ["a very long name of a directory in many words", "a-very-long-name-of-a-directory-r4nd0m00"],
  ["x".repeat(31), `${"x".repeat(31)}-r4nd0m00`],
])("%s is known as %s", (name, expected) => {
  const id = newConnectorId(name, "r4nd0m00");
  expect(id).toBe(expected);
  expect(Id.safeParse(id).success).toBe(true);
});

test("two connectors of one name have two ids", () => {
  expect(newConnectorId("London")).not.toBe(newConnectorId("London"));
  expect(Id.safeParse(newConnectorId("London")).success).toBe(true);
});
