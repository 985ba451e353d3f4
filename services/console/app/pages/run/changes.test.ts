import { expect, test } from "vitest";
import { changesOf } from "./changes.ts";

const none = { read: 9, created: 0, updated: 0, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };

test("seven kinds of change are told as what came, what changed and what went", () => {
  const counts = { ...none, created: 1, restored: 2, updated: 4, moved: 8, disabled: 16, enabled: 32, removed: 64 };
  expect(changesOf(counts)).toEqual({ created: 3, updated: 60, removed: 64 });
});
