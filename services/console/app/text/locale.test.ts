import { expect, test } from "vitest";
import { dateLocale } from "./locale.ts";

test("dates are written in the text's language, in the reader's kind of it", () => {
  expect(dateLocale(["de-DE", "en-US", "en"])).toBe("en-US");
  expect(dateLocale(["de-DE", "fr"])).toBe("en-GB");
});
