import type { Violation } from "./stored-message.ts";

/** SHA-256 of all that each table holds, in the order of its key. */
export type TableHashes = ReadonlyMap<string, string>;

/** Where each row of a table lies and which transaction wrote it: both change with every row version. */
export type RowVersions = ReadonlyMap<string, readonly string[]>;

/** R2: a log that is folded once more from its first event gives the same tables, byte for byte. */
export const checkReplay = (live: TableHashes, replayed: TableHashes): Violation[] =>
  differences(live, replayed).map((what) => ({ invariant: "R2", what: `${what}, folded again from the first event` }));

/** R4: however the log is cut into batches, the tables are the same. */
export const checkBatches = (live: TableHashes, inSmallBatches: TableHashes): Violation[] =>
  differences(live, inSmallBatches).map((what) => ({ invariant: "R4", what: `${what}, folded in other batches` }));

const differences = (live: TableHashes, other: TableHashes): string[] =>
  [...new Set([...live.keys(), ...other.keys()])].flatMap((table) => {
    if (!other.has(table)) return [`the table ${table} is not there`];
    if (!live.has(table)) return [`there is another table, ${table}`];
    return live.get(table) === other.get(table) ? [] : [`the table ${table} has other bytes`];
  });

/** R3: events that are delivered again write no row version. */
export const checkRowVersions = (before: RowVersions, after: RowVersions): Violation[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap((table) => {
    const [was, is] = [new Set(before.get(table)), new Set(after.get(table))];
    const changed = [written(is.difference(was).size), gone(was.difference(is).size)].filter((it) => it !== undefined);
    return changed.length === 0 ? [] : [{ invariant: "R3", what: `${table}: events delivered again ${changed.join(" and ")}` }];
  });

const written = (count: number): string | undefined => (count === 0 ? undefined : `wrote ${count} row versions`);
const gone = (count: number): string | undefined => (count === 0 ? undefined : `ended ${count}`);
