import { expect, test } from "vitest";
import { checkSchedule, scheduleSentOf, scheduleValuesOf } from "./schedule-values.ts";

const own = { hasOwnTimes: true, times: ["18:30", "06:30", "18:30"], hasOwnZone: true, zone: "Europe/London" };

test("what the account has is taken by sending nothing of one's own", () => {
  const values = scheduleValuesOf({ schedule: { times: null, zone: null } });
  expect(scheduleSentOf(values)).toEqual({ "schedule.times": null, "schedule.zone": null });
  expect(scheduleSentOf({ ...own, hasOwnTimes: false, hasOwnZone: false })).toEqual({ "schedule.times": null, "schedule.zone": null });
});

test("times of one's own are sent once each, in the order of the day", () => {
  expect(scheduleSentOf(own)).toEqual({ "schedule.times": ["06:30", "18:30"], "schedule.zone": "Europe/London" });
});

test("what is missing is said before anything is sent", () => {
  expect(checkSchedule(own)).toEqual({});
  expect(checkSchedule({ ...own, times: [], zone: "" })).toEqual({
    "schedule.times": expect.stringMatching(/at least one/),
    "schedule.zone": expect.stringMatching(/Choose/),
  });
  expect(checkSchedule({ ...own, times: ["08:00", ""] })).toEqual({ "schedule.times": expect.stringMatching(/such as 08:00/) });
  expect(checkSchedule({ ...own, hasOwnTimes: false, times: [] })).toEqual({});
});
