import { headers } from "nats";
import { expect, test } from "vitest";
import { headerLines, headerValue, messageHeaders, statusCode, statusText } from "./headers.ts";

const encoded = (values: Record<string, string | number>): Uint8Array =>
  (messageHeaders(values) as unknown as { encode: () => Uint8Array }).encode();

test("headers are written as the client writes them", () => {
  const theirs = headers();
  theirs.set("State", "active");
  theirs.set("Nats-Expected-Last-Subject-Sequence", "7");
  const ours = encoded({ State: "active", "Nats-Expected-Last-Subject-Sequence": 7 });
  expect(new TextDecoder().decode(ours)).toBe(theirs.toString());
});

test("a line break in a header is refused, because it would begin another header", () => {
  expect(() => headerLines({ Marker: "1\r\nNats-Rollup: all" })).toThrow(/line break/);
  expect(() => headerLines({ "A\nB": "1" })).toThrow(/line break/);
});

test("a header is found by its whole name", () => {
  const block = encoded({ "My-State": "no", State: "active", Marker: "Zürich", Empty: "" });
  expect(headerValue(block, "State")).toBe("active");
  expect(headerValue(block, "Marker")).toBe("Zürich");
  expect(headerValue(block, "Empty")).toBe("");
  expect(headerValue(block, "Stat")).toBeUndefined();
  expect(headerValue(new Uint8Array(0), "State")).toBeUndefined();
});

test("a status is told from a header block", () => {
  const status = new TextEncoder().encode("NATS/1.0 409 Consumer Deleted\r\n\r\n");
  expect(statusCode(status)).toBe(409);
  expect(statusText(status)).toBe("Consumer Deleted");
  expect(statusCode(encoded({ State: "active" }))).toBeUndefined();
  expect(statusCode(new Uint8Array(0))).toBeUndefined();
});
