import { expect, test, vi } from "vitest";
import { duration, percent } from "./numbers.ts";

vi.stubGlobal("navigator", { languages: ["en-GB"] });

test.each([
  [0, "0 ms"],
  [84.4, "84 ms"],
  [2_400, "2.4 s"],
  [59_400, "59 s"],
  [200_000, "3 min 20 s"],
  [119_900, "2 min"],
  [7_500_000, "2 h 5 min"],
])("%d ms are told as %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test("something is never shown as nothing, and not all as all", () => {
  expect([0, 0.001, 0.296, 0.999, 1].map(percent)).toEqual(["0%", "1%", "30%", "99%", "100%"]);
});
