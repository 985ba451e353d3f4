import { expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import {
  type ConnectorEvent,
  connectorEvents,
  type EntryEvent,
  type EventMetadata,
  type EventOf,
  entryEvents,
  eventType,
  registryOf,
  type SyncEvent,
  upcaster,
} from "./index.ts";

const metadata: EventMetadata = { id: "0b1e7a52-6b53-4c1a-9f0e-0d7f8a3c2b11", source: "/test", time: "2026-03-02T08:00:00.000Z" };

// An event type that has been changed twice: the name became a list, the list became objects.
const FirstBadge = z.looseObject({ owner: z.string() });
const SecondBadge = z.looseObject({ owners: z.array(z.string()) });
const BadgeIssued = eventType("BadgeIssued", z.looseObject({ owners: z.array(z.looseObject({ name: z.string().max(20) })) }), [
  upcaster(FirstBadge, ({ owner, ...rest }) => ({ ...rest, owners: [owner] })),
  upcaster(SecondBadge, ({ owners, ...rest }) => ({ ...rest, owners: owners.map((name) => ({ name })) })),
]);
const BadgeLost = eventType("BadgeLost", z.looseObject({ at: z.int() }));
const badges = registryOf(BadgeIssued, BadgeLost);

const message = (over: Record<string, unknown>): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ specversion: "1.0", ...metadata, type: "dirstream.BadgeLost.v1", data: { at: 1 }, ...over }));

const reasonOf = (payload: Uint8Array, registry = badges as { decode: (payload: Uint8Array) => unknown }): string => {
  const decoded = registry.decode(payload) as { kind: string; reason?: string };
  expect(decoded.kind).toBe("invalid");
  return decoded.reason ?? "";
};

test("what was encoded is decoded again", () => {
  const event = { type: "BadgeLost", data: { at: 7 } } as const;
  expect(badges.decode(badges.encode(event, metadata))).toEqual({ kind: "event", event, metadata });
});

test("an event is written in its current version, as a CloudEvent", () => {
  const event = { type: "BadgeIssued", data: { owners: [{ name: "Ada" }] } } as const;
  const payload = badges.encode({ ...event, data: { owners: [{ name: "Ada" }] } }, metadata);
  expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({
    specversion: "1.0",
    ...metadata,
    type: "dirstream.BadgeIssued.v3",
    data: event.data,
  });
});

test("an event that the registry does not hold is not written", () => {
  expect(() => badges.encode({ type: "BadgeEaten", data: {} } as never, metadata)).toThrow("BadgeEaten is not an event of this registry");
});

test.each([
  ["v1", { owner: "Ada" }],
  ["v2", { owners: ["Ada"] }],
  ["v3", { owners: [{ name: "Ada" }] }],
])("an event of %s is lifted to the current version", (version, data) => {
  expect(badges.decode(message({ type: `dirstream.BadgeIssued.${version}`, data }))).toMatchObject({
    kind: "event",
    event: { type: "BadgeIssued", data: { owners: [{ name: "Ada" }] } },
  });
});

test("fields that a later producer added survive decoding and lifting", () => {
  const later = message({ type: "dirstream.BadgeIssued.v1", data: { owner: "Ada", colour: "red" }, traceparent: "00-1-2-03" });
  expect(badges.decode(later)).toMatchObject({ kind: "event", event: { data: { colour: "red" } } });
});

test.each([
  ["a type of another registry", "dirstream.EntryChanged.v1", "EntryChanged", 1],
  ["a version newer than this reader", "dirstream.BadgeLost.v99", "BadgeLost", 99],
  ["another team's event", "com.example.badge.lost", "com.example.badge.lost", 0],
  ["a version that is not a number", "dirstream.BadgeLost.vX", "dirstream.BadgeLost.vX", 0],
  ["version 0", "dirstream.BadgeLost.v0", "dirstream.BadgeLost.v0", 0],
  ["a name that every object has", "dirstream.constructor.v1", "constructor", 1],
])("%s is unknown, not invalid", (_, wire, type, version) => {
  expect(badges.decode(message({ type: wire }))).toEqual({ kind: "unknown", type, version });
});

test.each([
  ["text that is not JSON", new TextEncoder().encode("not json"), "the message is not JSON in UTF-8"],
  ["nothing at all", new Uint8Array(), "the message is not JSON in UTF-8"],
  ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "the message is not JSON in UTF-8"],
  ["a bare value", new TextEncoder().encode("null"), "not a CloudEvents 1.0 envelope: the whole (invalid_type)"],
  ["another specversion", message({ specversion: "0.3" }), "not a CloudEvents 1.0 envelope: specversion (invalid_value)"],
  ["a missing id", message({ id: undefined }), "not a CloudEvents 1.0 envelope: id (invalid_type)"],
  ["an empty source", message({ source: "" }), "not a CloudEvents 1.0 envelope: source (too_small)"],
  ["a time without a zone", message({ time: "2026-03-02 08:00" }), "not a CloudEvents 1.0 envelope: time (invalid_format)"],
  ["missing data", message({ data: undefined }), "not a CloudEvents 1.0 envelope: data (invalid_type)"],
  ["data of another shape", message({ data: { at: "noon" } }), "BadgeLost v1: at (invalid_type)"],
])("%s is invalid, and the reason says where", (_, payload, reason) => {
  expect(reasonOf(payload)).toBe(reason);
});

test("old data is checked against its own version before it is lifted", () => {
  expect(reasonOf(message({ type: "dirstream.BadgeIssued.v1", data: { owner: 5 } }))).toBe("BadgeIssued v1: owner (invalid_type)");
});

test("what an upcaster makes is checked too", () => {
  const tooLong = message({ type: "dirstream.BadgeIssued.v1", data: { owner: "x".repeat(21) } });
  expect(reasonOf(tooLong)).toBe("BadgeIssued v1: owners.0.name (too_big)");
});

test.each([
  ["specversion", message({ specversion: "S3cret" })],
  ["time", message({ time: "S3cret" })],
  ["data", message({ data: "S3cret" })],
  ["a field", message({ data: { at: "S3cret" } })],
  ["the text", new TextEncoder().encode('{"S3cret')],
])("a reason never quotes the input: %s", (_, payload) => {
  expect(reasonOf(payload)).not.toContain("S3cret");
});

test("a reason quotes no name and no value of an entry", () => {
  const payload = message({
    type: "dirstream.ConnectorRemoved.v1",
    data: { entries: "S3cret", by: ["S3cret"] },
  });
  expect(reasonOf(payload, connectorEvents)).toBe("ConnectorRemoved v1: entries (invalid_value), by (invalid_type)");
});

test("a reader knows which data belongs to which event", () => {
  expectTypeOf<EventOf<typeof BadgeLost>>().toEqualTypeOf<{
    readonly type: "BadgeLost";
    readonly data: { [x: string]: unknown; at: number };
  }>();
  expectTypeOf<EntryEvent["type"]>().toEqualTypeOf<"EntryChanged" | "GroupMembersChanged" | "SyncItemsHeld">();
  expectTypeOf<SyncEvent["type"]>().toEqualTypeOf<"SyncStarted" | "SyncProgressed" | "SyncHeld" | "SyncCompleted" | "SyncFailed">();
  expectTypeOf<Extract<SyncEvent, { type: "SyncFailed" }>["data"]["retryable"]>().toEqualTypeOf<boolean>();
  expectTypeOf<Extract<ConnectorEvent, { type: "ConnectorRemoved" }>["data"]["entries"]>().toEqualTypeOf<"keep" | "remove">();
  const decoded = entryEvents.decode(message({}));
  if (decoded.kind === "event" && decoded.event.type === "GroupMembersChanged") {
    expectTypeOf(decoded.event.data.part).toEqualTypeOf<string>();
    // @ts-expect-error: only an entry's own event has a DN that is known to be text
    expectTypeOf(decoded.event.data.dn).toEqualTypeOf<string>();
  }
  // @ts-expect-error: data of another event
  const wrong: EventOf<typeof BadgeLost | typeof BadgeIssued> = { type: "BadgeLost", data: { owners: [] } };
  expect(wrong).toBeDefined();
});
