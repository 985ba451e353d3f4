import { expect, test } from "vitest";
import { type Progress, taskStates } from "./tasks.ts";

const ran = (status: string) => ({ lastRun: { status } });

test("verifying is done when a run has succeeded, and not before", () => {
  expect(taskStates("nothing", [{ lastRun: null }]).verify).toBe("inProgress");
  expect(taskStates("nothing", [ran("running")]).verify).toBe("inProgress");
  expect(taskStates("nothing", [ran("failed")]).verify).toBe("inProgress");
  expect(taskStates("nothing", [ran("failed"), ran("completed")])).toEqual({ prepare: "done", connect: "done", verify: "done" });
  expect(taskStates("nothing", [ran("held")]).verify).toBe("done");
});

test.each<[Progress, string[]]>([
  ["nothing", ["notStarted", "notStarted", "notStarted"]],
  ["preparing", ["inProgress", "notStarted", "notStarted"]],
  ["prepared", ["done", "notStarted", "notStarted"]],
  ["entering", ["done", "inProgress", "notStarted"]],
])("whoever has come as far as %s sees it", (progress, states) => {
  expect(Object.values(taskStates(progress, []))).toEqual(states);
  if (progress !== "nothing") expect(Object.values(taskStates(progress, [ran("completed")]))).toEqual(states);
});
