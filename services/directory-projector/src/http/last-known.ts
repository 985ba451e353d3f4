import type { EventLog } from "@dirstream/event-log";
import * as z from "zod";
import { imageAt, lastProfile } from "./images.ts";
import { emailIn, nameIn } from "./profile-names.ts";

export const LastKnown = z.object({ name: z.string().nullable(), email: z.string().nullable() });
export type LastKnown = z.output<typeof LastKnown>;

const LOOK_UP_MS = 2_000;
const IN_FLIGHT = 64;

interface Row {
  readonly state: string | null;
  readonly sequence: number | null;
}

/**
 * What those rows of a list were called that were removed. The tables keep nothing of them but where they were; the log does.
 * What it does not answer in time is not told, for that is no reason to keep a list from anybody.
 */
export const lastKnownOf = async (log: EventLog | undefined, rows: readonly Row[]): Promise<(row: Row) => LastKnown | null> => {
  const found = new Map<number | null, LastKnown>();
  const waiting = rows.flatMap(({ state, sequence }) => (state === "removed" && sequence !== null ? [sequence] : []));
  if (log?.connected() === true) {
    const signal = AbortSignal.timeout(LOOK_UP_MS);
    const work = async (): Promise<void> => {
      for (let removal = waiting.pop(); removal !== undefined; removal = waiting.pop()) {
        const image = await imageAt(log, removal, signal);
        const profile = image === undefined ? undefined : await lastProfile(log, image, signal);
        if (profile !== undefined) found.set(removal, { name: nameIn(profile), email: emailIn(profile) });
      }
    };
    await Promise.allSettled(Array.from({ length: Math.min(IN_FLIGHT, waiting.length) }, work));
  }
  return ({ sequence }) => found.get(sequence) ?? null;
};
