import * as z from "zod";
import { type EventOf, eventType } from "./event-type.ts";
import { Sequence } from "./ids.ts";
import { Slot } from "./regions.ts";
import { registryOf } from "./registry.ts";

export const ReadMode = z.enum(["full", "incremental"]);

/** Somebody or the clock wants a run. A run answers every request of one kind that waits. */
export const SyncRequested = eventType(
  "SyncRequested",
  z.looseObject({
    /** Random, or for a slot the SHA-256 of `account/connector|date|time`. */
    requestId: z.string().min(1).max(64),
    /** read: compare the directory with the log. apply: carry out a command recorded in CONNECTORS. */
    kind: z.enum(["read", "apply"]),
    mode: ReadMode,
    reason: z.enum(["schedule", "manual", "first", "approval", "connectorRemoved"]),
    slot: Slot.nullable(),
    /** The CONNECTORS sequence of the command that asked for it. */
    causedBy: Sequence.nullable(),
    by: z.string().nullable(),
  }),
);

/** A slot that will never be requested, and why. */
export const SlotSkipped = eventType("SlotSkipped", z.looseObject({ slot: Slot, reason: z.enum(["missed"]) }));

export const requestEvents = registryOf(SyncRequested, SlotSkipped);
export type RequestEvent = EventOf<typeof SyncRequested | typeof SlotSkipped>;
export type SyncRequest = Extract<RequestEvent, { type: "SyncRequested" }>["data"];
