import { expect, test } from "vitest";
import { etagOf, formatPosition, matchesEtag, parsePosition } from "./index.ts";

test("an If-Match lets through the state it names, or any, but never by a weak tag", () => {
  expect(matchesEtag(etagOf(12), 12)).toBe(true);
  expect(matchesEtag('"3", "12"', 12)).toBe(true);
  expect(matchesEtag("*", 12)).toBe(true);
  expect(matchesEtag('"13"', 12)).toBe(false);
  expect(matchesEtag('W/"12"', 12)).toBe(false);
  expect(matchesEtag("12", 12)).toBe(false);
});

test("a position is read as it is written", () => {
  expect(formatPosition({ SYNC_REQUESTS: 40, CONNECTORS: 12 })).toBe("CONNECTORS=12,SYNC_REQUESTS=40");
  expect(parsePosition("CONNECTORS=12, SYNC_REQUESTS=40")).toEqual({ CONNECTORS: 12, SYNC_REQUESTS: 40 });
});

test.each(["", "CONNECTORS", "CONNECTORS=-1", "OTHER=1", "CONNECTORS=1;DIRECTORY=2", "__proto__=1"])("%j is no position", (text) => {
  expect(parsePosition(text)).toBeUndefined();
});
