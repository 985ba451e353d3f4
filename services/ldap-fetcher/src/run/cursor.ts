import { hash } from "node:crypto";
import type { Cursor, ServerIdentity, Witness } from "@dirstream/contracts";

/** What a server said of its whole state, and until when that says everything. */
export interface Mark {
  readonly kind: Cursor["kind"];
  readonly values: readonly string[];
}

/** Where a server was before a run read anything. */
export interface Position {
  readonly server: ServerIdentity;
  readonly mark: Mark;
  /** Active Directory's DirSync cookie of the same moment or a later one. */
  readonly cookie: Buffer | null;
  readonly atMs: number;
}

/** Where the latest change mark of any entry was this time. */
export const atTime = (position: Omit<Position, "mark">, latest: string): Position => ({
  ...position,
  mark: { kind: "modifyTimestamp", values: [latest] },
});

/** Where the next incremental run may begin. `untilMs`: from then on an entry is in another state without any change in the directory. */
export const cursorOf = ({ server, mark, cookie, atMs }: Position, untilMs?: number, witness?: Witness): Cursor => {
  const cursor = { server, kind: mark.kind, value: textOf(mark), at: new Date(atMs).toISOString() };
  const encoded = cookie?.toString("base64");
  return {
    ...cursor,
    ...(untilMs === undefined ? {} : { until: new Date(untilMs).toISOString() }),
    ...(encoded === undefined ? {} : { dirSync: { cookie: encoded, checksum: checksumOf(cursor, encoded) } }),
    ...(witness === undefined ? {} : { witness }),
  };
};

export const isOfServer = ({ server }: Cursor, { vendor, id }: ServerIdentity): boolean => server.vendor === vendor && server.id === id;

/** Whether the server says the same as then, and says by that that nothing has changed. */
export const isUnchanged = ({ kind, value }: Cursor, mark: Mark): boolean =>
  kind === mark.kind && kind !== "modifyTimestamp" && value === textOf(mark);

/** Whether nothing that time alone changes has changed. */
export const isInTime = ({ until }: Cursor, nowMs: number): boolean => until === undefined || nowMs < Date.parse(until);

/**
 * Update sequence numbers only grow (MS-ADTS 3.1.1.1.9); a lower one is that of a database that was put back. That one which was put back has not
 * come to the same number again is for the witness to say.
 */
export const isRolledBack = ({ kind, value, witness }: Cursor, { values }: Mark): boolean =>
  kind === "highestCommittedUSN" && [value, witness?.upTo ?? value].some((seen) => !(numberOf(values[0]) >= numberOf(seen)));

/** A cookie that was damaged or is another server's is answered as if nothing, or everything, had changed. */
export const isCookieDamaged = (cursor: Cursor): boolean =>
  cursor.dirSync !== undefined && cursor.dirSync.checksum !== checksumOf(cursor, cursor.dirSync.cookie);

export const cookieOf = ({ dirSync }: Cursor): Buffer | null => (dirSync === undefined ? null : Buffer.from(dirSync.cookie, "base64"));

/** As exact as a number of 64 bits; NaN where it is none. */
const numberOf = (text: string | undefined): bigint | number => (/^\d{1,20}$/.test(text ?? "") ? BigInt(text as string) : Number.NaN);

const textOf = ({ values }: Mark): string => values.join("\n");

const checksumOf = ({ server, value, at }: Pick<Cursor, "server" | "value" | "at">, cookie: string): string =>
  hash("sha256", JSON.stringify([server.vendor, server.id, value, at ?? null, cookie]));
