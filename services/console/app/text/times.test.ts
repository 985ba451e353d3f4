import { expect, test, vi } from "vitest";
import { clockTime, dayWord, exactTime, inBothZones, relativeTime, timeOfDay, zoneName } from "./times.ts";

vi.stubGlobal("navigator", { languages: ["en-GB"] });
const now = Date.parse("2026-11-22T18:12:04Z");

test.each([
  ["2026-11-22T18:12:00Z", "just now"],
  ["2026-11-22T18:12:30Z", "in under a minute"],
  ["2026-11-22T18:00:04Z", "12 min ago"],
  ["2026-11-22T17:12:05Z", "59 min ago"],
  ["2026-11-22T17:12:04Z", "1 hr ago"],
  ["2026-11-22T23:12:04Z", "in 5 hr"],
  ["2026-11-19T18:00:00Z", "3 days ago"],
  ["2024-11-19T18:00:00Z", "2 yr ago"],
])("%s is told as %s", (instant, words) => {
  expect(relativeTime(instant, now)).toBe(words);
});

test("a zone that is named for programs is named for people", () => {
  const instant = "2026-11-22T13:00:00Z";
  expect(["Etc/GMT", "Etc/GMT+5", "Africa/Johannesburg", "Europe/London"].map((zone) => zoneName(zone, instant))).toEqual([
    "GMT",
    "GMT-5",
    "GMT+2",
    "GMT",
  ]);
});

test("a time of day always names its zone", () => {
  expect(timeOfDay("2026-11-22T13:00:00Z", "Etc/GMT+5")).toBe("08:00 GMT-5");
  expect(timeOfDay("2026-07-22T23:00:00Z", "Europe/London")).toBe("00:00 BST");
  expect(exactTime("2026-11-22T13:00:00Z", "Etc/GMT")).toBe("Sunday, 22 November 2026 at 13:00:00 GMT");
});

test("a run is told in the zone of its schedule and, for a reader elsewhere, in the reader's own", () => {
  const at = "2026-11-22T23:00:00Z";
  expect(inBothZones(at, { nowMs: now, zone: "Etc/GMT", own: "Europe/Paris" })).toEqual({
    there: "today 23:00 GMT",
    here: "tomorrow 00:00 CET",
  });
  expect(inBothZones(at, { nowMs: now, zone: "Etc/GMT", own: "America/New_York" })).toMatchObject({
    here: expect.stringMatching(/^18:00 /),
  });
});

test("two zones whose clocks agree at that moment are told once", () => {
  const winter = inBothZones("2026-11-22T23:00:00Z", { nowMs: now, zone: "Etc/GMT", own: "Europe/London" });
  const summer = inBothZones("2026-07-22T23:00:00Z", { nowMs: now, zone: "Etc/GMT", own: "Europe/London" });
  expect([winter.here, summer.here]).toEqual([undefined, "23 Jul 00:00 BST"]);
});

test("a day is named as seen from now, in that zone", () => {
  const days = ["2026-11-21T12:00:00Z", "2026-11-22T12:00:00Z", "2026-11-23T12:00:00Z", "2026-11-25T12:00:00Z", "2026-05-03T12:00:00Z"];
  expect(days.map((day) => dayWord(day, now, "Etc/GMT"))).toEqual(["yesterday", "today", "tomorrow", "Wednesday", "3 May"]);
  expect(dayWord("2026-11-22T23:30:00Z", now, "Australia/Sydney")).toBe("today"); // there it is the 23rd already
});

test("since when is told by the clock, and of earlier days by the day", () => {
  const since = ["2026-11-22T08:00:00Z", "2026-11-21T08:00:00Z", "2026-05-03T08:00:00Z"];
  expect(since.map((instant) => clockTime(instant, now, "Etc/GMT"))).toEqual(["08:00 GMT", "yesterday 08:00 GMT", "3 May"]);
});
