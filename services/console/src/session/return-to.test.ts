import { expect, test } from "vitest";
import { ownPath } from "./return-to.ts";

test.each([
  "/",
  "/people",
  "/people?q=Zo%C3%AB&page=2#row-7",
  "/services/directory-synchronization/hq/runs",
  "/apis",
  "/session/done",
  "/%2Fevil.example",
])("%s is ours", (path) => {
  expect(ownPath(path)).toBe(path);
});

test.each([
  "//evil.example",
  "//evil.example/people",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "/%2e//evil.example",
  "/./\\evil.example",
  "https:evil.example",
  "https://evil.example",
  "https:///evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "evil.example",
  "@evil.example",
  "//user@evil.example/",
  "//[::1]/",
  "/session/start",
  "/session/callback?code=x",
  "/x/../session/link#token",
  "/api/v1/accounts",
  "",
  undefined,
  ["/people", "//evil.example"],
  `/${"x".repeat(2_000)}`,
])("%j leads to the first page instead", (path) => {
  expect(ownPath(path)).toBe("/");
});

test("whatever is returned stays here when a browser resolves it", () => {
  const parts = ["/", "\\", ".", "..", "%2e", "%2f", "evil.example", "?", "#", "@", ":", "\t", "people"];
  const pairs = parts.flatMap((one) => parts.map((other) => one + other));
  const asked = pairs.flatMap((one) => parts.map((other) => `/${one}${other}`));
  const elsewhere = asked.filter((path) => !new URL(ownPath(path), "https://here.example").href.startsWith("https://here.example/"));
  expect(elsewhere).toEqual([]);
});
