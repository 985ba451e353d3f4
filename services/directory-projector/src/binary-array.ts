import type { ColumnType } from "./image-tables.ts";

/** Object ids of the types in `pg_type`; they are the same in every Postgres. */
const OIDS: Readonly<Record<ColumnType, number>> = { text: 25, json: 114, bigint: 20, boolean: 16 };

type Value = string | number | boolean | null | undefined;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const LARGEST_NUMBER_BYTES = 8;
const MOST_BYTES_OF_A_UTF16_UNIT = 3;
const TWO_TO_32 = 2 ** 32;

/** What is written grows in here, and is copied once when it is complete: no half-grown buffers wait to be collected. */
let scratch: Buffer = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * A one-dimensional array as `array_recv` of Postgres reads it. As text, every value would be quoted here and taken apart there,
 * which costs both sides more than the rest of the way.
 */
export const binaryArray = (type: ColumnType, values: readonly Value[]): Buffer => {
  let at = HEADER_BYTES;
  let hasNull = 0;
  for (const value of values) {
    const most = LENGTH_BYTES + (typeof value === "string" ? MOST_BYTES_OF_A_UTF16_UNIT * value.length : LARGEST_NUMBER_BYTES);
    if (at + most > scratch.length) grow(at, most);
    if (value === null || value === undefined) {
      hasNull = 1;
      at = scratch.writeInt32BE(-1, at);
    } else {
      const length = writeValue(scratch, at + LENGTH_BYTES, value);
      at = scratch.writeInt32BE(length, at) + length;
    }
  }
  scratch.writeInt32BE(1, 0); // dimensions
  scratch.writeInt32BE(hasNull, 4);
  scratch.writeInt32BE(OIDS[type], 8);
  scratch.writeInt32BE(values.length, 12);
  scratch.writeInt32BE(1, 16); // its first index
  return Buffer.from(scratch.subarray(0, at));
};

const grow = (used: number, more: number): void => {
  const larger = Buffer.allocUnsafeSlow(2 * (used + more));
  scratch.copy(larger, 0, 0, used);
  scratch = larger;
};

const writeValue = (buffer: Buffer, at: number, value: string | number | boolean): number => {
  if (typeof value === "string") return buffer.write(value, at, "utf8");
  if (typeof value === "boolean") return buffer.writeUInt8(value ? 1 : 0, at) - at;
  const high = Math.floor(value / TWO_TO_32);
  return buffer.writeUInt32BE(value - high * TWO_TO_32, buffer.writeInt32BE(high, at)) - at;
};
