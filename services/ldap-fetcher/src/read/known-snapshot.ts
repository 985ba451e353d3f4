import { hash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { HEADERS, KNOWN_BUCKET } from "@dirstream/contracts";
import { type EventLog, getValue, messageAt, putValue, type RecordedMessage, streamIdentity } from "@dirstream/event-log";
import * as z from "zod";
import type { Place } from "../place.ts";
import { type KnownPart, type KnownRows, KnownTable } from "./known-table.ts";

/** Another layout of rows or parts gets another number; one that is not known is left alone and made anew. */
const FORMAT = 1;
/** A row takes 77 bytes and a part about 60, so that a value stays well below what a message may have. */
const ROWS_PER_VALUE = 8_000;
const PARTS_PER_VALUE = 8_000;

/** What a snapshot is of, and the values that it consists of: put last, so that it never names what is not there yet. */
const Head = z.object({
  format: z.literal(FORMAT),
  /** Of the stream, since its sequences mean nothing in another one. */
  identity: z.string(),
  /** Everything up to this sequence is in it. */
  position: z.int().min(1),
  /** Of the message there: a stream that was put back from a backup may have another one. */
  fingerprint: z.string(),
  /** The values lie in one of two places in turn, so that a snapshot stays whole while the next one is put. */
  place: z.enum(["a", "b"]),
  /** SHA-256 of each value, in their order: those of rows, then those of parts. */
  rows: z.array(z.string()),
  parts: z.array(z.string()),
});
type Head = z.output<typeof Head>;

export interface Snapshot {
  readonly known: KnownTable;
  readonly position: number;
  readonly last: Pick<RecordedMessage, "sequence" | "header">;
  readonly place: Head["place"];
}

const headKey = ({ account, connector }: Place): string => `${account}.${connector}`;
const valueKey = (place: Place, at: Head["place"], number: number): string => `${headKey(place)}.${at}.${number}`;

/** The last snapshot; undefined where there is none, or where anything about it is odd: the log has it all. */
export const takeSnapshot = async (log: EventLog, place: Place): Promise<Snapshot | undefined> => {
  const head = headIn(await kept(log, headKey(place)));
  if (head === undefined || head.identity !== (await streamIdentity(log, "DIRECTORY"))) return undefined;
  const last = await messageAt(log, { stream: "DIRECTORY", sequence: head.position });
  if (last?.header(HEADERS.fingerprint) !== head.fingerprint) return undefined;
  const known = await restored(head, (number) => kept(log, valueKey(place, head.place, number)));
  return known && { known, position: head.position, last, place: head.place };
};

/** An old one is as good: it is what its position says. */
const kept = (log: EventLog, key: string): Promise<Uint8Array | undefined> => getValue(log, { bucket: KNOWN_BUCKET, key, from: "any" });

const headIn = (value: Uint8Array | undefined): Head | undefined => {
  if (value === undefined) return undefined;
  try {
    return Head.safeParse(JSON.parse(Buffer.from(value).toString())).data;
  } catch {
    return undefined;
  }
};

/** One value after the other: all of them at once would lie in memory three times. */
const restored = async (head: Head, kept: (number: number) => Promise<Uint8Array | undefined>): Promise<KnownTable | undefined> => {
  const rows: KnownRows[] = [];
  const parts: KnownPart[] = [];
  for (const [number, digest] of [...head.rows, ...head.parts].entries()) {
    const bytes = await kept(number);
    if (bytes === undefined || hash("sha256", bytes) !== digest) return undefined;
    const value = orUndefined(() => deserialize(bytes));
    if (value === undefined) return undefined;
    if (number < head.rows.length) rows.push(value as KnownRows);
    else parts.push(...(value as KnownPart[]));
  }
  return orUndefined(() => {
    const known = new KnownTable();
    known.restore(rows, parts);
    return known;
  });
};

const orUndefined = <Result>(make: () => Result): Result | undefined => {
  try {
    return make();
  } catch {
    return undefined;
  }
};

/** Keeps what was learned up to a message, in place of the snapshot before. */
export const keepSnapshot = async (
  log: EventLog,
  place: Place,
  known: KnownTable,
  last: Pick<RecordedMessage, "sequence" | "header">,
  before: Snapshot | undefined,
): Promise<void> => {
  const at = before?.place === "a" ? "b" : "a";
  let number = 0;
  const put = async (kept: KnownRows | readonly KnownPart[]): Promise<string> => {
    const value = serialize(kept);
    await putValue(log, { bucket: KNOWN_BUCKET, key: valueKey(place, at, number++), value });
    return hash("sha256", value);
  };
  const rows: string[] = [];
  for (let row = 0; row < known.size; row += ROWS_PER_VALUE) rows.push(await put(known.rows(row, row + ROWS_PER_VALUE)));
  const all = known.parts();
  const parts: string[] = [];
  for (let part = 0; part < all.length; part += PARTS_PER_VALUE) parts.push(await put(all.slice(part, part + PARTS_PER_VALUE)));
  const head: Head = {
    ...{ format: FORMAT, identity: await streamIdentity(log, "DIRECTORY"), place: at, rows, parts },
    ...{ position: last.sequence, fingerprint: last.header(HEADERS.fingerprint) ?? "" },
  };
  await putValue(log, { bucket: KNOWN_BUCKET, key: headKey(place), value: Buffer.from(JSON.stringify(head)) });
};
