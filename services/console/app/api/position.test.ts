import { expect, test } from "vitest";
import { furthest } from "./position.ts";

test("of each log the furthest that was seen counts", () => {
  expect(furthest("", "CONNECTORS=12")).toBe("CONNECTORS=12");
  expect(furthest("CONNECTORS=12,SYNC_REQUESTS=40", "SYNC_REQUESTS=39,CONNECTORS=13")).toBe("CONNECTORS=13,SYNC_REQUESTS=40");
});
