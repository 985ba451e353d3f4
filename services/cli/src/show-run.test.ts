import { ChangesBy, FullBecause } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { describeHow, nameHow } from "./show-run.ts";

test.each([
  [{ mode: "full" }, "full", "full"],
  [{ mode: "full", fullBecause: "anotherServer" }, "full (anotherServer)", "full, because the server is another one than last time"],
  [{ mode: "incremental", changesBy: "dirSync" }, "DirSync", "DirSync"],
  [{ mode: "incremental", changesBy: "nothing" }, "nothing", "nothing to read: the server says that nothing has changed"],
  [{ mode: "incremental", changesBy: null }, "incremental", "incremental"],
  [{ mode: "apply" }, "apply", "what a person has decided, read again and carried out"],
  [{ mode: "incremental", changesBy: "aWayToCome" }, "aWayToCome", "aWayToCome"],
])("a run that says %j is called %s", (run, name, description) => {
  expect(nameHow(run)).toBe(name);
  expect(describeHow(run)).toBe(description);
});

test("every reason for reading everything, and every way, is said in a sentence of its own", () => {
  const because = FullBecause.options.map((fullBecause) => describeHow({ mode: "full", fullBecause }));
  const ways = ChangesBy.options.map((changesBy) => describeHow({ mode: "incremental", changesBy }));
  expect(new Set([...because, ...ways]).size).toBe(because.length + ways.length);
  for (const sentence of because) expect(sentence).toMatch(/^full, because [a-z' ,:]{20,}$/);
});
