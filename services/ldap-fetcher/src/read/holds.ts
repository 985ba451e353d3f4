import { randomUUID } from "node:crypto";
import { entryEvents, type HeldItem, type HoldRef, subjects } from "@dirstream/contracts";
import { type EventLog, readToEnd } from "@dirstream/event-log";
import type { Place } from "../place.ts";
import { type Destructive, holdDigest, itemKey } from "../run/guard.ts";
import type { Leaf } from "../run/writer.ts";

const ITEMS_PER_PART = 1000;

/** What a hold keeps back, as it was recorded. */
export const readHeldItems = async (log: EventLog, { account, connector }: Place, holdId: string): Promise<HeldItem[]> => {
  const items: HeldItem[] = [];
  for await (const messages of readToEnd(log, { stream: "DIRECTORY", filters: [subjects.holdItems(account, connector, holdId)] })) {
    for (const { payload } of messages) {
      const decoded = entryEvents.decode(payload);
      if (decoded.kind === "event" && decoded.event.type === "SyncItemsHeld") items.push(...decoded.event.data.items);
    }
  }
  return items;
};

/** The destructive changes that nobody has refused yet, and the refusals that still concern something. */
export const withoutRejected = async (
  log: EventLog,
  place: Place,
  destructive: readonly Destructive[],
  rejected: readonly HoldRef[],
): Promise<{ open: readonly Destructive[]; rejected: readonly HoldRef[] }> => {
  const found = new Set(destructive.map(itemKey));
  const refused = new Set<string>();
  const stillMeant: HoldRef[] = [];
  for (const hold of rejected) {
    const keys = (await readHeldItems(log, place, hold.holdId)).map(itemKey).filter((key) => found.has(key));
    if (keys.length > 0) stillMeant.push(hold);
    for (const key of keys) refused.add(key);
  }
  return { open: destructive.filter((item) => !refused.has(itemKey(item))), rejected: stillMeant };
};

/** The hold for these items: the open one, silently, when it is about exactly the same set; else a new one and its messages. */
export const holdFor = (
  { account, connector }: Place,
  held: readonly Destructive[],
  open: HoldRef | null,
): { hold: HoldRef; leaves: readonly Leaf[] | undefined } => {
  const digest = holdDigest(held);
  if (open?.digest === digest) return { hold: open, leaves: undefined };
  const holdId = randomUUID();
  const items = held.map(({ entryId, kind, change, fingerprint }) => ({ entryId, kind, change, fingerprint }));
  const leaves: Leaf[] = [];
  for (let part = 0; part * ITEMS_PER_PART < items.length; part++) {
    const slice = items.slice(part * ITEMS_PER_PART, (part + 1) * ITEMS_PER_PART);
    leaves.push({
      subject: subjects.hold(account, connector, holdId, part),
      expectedSequence: 0,
      event: ({ syncId, ordinal }) => ({ type: "SyncItemsHeld", data: { syncId, ordinal, holdId, part, items: slice } }),
    });
  }
  return { hold: { holdId, digest }, leaves };
};
