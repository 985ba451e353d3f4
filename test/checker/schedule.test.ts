import { describe, expect, test } from "vitest";
import { buildLog, type LogBuilder } from "../fixtures/log-builder.ts";
import { checkSchedule } from "./schedule.ts";
import { localDate, slotInstantMs } from "./slot-instant.ts";
import { decodeLog } from "./stored-message.ts";

const check = (log: LogBuilder, now: string) =>
  checkSchedule(decodeLog(log.messages).events, Date.parse(now)).map(
    ({ invariant, sequence, what }) => `${invariant} ${sequence ?? "-"} ${what}`,
  );
const EVENING = "2026-03-02T20:00:00Z";

/** Registered at 09:00 in Greenwich. The slot at 13:00 is asked for in time, unless the test does it otherwise. */
const logWith = (record: (log: LogBuilder) => void = (log) => log.requestSlot("2026-03-02", "13:00")): LogBuilder => {
  const log = buildLog();
  log.at("2026-03-02T13:00:00.500Z");
  record(log);
  return log;
};

test("T1: a slot that is requested once, or skipped once, breaks nothing", () => {
  expect(check(logWith(), EVENING)).toEqual([]);
  expect(
    check(
      logWith((log) => log.skipSlot("2026-03-02", "13:00")),
      EVENING,
    ),
  ).toEqual([]);
});

test("T1: a disabled connector has no slots, and one that is enabled again has them from then on", () => {
  const log = logWith();
  log.at("2026-03-02T21:00:00Z");
  log.configure({ type: "ConnectorDisabled", data: { by: "ada" } });
  log.at("2026-03-03T09:00:00Z");
  log.configure({ type: "ConnectorEnabled", data: { by: "ada" } });
  expect(check(log, "2026-03-03T12:00:00Z")).toEqual([]);
  expect(check(log, "2026-03-03T14:00:00Z")).toEqual(["T1 - acme/hq 2026-03-03 13:00: the slot is neither requested nor skipped"]);
});

describe("T1: a slot is named that", () => {
  test("nobody asked for", () => {
    expect(
      check(
        logWith(() => {}),
        EVENING,
      ),
    ).toEqual(["T1 - acme/hq 2026-03-02 13:00: the slot is neither requested nor skipped"]);
  });

  test("was asked for twice, or both asked for and skipped", () => {
    const twice = logWith((log) => {
      log.requestSlot("2026-03-02", "13:00");
      log.requestSlot("2026-03-02", "13:00");
      log.skipSlot("2026-03-02", "13:00");
    });
    expect(check(twice, EVENING)).toEqual(
      [2, 3].map((at) => `T1 ${at} acme/hq 2026-03-02 13:00: the slot is recorded a second time, after 1`),
    );
  });

  test("was asked for under another id", () => {
    const log = logWith((it) => it.requestSlot("2026-03-02", "13:00", { requestId: "random" }));
    expect(check(log, EVENING)).toEqual(["T1 1 acme/hq 2026-03-02 13:00: the request's id is not that of its slot"]);
  });

  test("was asked for before its time", () => {
    const log = logWith((it) => {
      it.requestSlot("2026-03-02", "13:00");
      it.requestSlot("2026-03-02", "23:00");
    });
    expect(check(log, EVENING)).toEqual(["T1 2 acme/hq 2026-03-02 23:00: the slot is recorded before its time has come"]);
  });
});

describe("T1: a local time comes", () => {
  test.each([
    ["2026-03-02", "08:00", "Etc/GMT+5", "2026-03-02T13:00:00Z"],
    ["2026-07-01", "23:00", "Australia/Sydney", "2026-07-01T13:00:00Z"],
    ["2026-03-29", "02:15", "Europe/Berlin", "2026-03-29T01:00:00Z"],
    ["2026-10-25", "02:15", "Europe/Berlin", "2026-10-25T00:15:00Z"],
    ["2025-10-30", "23:00", "Africa/Cairo", "2025-10-30T20:00:00Z"],
    ["2026-03-28", "23:00", "America/Godthab", "2026-03-29T01:00:00Z"],
  ])("%s %s %s at %s", (date, time, zone, instant) => {
    expect(new Date(slotInstantMs(date, time, zone)).toISOString()).toBe(new Date(instant).toISOString());
  });

  test("on the date that its zone shows", () => {
    expect(localDate(Date.parse("2026-03-02T23:30:00Z"), "Asia/Tokyo")).toBe("2026-03-03");
  });
});
