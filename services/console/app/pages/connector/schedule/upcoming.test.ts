import { DEFAULT_TIMES, regions } from "@dirstream/contracts";
import { slotsBetween } from "@dirstream/schedule";
import { expect, test } from "vitest";
import { REGION_ZONES, USUAL_TIMES, upcoming } from "./upcoming.ts";

const DAY_MS = 86_400_000;

/** As the scheduler itself says, instants that fall together told once. */
const scheduled = (times: readonly string[], zone: string, nowMs: number, most: number) =>
  [...new Set(slotsBetween({ zone, times }, nowMs, nowMs + 5 * DAY_MS).map(({ atMs }) => atMs))].sort((a, b) => a - b).slice(0, most);

const zones = ["Etc/GMT+5", "Australia/Sydney", "Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca"];
const times = ["00:00", "00:30", "01:30", "02:00", "02:15", "02:30", "08:00", "23:59"];

const offsetAt = (atMs: number, zone: string) =>
  new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(atMs)
    .find(({ type }) => type === "timeZoneName")?.value;

test.each(zones)("what the page says is what the scheduler does, on ordinary days and where clocks change: %s", (zone) => {
  const first = Date.parse("2026-01-01T00:00:30Z");
  const days = Array.from({ length: 365 }, (_, day) => first + day * DAY_MS);
  const changing = days.filter((atMs) => offsetAt(atMs - DAY_MS, zone) !== offsetAt(atMs + 2 * DAY_MS, zone));
  expect(changing.length > 0).toBe(!zone.startsWith("Etc/"));
  for (const nowMs of [...changing, ...days.filter((_, day) => day % 60 === 0)])
    expect(upcoming(times, zone, nowMs, 5), new Date(nowMs).toISOString()).toEqual(scheduled(times, zone, nowMs, 5));
});

test("a day that a zone has left out takes none of its times along", () => {
  // Samoa went from the 29th to the 31st of December 2011.
  const nowMs = Date.parse("2011-12-29T20:00:00Z");
  expect(upcoming(USUAL_TIMES, "Pacific/Apia", nowMs, 3)).toEqual(scheduled(USUAL_TIMES, "Pacific/Apia", nowMs, 3));
});

test("one time a day is told for as many days as asked", () => {
  expect(upcoming(["12:00"], "Etc/GMT", Date.parse("2026-11-22T12:00:00Z"), 3).map((atMs) => new Date(atMs).toISOString())).toEqual([
    "2026-11-23T12:00:00.000Z",
    "2026-11-24T12:00:00.000Z",
    "2026-11-25T12:00:00.000Z",
  ]);
});

test("regions and usual times are what the services take them for", () => {
  expect(REGION_ZONES).toEqual(Object.fromEntries(regions.map(({ id, zone }) => [id, zone])));
  expect(USUAL_TIMES).toEqual(DEFAULT_TIMES);
});
