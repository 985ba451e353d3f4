import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { StreamName } from "@dirstream/contracts";
import { expectedTables, KEYS, keyOf, type Row } from "./expected-tables.ts";
import type { LogEvent, StoredMessage, Violation } from "./stored-message.ts";

/** Everything that the read model's database holds. */
export interface StoredTables {
  /** Rows by table. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly checkpoints: readonly Checkpoint[];
  readonly halted: readonly Halted[];
}

export interface Checkpoint {
  readonly stream: StreamName;
  readonly identity: string;
  readonly sequence: number;
  readonly subject: string;
  readonly event: string;
}

export interface Halted {
  readonly stream: StreamName;
  readonly account: string;
  readonly connector: string;
  readonly sequence: number;
}

/**
 * R1 and R7: the tables are the fold of what the log holds up to the checkpoints, and of a halted connector up to where it halted;
 * every row, every column.
 */
export const checkTables = (log: readonly LogEvent[], stored: StoredTables): Violation[] => {
  const expected = expectedTables(log.filter((it) => isFolded(it, stored)));
  return [...expected].flatMap(([table, rows]) => {
    const actual = new Map((stored.rows.get(table) ?? []).map((row) => [keyOf(table, row), row]));
    return [
      ...[...rows].flatMap(([key, row]) => compareRow(table, key, row, actual.get(key))),
      ...[...actual.keys()]
        .filter((key) => !rows.has(key))
        .map((key) => ({ invariant: "R1", what: `${table} has a row that the log does not: ${key}` })),
    ];
  });
};

/** Whether the tables ought to show an event. */
export const isFolded = ({ stream, sequence, place }: LogEvent, { checkpoints, halted }: StoredTables): boolean => {
  const checkpoint = checkpoints.find((it) => it.stream === stream)?.sequence ?? 0;
  const connector = place.of === "account" ? "" : place.connector;
  const halt = halted.find((it) => it.stream === stream && it.account === place.account && it.connector === connector);
  return sequence <= checkpoint && (halt === undefined || sequence < halt.sequence);
};

const compareRow = (table: string, key: string, expected: Row, actual: Row | undefined): Violation[] => {
  if (actual === undefined) return [{ invariant: "R1", what: `${table} lacks a row: ${key}` }];
  return Object.entries(expected)
    .filter(([column, value]) => value !== actual[column] && !isDeepStrictEqual(plain(value), plain(actual[column])))
    .map(([column]) => ({ invariant: "R1", what: `${table}.${column} is not what the log says: ${key}` }));
};

/** As JSON has it: no undefined, no order of names. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** R1: a table that the checker does not know is one that it does not check. */
export const checkTableNames = (names: readonly string[]): Violation[] => {
  const bookkeeping = ["checkpoint", "halted"];
  const unknown = names.filter((name) => !(name in KEYS) && !bookkeeping.includes(name) && !name.startsWith("kysely_"));
  return unknown.map((name) => ({ invariant: "R1", what: `nobody checks the table ${name}` }));
};

/** R10: the checkpoint's event is in this very log, at the checkpoint's sequence. */
export const checkCheckpoints = (
  messages: readonly StoredMessage[],
  checkpoints: readonly Checkpoint[],
  identities: ReadonlyMap<StreamName, string>,
): Violation[] =>
  checkpoints.flatMap(({ stream, identity, sequence, subject, event }) => {
    const report = (what: string) => [{ invariant: "R10", sequence, what: `the checkpoint of ${stream} ${what}` }];
    if (identities.get(stream) !== identity) return report("is of another stream");
    const message = messages.find((it) => it.stream === stream && it.sequence === sequence);
    if (message === undefined) return report("stands where the log holds nothing");
    if (message.subject !== subject || !namesOf(message.payload).includes(event))
      return report("names another event than the log holds there");
    return [];
  });

const namesOf = (payload: Uint8Array): string[] => {
  const hash = `sha256:${createHash("sha256").update(payload).digest("hex")}`;
  try {
    const { id } = JSON.parse(Buffer.from(payload).toString("utf8")) as { id: string };
    return [hash, id];
  } catch {
    return [hash];
  }
};

/** Every stream is folded to its end: what was recorded can be seen. */
export const checkFoldedToTheEnd = (messages: readonly StoredMessage[], checkpoints: readonly Checkpoint[]): Violation[] => {
  const last = new Map<StreamName, number>();
  for (const { stream, sequence } of messages) last.set(stream, Math.max(sequence, last.get(stream) ?? 0));
  return [...last].flatMap(([stream, sequence]) => {
    const folded = checkpoints.find((it) => it.stream === stream)?.sequence ?? 0;
    return folded >= sequence
      ? []
      : [{ invariant: "R1", sequence: folded + 1, what: `${stream} is folded to ${folded} of ${sequence} only` }];
  });
};
