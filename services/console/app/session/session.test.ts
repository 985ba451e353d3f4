import { expect, test } from "vitest";
import { reaches, roleIn } from "./session.ts";

test("a role of the account itself comes before one for all accounts", () => {
  const accounts = [
    { id: "*", role: "viewer" },
    { id: "acme", role: "admin" },
  ] as const;
  expect([roleIn({ accounts }, "acme"), roleIn({ accounts }, "other"), roleIn({ accounts: [] }, "acme")]).toEqual([
    "admin",
    "viewer",
    undefined,
  ]);
});

test("a role may do what the ones before it may", () => {
  expect([reaches("admin", "operator"), reaches("viewer", "operator"), reaches(undefined, "viewer")]).toEqual([true, false, false]);
});
