import { expect, test } from "vitest";
import { noAnswer, refusedBy } from "./problem.ts";

const system = { url: "http://127.0.0.1:7400", token: "S3cret" };

test("a problem is its own sentence", () => {
  const body = {
    type: "urn:dirstream:problem:connectorDisabled",
    title: "Conflict",
    status: 409,
    detail: "This connector is disabled: enable it first.",
  };
  expect(refusedBy(system, 409, JSON.stringify(body))).toMatchObject({
    message: "This connector is disabled: enable it first.",
    status: 409,
    code: "connectorDisabled",
  });
});

test("each field that does not fit has a line of its own", () => {
  const errors = [
    { pointer: "/primaryHost", detail: "Enter a hostname." },
    { pointer: "/guard/removals/count", detail: "must be a number" },
    { pointer: "", detail: "does not fit" },
  ];
  expect(refusedBy(system, 400, JSON.stringify({ detail: "The request does not fit; see errors.", errors })).message).toBe(
    "The request does not fit; see errors.\n  primaryHost: Enter a hostname.\n  guard.removals.count: must be a number\n  the whole: does not fit",
  );
});

test.each(["<html>Bad gateway</html>", "", "null", "[]", "{}"])("an answer that is no problem is said to be none: %s", (text) => {
  expect(refusedBy(system, 502, text).message).toBe(
    "The answer of http://127.0.0.1:7400 (HTTP 502) cannot be understood. Is a dirstream system there?",
  );
});

test("a problem cannot steer the terminal", () => {
  expect(refusedBy(system, 400, JSON.stringify({ detail: "a\u001b[31mb" })).message).toBe("a\\u{1b}[31mb");
});

test.each([
  ["ECONNREFUSED", "nothing listens there"],
  ["ENOTFOUND", "there is no host of that name"],
  ["EPROTO", "EPROTO"],
])("%s is said in words", (code, why) => {
  const error = new TypeError("fetch failed", { cause: Object.assign(new Error(), { code }) });
  expect(noAnswer(system, error).message).toBe(
    `http://127.0.0.1:7400 does not answer: ${why}. Is the system running? npm start starts it.`,
  );
});

test("a system that takes too long is said to", () => {
  expect(noAnswer(system, new DOMException("", "TimeoutError")).message).toBe("http://127.0.0.1:7400 has not answered in time. Try again.");
});
