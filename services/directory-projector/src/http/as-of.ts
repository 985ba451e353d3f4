import { type EntryChangedData, entryEvents } from "@dirstream/contracts";
import type { RecordedMessage } from "@dirstream/event-log";
import { whyUnreadable } from "./history.ts";

/** The image that an entry had at a moment, and the event that recorded it. */
interface Imaged {
  readonly sequence: number;
  readonly time: string;
  readonly image: EntryChangedData;
}

/** What is known of a moment: when the entry was first recorded, and the last that had been recorded by then. */
export interface AsOf {
  readonly firstKnownAt: string | undefined;
  readonly last: Imaged | { readonly unreadable: string } | undefined;
}

export const NOTHING_KNOWN: AsOf = { firstKnownAt: undefined, last: undefined };

type Recorded = Pick<RecordedMessage, "sequence" | "time" | "payload">;

/**
 * One message more of an entry, in the order of the log. Every image is whole, so what was recorded last until the moment is exact,
 * whatever came before or after: also across a removal and a return. The order of the log decides, for clocks may be set back.
 * Whoever is recorded anew as something else has not gone: the farewell to the former kind tells nothing of the entry.
 */
export const seenUntil =
  (momentMs: number) =>
  (known: AsOf, { sequence, time: storedAt, payload }: Recorded): AsOf => {
    const decoded = entryEvents.decode(payload);
    const isEvent = decoded.kind === "event";
    const time = isEvent ? decoded.metadata.time : storedAt;
    const seen = (last: NonNullable<AsOf["last"]>): AsOf => ({
      firstKnownAt: known.firstKnownAt ?? time,
      last: Date.parse(time) <= momentMs ? last : known.last,
    });
    if (!isEvent) return seen({ unreadable: whyUnreadable(decoded) });
    const { type, data } = decoded.event;
    if (type !== "EntryChanged" || data.evidence === "reclassified") return known;
    return seen({ sequence, time, image: data });
  };
