import { subjects } from "@dirstream/contracts";
import { type EventLog, readToEnd } from "@dirstream/event-log";
import { foldBatch, ownerKey } from "./fold/fold-batch.ts";
import type { Owner, Reading } from "./fold/read-event.ts";
import { Displaced, narrowing, positionOf, type StreamProjection, saveHalted } from "./projection.ts";
import { recordVisible } from "./run-visible.ts";
import type { HaltedRow } from "./tables.ts";
import { statementsOf, writeRows } from "./write-rows.ts";
import type { WriterSession } from "./writer-session.ts";

interface Due extends HaltedRow {
  /** Whether the event itself is left out; null when it was resumed already, and the catch-up was interrupted. */
  readonly skip: boolean | null;
}

// A resumption that led to nothing is not forgotten: a newer projector may understand the event.
const DUE = `
  select halted.*, resumed.skip
  from halted left join projection_resumed as resumed
    on not halted.resuming and resumed.account = halted.account and resumed.stream = halted.stream and resumed.halted_at = halted.sequence
  where halted.stream = $1 and (halted.resuming or resumed.skip is not null)
  order by halted.account, halted.connector`;

/**
 * Brings halted connectors that a person has resumed up to the stream's checkpoint, by reading their own subjects alone.
 * Meanwhile `halted.sequence` is a checkpoint of their own: at every commit, everything before it is folded and nothing after.
 * Nothing else may write to the stream's tables meanwhile.
 */
export const resumeHalted = async (session: WriterSession, log: EventLog, projection: StreamProjection): Promise<Owner[]> => {
  const resumed: Owner[] = [];
  for (const { skip, ...halted } of await session.query<Due>(DUE, [projection.stream])) {
    // Behind a checkpoint that was set back, as by a restored database: what halted it is yet to come.
    if (halted.sequence > positionOf(projection)) continue;
    let from: (HaltedRow & Pick<Due, "skip">) | undefined = { ...halted, skip };
    while (from !== undefined) from = await resumeOne(session, log, projection, from);
    if (!projection.halted.has(ownerKey(halted))) resumed.push(halted);
  }
  return resumed;
};

/** The next halt of the same connector that was resumed as well, which is so when the log is folded again; undefined when there is none. */
const resumeOne = async (
  session: WriterSession,
  log: EventLog,
  projection: StreamProjection,
  { skip, ...halted }: HaltedRow & Pick<Due, "skip">,
): Promise<Due | undefined> => {
  const from = { ...halted, sequence: halted.sequence + (skip === true ? 1 : 0), resuming: true };
  if (await catchUp(session, log, projection, from)) return undefined;
  const due = await session.query<Due>(DUE, [projection.stream]);
  // An event that halts it once more at the same place would do so for ever.
  return due.find((it) => ownerKey(it) === ownerKey(halted) && !it.resuming && it.sequence > halted.sequence);
};

/** Whether it has reached the checkpoint; if not, it has halted again. */
const catchUp = async (session: WriterSession, log: EventLog, projection: StreamProjection, from: HaltedRow): Promise<boolean> => {
  const { stream } = projection;
  let halted = from;
  const apply = async (readings: Iterable<Reading>): Promise<void> => {
    if (!halted.resuming) return; // the half before this one has halted it again
    const { changes, halts, last } = foldBatch(stream, readings, () => false);
    const next = halts[0] ?? { ...halted, sequence: last.sequence + 1 };
    await write(session, projection, async () => {
      await writeRows(session.query, statementsOf(changes, "looked up"));
      await saveHalted(session, next);
      await recordVisible(session.query, projection, changes);
    });
    halted = next;
  };

  const filters = subjectsOf(projection, from);
  for await (const messages of readToEnd(log, { stream, filters, after: from.sequence - 1 })) {
    const until = positionOf(projection);
    const folded = messages.filter(({ sequence }) => sequence <= until);
    if (folded.length > 0) await narrowing(folded, apply);
    if (folded.length < messages.length || !halted.resuming) break;
  }
  projection.halted.set(ownerKey(halted), halted);
  if (!halted.resuming) return false;

  await write(session, projection, async () => {
    const which = [stream, halted.account, halted.connector];
    await session.query("delete from halted where stream = $1 and account = $2 and connector = $3", which);
  });
  projection.halted.delete(ownerKey(halted));
  return true;
};

/** In a transaction that holds the stream's checkpoint where it is. */
const write = async (session: WriterSession, projection: StreamProjection, work: () => Promise<void>): Promise<void> =>
  session.transaction(async () => {
    const fence = [projection.stream, positionOf(projection)];
    const held = await session.query("select 1 from checkpoint where stream = $1 and sequence = $2 for update", fence);
    if (held.length !== 1) throw new Displaced(projection.stream);
    await work();
  });

const subjectsOf = ({ stream }: StreamProjection, { account, connector }: Owner): string[] => {
  if (connector === "") return [subjects.account(account)];
  switch (stream) {
    case "CONNECTORS":
      return [subjects.connector(account, connector)];
    case "SYNC_REQUESTS":
      return [subjects.syncRequest(account, connector)];
    case "DIRECTORY":
      return [
        subjects.sync(account, connector),
        subjects.entriesOf(account, connector),
        subjects.membersOf(account, connector, "*"),
        subjects.holdItems(account, connector, "*"),
      ];
  }
};
