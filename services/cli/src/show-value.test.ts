import { expect, test } from "vitest";
import { showDelta, showValue } from "./show-value.ts";

test.each([
  ["text", "text"],
  [{ binary: "AAEC" }, "(3 bytes) AAEC"],
  [{ sha256: "ab", bytes: 70000 }, "(70000 bytes, SHA-256 ab)"],
  [{ entryId: "3f" }, "3f"],
  [{ dn: "cn=a", entryId: "3f" }, "cn=a"],
])("the value %j is shown as %s", (value, shown) => {
  expect(showValue(value)).toBe(shown);
});

test("a change shows what was and what is", () => {
  expect(showDelta(["title", { before: ["Engineer"], after: null }])).toBe("title: Engineer → (none)");
});
