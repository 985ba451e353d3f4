import { TOLD_BUCKET, toldKey } from "@dirstream/contracts";
import { deleteValue, type EventLog, listKeys } from "@dirstream/event-log";
import { type Destination, destinationKey } from "./destination.ts";
import type { Teller } from "./tell-destination.ts";
import { readTold, writeTold } from "./told.ts";

/** What destinations were told, as this process knows it: read once, and written with every change. */
export interface KeptTellers {
  readonly of: (account: string, destination: Destination) => Promise<Teller>;
  readonly save: (teller: Teller) => Promise<void>;
  /** Of those that are known here already: it takes what it is told after all. */
  readonly reached: (account: string, destination: Destination) => Promise<void>;
  /** Whoever is told no longer is forgotten: entered again, he is told what is so then. */
  readonly keepOnly: (wanted: ReadonlySet<string>) => Promise<void>;
}

const STORE_MS = 10_000;

export const keepTellers = (eventLog: EventLog, stopping: AbortSignal): KeptTellers => {
  const tellers = new Map<string, Teller>();
  const inTime = () => AbortSignal.any([stopping, AbortSignal.timeout(STORE_MS)]);
  const save: KeptTellers["save"] = async (teller) => {
    await writeTold(eventLog, { ...teller, signal: inTime() }, teller.told);
    teller.isSaved = true;
  };
  return {
    save,
    of: async (account, destination) => {
      const key = toldKey(account, destinationKey(destination));
      const known = tellers.get(key);
      if (known !== undefined) return known;
      const told = await readTold(eventLog, { account, destination, signal: inTime() });
      const teller = { account, destination, told, isSaved: true };
      tellers.set(key, teller);
      return teller;
    },
    reached: async (account, destination) => {
      const teller = tellers.get(toldKey(account, destinationKey(destination)));
      if (teller === undefined || teller.told.failing === null) return;
      teller.told = { ...teller.told, failing: null };
      teller.isSaved = false;
      await save(teller);
    },
    keepOnly: async (wanted) => {
      const stored = await listKeys(eventLog, { bucket: TOLD_BUCKET, signal: inTime() });
      for (const key of new Set([...stored, ...tellers.keys()]).difference(wanted)) {
        tellers.delete(key);
        await deleteValue(eventLog, { bucket: TOLD_BUCKET, key, signal: inTime() });
      }
    },
  };
};
