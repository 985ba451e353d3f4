import { randomBytes, randomUUID } from "node:crypto";
import { type EntryKind, HEADERS, KNOWN_BUCKET, type State, subjects } from "@dirstream/contracts";
import { append, connectEventLog, deleteValue, type EventLog, getValue, provision, putValue } from "@dirstream/event-log";
import { beforeEach, describe, expect, inject, test } from "vitest";
import { type Known, type KnownEntries, readKnownEntries } from "./known-entries.ts";
import { takeSnapshot } from "./known-snapshot.ts";

const PLACE = { account: "acme", connector: "c1" };
const HEAD = { bucket: KNOWN_BUCKET, key: "acme.c1" };
const PARTS = ["all", "00", "7f"];

let log: EventLog;
let last: Map<string, number>;

beforeEach(async () => {
  log = await connectEventLog({ servers: inject("natsUrl"), name: "known-test", namespace: `t${randomBytes(6).toString("hex")}` });
  await provision(log);
  last = new Map();
  return () => log[Symbol.asyncDispose]();
});

interface Written {
  readonly kind: EntryKind;
  readonly entryId: string;
  readonly state: State;
  readonly marker: string;
  readonly dnMark: string;
}

const hex = (bytes: number): string => randomBytes(bytes).toString("hex");
const pick = <Item>(items: readonly Item[]): Item => items[randomBytes(1).readUInt8() % items.length] as Item;
const someEntry = (entryId: string = pick([randomUUID(), `name-${hex(4)}`])): Written => ({
  ...{ kind: pick(["user", "group", "contact"]), entryId, state: pick(["active", "active", "disabled", "removed"]) },
  ...{ marker: `2026112218${hex(3)}Z#000000#000#000000`, dnMark: hex(8) },
});

const put = async (subject: string, headers: Record<string, string>): Promise<void> => {
  const sequence = await append(log, { subject, payload: Buffer.from("{}"), expectedSequence: last.get(subject) ?? 0, headers });
  last.set(subject, sequence);
};
const write = async (entries: readonly Written[]): Promise<void> => {
  for (const { kind, entryId, state, marker, dnMark } of entries) {
    if (kind === "group") await put(subjects.members(PLACE.account, PLACE.connector, entryId, pick(PARTS)), {});
    await put(subjects.entry(PLACE.account, PLACE.connector, kind, entryId), {
      ...{ [HEADERS.fingerprint]: hex(32), [HEADERS.state]: state, [HEADERS.marker]: marker, [HEADERS.dn]: dnMark },
    });
  }
};

/** All that can be asked of what is known; who was met comes last, since asking changes it. */
const told = (known: KnownEntries, entries: readonly Written[]) => ({
  all: [...known.all()].sort((one: Known, other: Known) => one.sequence - other.sequence),
  parts: entries.map(({ entryId }) => [...known.partsOf(entryId)].sort()),
  counts: (["active", "disabled", "removed"] as const).map((state) => known.count(state)),
  same: entries.map(({ entryId, marker, dnMark }) => known.meetMarked(entryId, marker, dnMark)),
  changed: entries.map(({ entryId, marker, dnMark }) => known.meetMarked(entryId, `${marker}.`, dnMark)),
  renamed: entries.map(({ entryId, marker }) => known.meetMarked(entryId, marker, "0".repeat(16))),
  missing: known.missing(),
});

const readAndKeep = async (): Promise<KnownEntries> => {
  const before = await headText();
  const known = await readKnownEntries(log, PLACE, { snapshotAfter: 0, onError: (error) => expect.unreachable(String(error)) });
  await expect.poll(headText).not.toBe(before);
  return known;
};
const headText = async (): Promise<string> => Buffer.from((await getValue(log, HEAD)) ?? []).toString();
const fromLog = async (): Promise<KnownEntries> => {
  const kept = await getValue(log, HEAD);
  await deleteValue(log, HEAD);
  const known = await readKnownEntries(log, PLACE);
  if (kept !== undefined) await putValue(log, { ...HEAD, value: kept });
  return known;
};

test("a snapshot and what came after it are what the whole log says, time and again", async () => {
  const entries = Array.from({ length: 60 }, () => someEntry());
  await write(entries);
  await readAndKeep();
  for (let round = 0; round < 3; round++) {
    for (let at = 0; at < 20; at++) entries[at] = { ...someEntry(entries[at]?.entryId), kind: entries[at]?.kind ?? "user" };
    const newcomers = Array.from({ length: 5 }, () => someEntry());
    entries.push(...newcomers);
    await write([...entries.slice(0, 20), ...newcomers]);
    expect(await takeSnapshot(log, PLACE)).toBeDefined();
    expect(told(await readAndKeep(), entries)).toEqual(told(await fromLog(), entries));
  }
});

test("nothing is kept before it is worth it, nor by who keeps nothing", async () => {
  await write(Array.from({ length: 5 }, () => someEntry()));
  await readKnownEntries(log, PLACE);
  await readKnownEntries(log, PLACE, { snapshotAfter: 1_000, onError: () => undefined });
  expect(await headText()).toBe("");
});

describe("the log is read whole where the snapshot", () => {
  const head = async (change: object) => {
    const kept = JSON.parse(await headText());
    await putValue(log, { ...HEAD, value: Buffer.from(JSON.stringify({ ...kept, ...change })) });
  };
  const value = async (bytes: (kept: Uint8Array) => Uint8Array) => {
    const { place } = JSON.parse(await headText());
    const key = { bucket: KNOWN_BUCKET, key: `acme.c1.${place}.0` };
    await putValue(log, { ...key, value: bytes((await getValue(log, key)) as Uint8Array) });
  };

  test.each<[string, () => Promise<void>]>([
    ["is of another stream", () => head({ identity: randomUUID() })],
    ["has a layout that is not known", () => head({ format: 99 })],
    ["names a message that is another one now", () => head({ fingerprint: hex(32) })],
    ["goes further than the log", () => head({ position: 1_000_000 })],
    ["is cut off", () => value((kept) => kept.subarray(0, kept.length - 10))],
    ["has one bit that is another", () => value((kept) => kept.with(40, (kept[40] as number) ^ 1))],
    ["has a head that is no text of ours", () => putValue(log, { ...HEAD, value: randomBytes(40) })],
  ])("%s", async (_, spoil) => {
    const entries = Array.from({ length: 10 }, () => someEntry());
    await write(entries);
    await readAndKeep();
    await spoil();
    expect(await takeSnapshot(log, PLACE)).toBeUndefined();
    const known = await readKnownEntries(log, PLACE);
    expect(told(known, entries)).toEqual(told(await fromLog(), entries));
  });
});
