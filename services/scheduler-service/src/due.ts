import { createHash } from "node:crypto";
import type { RequestEvent, Slot } from "@dirstream/contracts";
import { isKnownZone, isLastOfDay, nextSlot, type SlotAt, slotsBetween } from "@dirstream/schedule";
import { type Command, connectorKey, type OwedConnector } from "./owed.ts";
import { isRecorded, type RecordedSlots } from "./recorded-slots.ts";

/** A slot is on time this long. After that it is missed: only the newest is caught up with. */
const ON_TIME_MS = 60_000;

/** How far back slots are owed when no scheduler ran. What is older is neither requested nor recorded as skipped. */
export const LOOK_BACK_MS = 31 * 86_400_000;

/** So that a thousand connectors with a month of missed slots do not keep the clock waiting: the rest has its turn next time. */
const SKIPPED_AT_ONCE = 20;

/** How long whoever recorded a command has for appending its request before the scheduler does. */
export const COMMAND_GRACE_MS = 5_000;

export interface Recorded {
  readonly slots: RecordedSlots;
  /** Sequences in CONNECTORS of the commands that have their request. */
  readonly commands: ReadonlySet<number>;
}

/**
 * What is to be appended for a connector now, until it answers nothing. In this order: requests first, so that a scheduler that dies in between leaves
 * only skipped slots to record. Whoever goes on decides the same, because what is recorded counts and not what was meant.
 */
export const due = (connector: OwedConnector, recorded: Recorded, nowMs: number, newId: () => string): RequestEvent[] => [
  ...dueCommands(connector, recorded, nowMs, newId),
  ...dueSlots(connector, recorded, nowMs),
];

/** The next instant at which something is due, once nothing is any more. */
export const nextDueMs = ({ periods, commands }: OwedConnector, recorded: Recorded, nowMs: number): number => {
  const open = periods.at(-1);
  let next = Number.POSITIVE_INFINITY;
  if (open !== undefined && !open.over && isKnownZone(open.schedule.zone))
    next = nextSlot(open.schedule, Math.max(nowMs, open.fromMs))?.atMs ?? next;
  for (const [sequence, command] of commands) {
    if (!recorded.commands.has(sequence)) next = Math.min(next, command.recordedMs + COMMAND_GRACE_MS);
  }
  return next;
};

/** The zone of an enabled connector that this machine does not know: its slots cannot be told, and nobody may guess them. */
export const unknownZoneOf = ({ periods }: OwedConnector): string | undefined => {
  const open = periods.at(-1);
  return open === undefined || open.over || isKnownZone(open.schedule.zone) ? undefined : open.schedule.zone;
};

/** The id of a slot's request says which slot it is: any scheduler, at any time, gives it the same. */
export const slotRequestId = (account: string, connector: string, { date, time }: Pick<Slot, "date" | "time">): string =>
  createHash("sha256")
    .update(`${connectorKey(account, connector)}|${date}|${time}`)
    .digest("hex");

const dueCommands = ({ commands }: OwedConnector, recorded: Recorded, nowMs: number, newId: () => string): RequestEvent[] => {
  const missing = [...commands].filter(
    ([sequence, { recordedMs }]) => !recorded.commands.has(sequence) && recordedMs + COMMAND_GRACE_MS <= nowMs,
  );
  return missing.map(([sequence, command]) => commandRequest(sequence, command, newId()));
};

const commandRequest = (sequence: number, { kind, mode, reason, by }: Command, requestId: string): RequestEvent => ({
  type: "SyncRequested",
  data: { requestId, kind, mode, reason, slot: null, causedBy: sequence, by },
});

interface OwedSlot extends SlotAt {
  readonly lastOfDay: boolean;
  readonly over: boolean;
}

const dueSlots = (connector: OwedConnector, recorded: Recorded, nowMs: number): RequestEvent[] => {
  const owed = owedSlots(connector, nowMs);
  const open = owed.filter((slot) => !isRecorded(recorded.slots, slot));
  if (open.length === 0) return [];
  const newest = owed.at(-1);
  const isRequested = (slot: OwedSlot): boolean => !slot.over && (slot === newest || nowMs - slot.atMs <= ON_TIME_MS);
  const skipped = open.filter((slot) => !isRequested(slot));
  // The last slot of a day reads everything: a catch-up that stands for a missed one does so too.
  const missedFull = skipped.some(({ lastOfDay, over }) => lastOfDay && !over);
  return [
    ...open.filter(isRequested).map((slot) => slotRequest(connector, slot, slot.lastOfDay || missedFull ? "full" : "incremental")),
    ...skipped.slice(0, SKIPPED_AT_ONCE).map(slotSkipped),
  ];
};

/** In the order in which they fire; one that two periods share (the zone changed) counts once, at its first instant. */
const owedSlots = ({ periods }: OwedConnector, nowMs: number): OwedSlot[] => {
  const slots = new Map<string, OwedSlot>();
  for (const { schedule, fromMs, untilMs, over } of periods) {
    if (!isKnownZone(schedule.zone)) continue;
    for (const slot of slotsBetween(schedule, Math.max(fromMs, nowMs - LOOK_BACK_MS), Math.min(untilMs, nowMs))) {
      const key = `${slot.date}|${slot.time}`;
      if (!slots.has(key)) slots.set(key, { ...slot, lastOfDay: isLastOfDay(schedule, slot), over });
    }
  }
  return [...slots.values()];
};

const slotSkipped = ({ date, time, zone }: OwedSlot): RequestEvent => ({
  type: "SlotSkipped",
  data: { slot: { date, time, zone }, reason: "missed" },
});

const slotRequest = (
  { account, connector }: OwedConnector,
  { date, time, zone }: OwedSlot,
  mode: "full" | "incremental",
): RequestEvent => ({
  type: "SyncRequested",
  data: {
    requestId: slotRequestId(account, connector, { date, time }),
    kind: "read",
    mode,
    reason: "schedule",
    slot: { date, time, zone },
    causedBy: null,
    by: null,
  },
});
