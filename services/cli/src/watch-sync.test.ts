import { expect, test } from "vitest";
import { describeCounts } from "./show-run.ts";
import { describeProgress } from "./watch-sync.ts";

const none = { read: 0, created: 0, updated: 0, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };

test("only what happened is counted", () => {
  expect(describeCounts({ ...none, read: 5, created: 1200, moved: 3 })).toBe("1,200 created, 3 moved");
  expect(describeCounts({ ...none, read: 5 })).toBe("no change");
});

const progress = {
  syncId: "s",
  stage: "reading",
  read: 640,
  expected: 1280,
  counts: { ...none, read: 640, created: 12 },
  time: "t",
} as const;

test("a run is shown by how much of what was known before it has read", () => {
  expect(describeProgress(progress, 4)).toBe("Reading  ██░░  50 %  640 of about 1,280 entries, 12 changes");
  expect(describeProgress({ ...progress, read: 2000 }, 4)).toContain("████ 100 %");
});

test("a first run has no percentage: nobody knows how many there are", () => {
  expect(describeProgress({ ...progress, expected: null })).toBe("Reading  640 entries, 12 changes");
});
