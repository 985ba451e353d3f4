import { expect, test } from "vitest";
import { endingOf } from "./ending.ts";

const validTo = "2026-03-31T12:00:00.000Z";

test.each([
  ["more than thirty days before", "2026-03-01T11:59:59.999Z", undefined],
  ["less than thirty days before", "2026-03-01T12:00:00.001Z", "endsSoon"],
  ["in its last moment", "2026-03-31T12:00:00.000Z", "endsSoon"],
  ["afterwards", "2026-03-31T12:00:00.001Z", "ended"],
])("of a certificate's end, %s", (_, now, ending) => {
  expect(endingOf(validTo, Date.parse(now))).toBe(ending);
});
