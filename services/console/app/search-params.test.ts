import { expect, test } from "vitest";
import { oneOf, optionalText, ownPath } from "./search-params.ts";

test("an address keeps what fits, and what does not fit is left out", () => {
  expect(oneOf({ show: "failed" }, "show", ["changed", "failed"])).toEqual({ show: "failed" });
  expect(oneOf({ show: ["failed"] }, "show", ["changed", "failed"])).toEqual({});
  expect([optionalText({ q: 42 }, "q"), optionalText({ q: { x: 1 } }, "q"), optionalText({ q: "" }, "q")]).toEqual([{ q: "42" }, {}, {}]);
});

test("after signing in nobody is led to another site", () => {
  expect(["//evil.example/x", "/\\evil.example", "https://evil.example", "javascript:alert(1)", undefined].map(ownPath)).toEqual([
    "/",
    "/",
    "/",
    "/",
    "/",
  ]);
  expect(ownPath("/default/connectors?show=failed#x")).toBe("/default/connectors?show=failed#x");
});
