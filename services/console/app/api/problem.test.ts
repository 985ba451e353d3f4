import { expect, test } from "vitest";
import { formErrors, isTemporary, Problem, problemOf } from "./problem.ts";

const problem = (errors?: unknown) =>
  new Problem(400, { type: "urn:dirstream:problem:invalidRequest", detail: "It does not fit.", errors });

test("a sentence about a field stands at the field", () => {
  const given = problem([
    { pointer: "/primaryHost", detail: "Enter a host." },
    { pointer: "/guard/removals/count", detail: "must be at least 0" },
  ]);
  expect(formErrors(given, ["primaryHost", "guard.removals.count"])).toEqual({
    fields: { primaryHost: "Enter a host.", "guard.removals.count": "must be at least 0" },
    rest: undefined,
  });
});

test("a sentence about a part of a field belongs to the field, and several are told together", () => {
  const given = problem([
    { pointer: "/scope/filters/0", detail: "One." },
    { pointer: "/scope/filters/1", detail: "Two." },
  ]);
  expect(formErrors(given, ["scope", "scope.filters"]).fields).toEqual({ scope: "One. Two." });
  expect(formErrors(given, ["scope.filters", "scopes"]).fields).toEqual({ "scope.filters": "One. Two." });
});

test("what no field of the form is about is told above it", () => {
  const given = problem([
    { pointer: "", detail: "The whole is too long." },
    { pointer: "/a~1b", detail: "There is no such field." },
  ]);
  expect(formErrors(given, ["name"]).rest).toBe("The whole is too long. a/b: There is no such field.");
});

test("a problem without fields is told as its sentence", () => {
  expect(formErrors(problem(), ["name"])).toEqual({ fields: {}, rest: "It does not fit." });
});

test("an answer is read as a problem: its word, what else it says, and when to try again", async () => {
  const body = { type: "urn:dirstream:problem:holdNotOpen", status: 409, detail: "Another hold is open.", openHold: "h2" };
  const read = await problemOf(new Response(JSON.stringify(body), { status: 409, headers: { "retry-after": "2" } }));
  expect(read).toMatchObject({ status: 409, code: "holdNotOpen", message: "Another hold is open.", retryAfterMs: 2_000 });
  expect(read.extra.openHold).toBe("h2");
});

test("an answer that is no problem document still is a sentence", async () => {
  const read = await problemOf(new Response("<html>Bad gateway</html>", { status: 502 }));
  expect(read.message).toBe("The server has answered with HTTP 502 and no reason. Try again shortly.");
  expect([isTemporary(read), isTemporary(problem()), isTemporary(new Error("x"))]).toEqual([true, false, false]);
});
