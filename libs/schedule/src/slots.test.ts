import { describe, expect, test } from "vitest";
import { instantOf, isLastOfDay, nextSlot, type Slot, scheduleOf, slotsBetween, UnknownZone } from "./index.ts";

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FROM_MS = Date.UTC(2024, 0, 1);
const UNTIL_MS = Date.UTC(2031, 0, 1);

const DAILY = ["08:00", "13:00", "23:00"];
/** With local times that changes of clocks double or leave out somewhere. */
const AWKWARD = ["00:00", "01:15", "02:30", ...DAILY, "23:45"];

const iso = (atMs: number) => new Date(atMs).toISOString();
const at = (zone: string, date: string, time: string) => iso(instantOf({ zone, date, time }));
const show = ({ date, time, atMs }: Omit<Slot, "zone"> & { atMs: number }) => `${date} ${time} ${iso(atMs)}`;

/** The local clock of a zone as steps: from `fromMs` on it is `offsetMs` ahead of UTC. Found with Intl alone. */
interface Step {
  readonly fromMs: number;
  readonly offsetMs: number;
}

const offsetReader = (zone: string) => {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset", year: "numeric" });
  return (atMs: number): number => {
    const text = format.format(atMs);
    const match = /GMT([+-])(\d\d):(\d\d)$/.exec(text);
    if (match === null) return text.endsWith("GMT") ? 0 : Number.NaN;
    return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * HOUR_MS + Number(match[3]) * MINUTE_MS);
  };
};

const stepsOf = (zone: string, fromMs: number, untilMs: number): Step[] => {
  const offsetAt = offsetReader(zone);
  const steps: Step[] = [{ fromMs, offsetMs: offsetAt(fromMs) }];
  for (let atMs = fromMs; atMs < untilMs; atMs += 2 * DAY_MS) {
    const before = steps.at(-1)?.offsetMs;
    if (offsetAt(atMs + 2 * DAY_MS) === before) continue;
    let [low, high] = [atMs, atMs + 2 * DAY_MS];
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / MINUTE_MS / 2) * MINUTE_MS;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    steps.push({ fromMs: high, offsetMs: offsetAt(high) });
  }
  return steps;
};

/**
 * Walks the local clock by quarters of an hour: a slot fires when the clock first shows its date and time or has stepped past them.
 * Exact, because every slot here and every change of clocks lies on a quarter.
 */
const walk = (steps: readonly Step[], times: readonly string[], afterMs: number, untilMs: number): string[] => {
  const wanted: { date: string; time: string; local: number }[] = [];
  for (let dayMs = Math.floor(afterMs / DAY_MS - 2) * DAY_MS; dayMs < untilMs + 2 * DAY_MS; dayMs += DAY_MS) {
    const date = iso(dayMs).slice(0, 10);
    for (const time of times) wanted.push({ date, time, local: Date.parse(`${date}T${time}Z`) });
  }
  const fired: string[] = [];
  let step = 0;
  let next = 0;
  for (let atMs = afterMs; atMs <= untilMs; atMs += QUARTER_MS) {
    while ((steps[step + 1]?.fromMs ?? Number.POSITIVE_INFINITY) <= atMs) step++;
    const local = atMs + (steps[step]?.offsetMs ?? Number.NaN);
    for (let slot = wanted[next]; slot !== undefined && slot.local <= local; slot = wanted[++next]) {
      if (atMs > afterMs) fired.push(show({ ...slot, atMs }));
    }
  }
  return fired;
};

describe("a slot whose local time happens twice fires at its first occurrence", () => {
  test.each([
    ["Africa/Cairo", "2025-10-30", "2025-10-30T20:00:00.000Z"],
    ["Asia/Beirut", "2025-10-25", "2025-10-25T20:00:00.000Z"],
    ["America/Santiago", "2025-04-05", "2025-04-06T02:00:00.000Z"],
    ["America/Scoresbysund", "2025-10-25", "2025-10-26T00:00:00.000Z"],
  ])("%s %s 23:00", (zone, date, expected) => {
    expect(at(zone, date, "23:00")).toBe(expected);
    const around = slotsBetween({ zone, times: DAILY }, Date.parse(expected) - 6 * HOUR_MS, Date.parse(expected) + 6 * HOUR_MS);
    expect(around.map(show)).toEqual([`${date} 23:00 ${expected}`]);
  });
});

describe("a slot whose local time is missing fires at the first valid instant after the gap", () => {
  test.each([2024, 2025, 2026, 2027, 2028, 2029])("America/Godthab, 23:00 in March %i", (year) => {
    const gap = stepsOf("America/Godthab", Date.UTC(year, 2, 20), Date.UTC(year, 3, 5))[1]?.fromMs ?? Number.NaN;
    const date = iso(gap - 3 * HOUR_MS).slice(0, 10);
    for (const zone of ["America/Godthab", "America/Nuuk"]) {
      expect(at(zone, date, "23:00")).toBe(iso(gap));
      expect(at(zone, date, "22:59")).toBe(iso(gap - MINUTE_MS));
    }
  });

  test("not later by the length of the gap", () => {
    expect(at("Europe/Berlin", "2025-03-30", "02:30")).toBe("2025-03-30T01:00:00.000Z");
  });

  test("two times in one gap fire at one instant, each once", () => {
    const slots = slotsBetween({ zone: "Europe/Berlin", times: ["02:45", "02:15"] }, Date.UTC(2025, 2, 30), Date.UTC(2025, 2, 30, 12));
    expect(slots.map(show)).toEqual(["2025-03-30 02:15 2025-03-30T01:00:00.000Z", "2025-03-30 02:45 2025-03-30T01:00:00.000Z"]);
  });

  test("a whole missing day fires when the next one begins", () => {
    expect(at("Pacific/Apia", "2011-12-30", "08:00")).toBe("2011-12-30T10:00:00.000Z");
    const slots = slotsBetween({ zone: "Pacific/Apia", times: DAILY }, Date.UTC(2011, 11, 29, 12), Date.UTC(2011, 11, 31, 10));
    expect(slots.map(show)).toEqual([
      "2011-12-29 08:00 2011-12-29T18:00:00.000Z",
      "2011-12-29 13:00 2011-12-29T23:00:00.000Z",
      "2011-12-29 23:00 2011-12-30T09:00:00.000Z",
      "2011-12-30 08:00 2011-12-30T10:00:00.000Z",
      "2011-12-30 13:00 2011-12-30T10:00:00.000Z",
      "2011-12-30 23:00 2011-12-30T10:00:00.000Z",
      "2011-12-31 08:00 2011-12-30T18:00:00.000Z",
      "2011-12-31 13:00 2011-12-30T23:00:00.000Z",
      "2011-12-31 23:00 2011-12-31T09:00:00.000Z",
    ]);
  });
});

describe("against a walk over the local clock that does not use Temporal", () => {
  const zones = Intl.supportedValuesOf("timeZone");

  test("two days around every change of clocks of every zone, 2024 to 2030, fire every slot once and in order", () => {
    let changes = 0;
    for (const zone of zones) {
      const steps = stepsOf(zone, FROM_MS - 7 * DAY_MS, UNTIL_MS + 7 * DAY_MS);
      for (const { fromMs } of steps.slice(1)) {
        changes++;
        expect(fromMs % QUARTER_MS).toBe(0);
        const [afterMs, untilMs] = [fromMs - 3 * DAY_MS, fromMs + 3 * DAY_MS];
        expect(slotsBetween({ zone, times: AWKWARD }, afterMs, untilMs).map(show), zone).toEqual(walk(steps, AWKWARD, afterMs, untilMs));
      }
    }
    expect(zones.length).toBeGreaterThan(400);
    expect(changes).toBeGreaterThan(1_500);
  }, 60_000);

  test("an ordinary year of twenty zones fires every slot once and in order", () => {
    const twenty = [
      ...zones.filter((_, index) => index % Math.ceil(zones.length / 17) === 0),
      "Etc/GMT",
      "Etc/GMT+5",
      "Africa/Johannesburg",
      "Australia/Sydney",
    ];
    expect(twenty.length).toBeGreaterThanOrEqual(20);
    const [afterMs, untilMs] = [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1)];
    for (const zone of twenty) {
      const expected = walk(stepsOf(zone, afterMs, untilMs), DAILY, afterMs, untilMs);
      expect(expected.length).toBeGreaterThanOrEqual(3 * 365 - 1);
      expect(slotsBetween({ zone, times: DAILY }, afterMs, untilMs).map(show), zone).toEqual(expected);
    }
  }, 60_000);
});

describe("the regions' times", () => {
  test.each([
    ["Etc/GMT", ["08:00", "13:00", "23:00"]],
    ["Etc/GMT+5", ["04:00", "13:00", "18:00"]],
    ["Africa/Johannesburg", ["06:00", "11:00", "21:00"]],
    ["Australia/Sydney", ["02:00", "12:00", "21:00"]],
  ])("in %s are %j UTC in January", (zone, expected) => {
    const slots = slotsBetween({ zone, times: DAILY }, Date.UTC(2026, 0, 10) - 1, Date.UTC(2026, 0, 11) - 1);
    expect(slots.map(({ atMs }) => iso(atMs).slice(11, 16))).toEqual(expected);
  });
});

test("the next slot is the first after now, from slot to slot", () => {
  const schedule = { zone: "Africa/Cairo", times: DAILY };
  const expected = slotsBetween(schedule, Date.UTC(2025, 9, 28), Date.UTC(2025, 10, 3));
  let nowMs = Date.UTC(2025, 9, 28);
  for (const slot of expected) {
    expect(nextSlot(schedule, nowMs)).toEqual(slot);
    nowMs = slot.atMs;
  }
  expect(nextSlot({ ...schedule, times: [] }, nowMs)).toBeUndefined();
});

test("the last slot of a day is the one with the latest time, in whatever order they are listed", () => {
  const schedule = { zone: "UTC", times: ["23:00", "08:00"] };
  expect(isLastOfDay(schedule, { time: "23:00" })).toBe(true);
  expect(isLastOfDay(schedule, { time: "08:00" })).toBe(false);
});

test("an unknown zone is an error, never UTC", () => {
  expect(() => instantOf({ zone: "Mars/Olympus", date: "2026-01-01", time: "08:00" })).toThrow(UnknownZone);
  expect(() => nextSlot({ zone: "Mars/Olympus", times: DAILY }, 0)).toThrow(/"Mars\/Olympus" is not known/);
});

test("a connector without times or a zone of its own follows the account", () => {
  expect(scheduleOf({ times: null, zone: null }, "Australia/Sydney")).toEqual({ zone: "Australia/Sydney", times: DAILY });
  expect(scheduleOf({ times: ["06:30"], zone: "Africa/Cairo" }, "Australia/Sydney")).toEqual({ zone: "Africa/Cairo", times: ["06:30"] });
});
