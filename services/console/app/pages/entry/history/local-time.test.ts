import { expect, test } from "vitest";
import { instantOf, localOf } from "./local-time.ts";

test("a moment is shown by the reader's clock, and what is typed means the end of its second", () => {
  const instant = "2026-05-03T08:00:07.250Z";
  expect(instantOf(localOf(instant))).toBe("2026-05-03T08:00:07.999Z");
  expect(localOf(new Date(2026, 4, 3, 8, 5, 9).toISOString())).toBe("2026-05-03T08:05:09");
});

test("an empty field means now", () => {
  expect(instantOf("")).toBeUndefined();
});
