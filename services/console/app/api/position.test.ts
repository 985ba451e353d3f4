import { expect, test, vi } from "vitest";
import { beginTelling, furthest, isBefore, rememberAnswered } from "./position.ts";

test("of each log the furthest that was seen counts", () => {
  expect(furthest("", "CONNECTORS=12")).toBe("CONNECTORS=12");
  expect(furthest("CONNECTORS=12,SYNC_REQUESTS=40", "SYNC_REQUESTS=39,CONNECTORS=13")).toBe("CONNECTORS=13,SYNC_REQUESTS=40");
});

test.each([
  ["DIRECTORY=4", "DIRECTORY=5", true],
  ["DIRECTORY=5", "DIRECTORY=5", false],
  ["CONNECTORS=9,DIRECTORY=4", "CONNECTORS=1,DIRECTORY=5", true],
  ["CONNECTORS=9", "CONNECTORS=9,DIRECTORY=1", true],
  ["CONNECTORS=9,DIRECTORY=1", "CONNECTORS=9", false],
  ["", "", false],
])("%j lacks something that %j has: %j", (one, other, lacks) => {
  expect(isBefore(one, other)).toBe(lacks);
});

test("what was answered is asked for anew only where the events that follow begin after it", () => {
  const onMissed = vi.fn();
  rememberAnswered("DIRECTORY=7");
  rememberAnswered("DIRECTORY=8");
  beginTelling("DIRECTORY=7", onMissed)();
  expect(onMissed).not.toHaveBeenCalled();
  beginTelling("DIRECTORY=9", onMissed)();
  expect(onMissed).toHaveBeenCalledTimes(1);
});

test("an answer that was on its way when the events began has everything asked for anew, once, and none does after their end", () => {
  const onMissed = vi.fn();
  beginTelling("DIRECTORY=7", onMissed);
  rememberAnswered("DIRECTORY=6");
  rememberAnswered("DIRECTORY=6");
  expect(onMissed).toHaveBeenCalledTimes(1);
  beginTelling("DIRECTORY=6", onMissed)();
  rememberAnswered("DIRECTORY=5");
  expect(onMissed).toHaveBeenCalledTimes(1);
});
