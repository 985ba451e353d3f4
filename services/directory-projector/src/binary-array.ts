import type { ColumnType } from "./image-tables.ts";

/** Object ids of the types in `pg_type`; they are the same in every Postgres. */
const OIDS: Readonly<Record<ColumnType, number>> = { text: 25, json: 114, bigint: 20, boolean: 16 };

type Value = string | number | boolean | null | undefined;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const LARGEST_NUMBER_BYTES = 8;
const MOST_BYTES_OF_A_UTF16_UNIT = 3;

/**
 * A one-dimensional array as `array_recv` of Postgres reads it. As text, every value would be quoted here and taken apart there,
 * which costs both sides more than the rest of the way.
 */
export const binaryArray = (type: ColumnType, values: readonly Value[]): Buffer => {
  let buffer: Buffer = Buffer.allocUnsafe(HEADER_BYTES + 64 * values.length);
  let at = HEADER_BYTES;
  let hasNull = 0;
  for (const value of values) {
    const most = LENGTH_BYTES + (typeof value === "string" ? MOST_BYTES_OF_A_UTF16_UNIT * value.length : LARGEST_NUMBER_BYTES);
    if (at + most > buffer.length) buffer = grown(buffer, at, most);
    if (value === null || value === undefined) {
      hasNull = 1;
      at = buffer.writeInt32BE(-1, at);
    } else {
      const length = writeValue(buffer, at + LENGTH_BYTES, value);
      at = buffer.writeInt32BE(length, at) + length;
    }
  }
  buffer.writeInt32BE(1, 0); // dimensions
  buffer.writeInt32BE(hasNull, 4);
  buffer.writeInt32BE(OIDS[type], 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16); // its first index
  return buffer.subarray(0, at);
};

const grown = (buffer: Buffer, used: number, more: number): Buffer => {
  const larger = Buffer.allocUnsafe(2 * (used + more));
  buffer.copy(larger, 0, 0, used);
  return larger;
};

const writeValue = (buffer: Buffer, at: number, value: string | number | boolean): number => {
  if (typeof value === "string") return buffer.write(value, at, "utf8");
  if (typeof value === "boolean") return buffer.writeUInt8(value ? 1 : 0, at) - at;
  return buffer.writeBigInt64BE(BigInt(value), at) - at;
};
