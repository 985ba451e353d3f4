import { STREAM_NAMES, subjects } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { IMAGE_TABLES } from "../image-tables.ts";
import { foldBatch } from "./fold-batch.ts";
import { randomLog } from "./random-log.fixture.ts";
import { type FoldedEvent, type Reading, readEvent } from "./read-event.ts";
import { storable } from "./storable.ts";

const log = randomLog(3, 20);
const readings = Object.fromEntries(STREAM_NAMES.map((stream) => [stream, log[stream].map(readEvent)])) as Record<string, Reading[]>;
const nobody = () => false;
const directory = readings.DIRECTORY ?? [];

describe("folding", () => {
  test("writes no table from two streams", () => {
    const writers = new Map<string, string>();
    for (const stream of STREAM_NAMES) {
      const { changes } = foldBatch(stream, readings[stream] ?? [], nobody);
      for (const [table, rows] of Object.entries(changes.images)) {
        if (rows.size === 0) continue;
        expect(writers.get(table), table).toBeUndefined();
        writers.set(table, stream);
      }
    }
    expect(writers.size).toBeGreaterThanOrEqual(Object.keys(IMAGE_TABLES).length - 1); // nothing was resumed
  });

  test("keeps the last row of every key, whatever came before", () => {
    const { images } = foldBatch("DIRECTORY", directory, nobody).changes;
    const lastOf = new Map(directory.map((reading) => [reading.subject, reading.sequence]));
    expect(images.entry.size).toBeGreaterThan(50);
    for (const [subject, row] of images.entry) expect(row.sequence).toBe(lastOf.get(subject));
  });

  test("gives the same rows however it is cut, when later ones win", () => {
    const whole = foldBatch("DIRECTORY", directory, nobody).changes;
    const halves = [directory.slice(0, 137), directory.slice(137)].map((half) => foldBatch("DIRECTORY", half, nobody).changes);
    for (const table of Object.keys(IMAGE_TABLES) as (keyof typeof IMAGE_TABLES)[]) {
      const merged = new Map(halves.flatMap(({ images }) => [...images[table]] as [string, unknown][]));
      expect(Object.fromEntries(merged), table).toEqual(Object.fromEntries(whole.images[table]));
    }
    expect(new Map(halves.flatMap(({ parts }) => [...parts]))).toEqual(whole.parts);
  });

  test("puts nothing into a row that Postgres cannot store", () => {
    for (const stream of STREAM_NAMES) {
      const { images, parts } = foldBatch(stream, readings[stream] ?? [], nobody).changes;
      for (const row of [
        ...Object.values(images).flatMap((rows) => [...rows.values()]),
        ...[...parts.values()].flatMap(({ members }) => members),
      ]) {
        for (const value of Object.values(row)) {
          if (typeof value !== "string") continue;
          expect(value).not.toContain("\0");
          expect(value.isWellFormed()).toBe(true);
        }
      }
    }
  });

  test("keeps what names the sealed password out", () => {
    const { images } = foldBatch("CONNECTORS", readings.CONNECTORS ?? [], nobody).changes;
    expect(images.connector.size).toBe(4);
    for (const { settings } of images.connector.values()) expect(settings).not.toMatch(/password/i);
  });
});

describe("a run", () => {
  const place = { kind: "fact", account: "acme", connector: "north", subject: "", id: "", time: "2026-03-02T08:00:00Z" } as const;
  const sampleOf = (type: string, change: object = {}) => {
    const { data } =
      directory.flatMap((it) => (it.kind === "fact" && it.event.type === type ? [it.event] : []))[0] ?? expect.unreachable(type);
    return { ...place, sequence: 1, event: { type, data: { ...data, ...change } } as FoldedEvent };
  };
  const rowOf = <Table extends "run" | "run_end">(table: Table, reading: Reading) =>
    [...foldBatch("DIRECTORY", [reading], nobody).changes.images[table].values()][0];

  test.each([
    [{ changesOffered: ["dirSync"], changesBy: "dirSync", removalsBy: "full" }, ["dirSync", "full", null]],
    [{ changesOffered: ["sweep"], changesBy: null }, ["nothing", null, null]],
    [{ fullBecause: "timePassed" }, [null, null, "timePassed"]],
  ])("that says %j shows how it learnt what has changed", (said, [by, removalsBy, because]) => {
    const nothing = { changesOffered: undefined, changesBy: undefined, removalsBy: undefined, fullBecause: undefined };
    const row = rowOf("run", sampleOf("SyncStarted", { ...nothing, server: { vendor: "openldap", id: "x" }, ...said }));
    expect(row).toMatchObject({ changes_by: by, removals_by: removalsBy, full_because: because, server: '{"vendor":"openldap","id":"x"}' });
    expect(row?.changes_offered).toBe("changesOffered" in said ? JSON.stringify(said.changesOffered) : null);
  });

  const counts = { read: 9, created: 5, updated: 1, moved: 0, disabled: 0, enabled: 0, removed: 7, restored: 1 };
  test.each([
    ["tells people from groups", { ...counts, groups: { created: 4, removed: 1, restored: 0 } }, -4, 3],
    ["does not tell them apart", counts, null, null],
    ["changes nobody's being here", { ...counts, created: 0, removed: 0, restored: 0 }, 0, 0],
  ])("that %s says how many more are here", (_, said, people, groups) => {
    for (const type of ["SyncCompleted", "SyncFailed"]) {
      expect(rowOf("run_end", sampleOf(type, { counts: said }))).toMatchObject({ people_more: people, groups_more: groups });
    }
  });
});

describe("text", () => {
  test.each([
    ["plain", "plain"],
    ["cn=a\0b", "cn=a\\00b"],
    ["lone \ud800", "lone \ufffd"],
    ["pair \ud83d\ude00", "pair \ud83d\ude00"],
  ])("%j is stored as %j", (given, stored) => {
    expect(storable(given)).toBe(stored);
  });
});

describe("a connector that has halted", () => {
  const [owner] = directory.flatMap((reading) =>
    reading.kind === "fact" ? [{ account: reading.account, connector: reading.connector }] : [],
  );
  const mine = (reading: Reading) =>
    reading.kind !== "foreign" && reading.account === owner?.account && reading.connector === owner.connector;
  const halt = directory.findIndex((reading, at) => at > 100 && mine(reading));
  const poisoned = directory.map((reading, at): Reading => {
    if (at !== halt || reading.kind !== "fact") return reading;
    const { event: _event, time: _time, ...rest } = reading;
    return { ...rest, kind: "undecodable", reason: "not JSON" };
  });

  test("is folded up to the event that cannot be understood, and the others to the end", () => {
    const { changes, halts } = foldBatch("DIRECTORY", poisoned, nobody);
    const expected = foldBatch(
      "DIRECTORY",
      directory.filter((reading, at) => !mine(reading) || at < halt),
      nobody,
    );
    expect(halts).toMatchObject([{ ...owner, stream: "DIRECTORY", sequence: directory[halt]?.sequence, reason: "not JSON" }]);
    expect(changes).toEqual(expected.changes);
  });

  test("stays as it is in later batches", () => {
    const isHalted = (key: string) => key === `${owner?.account}/${owner?.connector}`;
    const { changes, halts } = foldBatch("DIRECTORY", poisoned, isHalted);
    expect(halts).toEqual([]);
    expect([...changes.images.entry.values()].some(({ account, connector }) => isHalted(`${account}/${connector}`))).toBe(false);
  });
});

describe("a message", () => {
  const payload = new TextEncoder().encode("{");
  const kindOf = (subject: string, bytes: Uint8Array = payload) => readEvent({ subject, sequence: 1, payload: bytes }).kind;

  test.each([
    "directory.v1.acme.north.entry.computer.x",
    "directory.v2.acme.north.sync",
    `directory.v1.${"a".repeat(41)}.north.sync`,
    "other.subject",
  ])("on %s is not ours", (subject) => {
    expect(kindOf(subject)).toBe("foreign");
  });

  test("that cannot be read is laid to its connector, and has a name all the same", () => {
    const reading = readEvent({ subject: subjects.sync("acme", "north"), sequence: 7, payload });
    expect(reading).toMatchObject({
      kind: "undecodable",
      account: "acme",
      connector: "north",
      id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(readEvent({ subject: subjects.account("acme"), sequence: 7, payload })).toMatchObject({ account: "acme", connector: "" });
  });

  test.each(directory.slice(0, 60).map((reading, at) => [reading.kind === "fact" ? reading.event.type : "", at] as const))(
    "%s (%i) belongs on its own subject only",
    (type, at) => {
      const message = log.DIRECTORY[at];
      const elsewhere =
        type === "EntryChanged" ? subjects.entry("acme", "north", "user", "another") : subjects.members("acme", "north", "other", "all");
      expect(kindOf(elsewhere, message?.payload)).toBe("undecodable");
    },
  );

  test("keeps what a newer producer has added", () => {
    const entry = log.DIRECTORY.find(({ subject }) => subject.includes(".entry.user."));
    const json = JSON.parse(Buffer.from(entry?.payload ?? []).toString()) as { data: { profile: object } };
    Object.assign(json.data.profile, { nickName: "new" });
    const reading = readEvent({ subject: entry?.subject ?? "", sequence: 1, payload: new TextEncoder().encode(JSON.stringify(json)) });
    const [row] = foldBatch("DIRECTORY", [reading], nobody).changes.images.entry.values();
    expect(row?.profile).toMatch(/"nickName":"new"/);
  });
});
