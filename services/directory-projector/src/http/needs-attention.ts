import type { StreamName } from "@dirstream/contracts";
import { type EventLog, messageAt } from "@dirstream/event-log";
import type { Kysely } from "kysely";
import type { ReadModel } from "../tables.ts";
import type { Attention } from "./attention.ts";
import { attentionFor, selectConnectorViews } from "./connector-view.ts";

export interface NeedsAttention extends Attention {
  readonly connectorId: string;
  readonly connectorName: string;
}

interface Asked {
  readonly db: Kysely<ReadModel>;
  readonly eventLog: EventLog | undefined;
  readonly nowMs: number;
}

const LOOK_UP_MS = 1_000;

/** An account's connectors that need somebody, by name: what pages show is what people are told. */
export const needsAttention = async (account: string, { db, eventLog, nowMs }: Asked): Promise<NeedsAttention[]> => {
  const rows = await selectConnectorViews(db, account).orderBy("connector.name").orderBy("connector.connector").execute();
  const items = await Promise.all(
    rows.map(async (row) => {
      const attention = attentionFor(row, await haltedSince(eventLog, row.halted[0]), nowMs);
      return attention === undefined ? [] : [{ connectorId: row.connector, connectorName: row.name, ...attention }];
    }),
  );
  return items.flat();
};

/** When the event was recorded that cannot be understood; null where the log does not say so now. */
const haltedSince = async (
  log: EventLog | undefined,
  halted: { readonly stream: string; readonly sequence: number } | undefined,
): Promise<string | null> => {
  if (halted === undefined || log === undefined || !log.connected()) return null;
  const { stream, sequence } = halted;
  const look = { stream: stream as StreamName, sequence, signal: AbortSignal.timeout(LOOK_UP_MS) };
  return (await messageAt(log, look).catch(() => undefined))?.time ?? null;
};
