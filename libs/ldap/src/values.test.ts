import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base32Hex, entryIdOf } from "./entry-id.ts";
import { guidFromBytes, guidToBytes, uuidFromBytes, uuidToBytes } from "./guid.ts";
import { instantOfFiletime, instantOfGeneralizedTime } from "./instant.ts";
import { sidFromBytes } from "./sid.ts";

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));

test("Active Directory's objectGUID is mixed-endian, entryUUID is not", () => {
  const bytes = hex("9ee08c8a5c3b4f4e8f0e00112233aabb");
  expect(guidFromBytes(bytes)).toBe("8a8ce09e-3b5c-4e4f-8f0e-00112233aabb");
  expect(uuidFromBytes(bytes)).toBe("9ee08c8a-5c3b-4f4e-8f0e-00112233aabb");
});

test("GUIDs and UUIDs go to bytes and back, whatever byte stands where", () => {
  for (const at of Array(16).keys()) {
    for (const byte of Array(256).keys()) {
      const bytes = Uint8Array.from({ length: 16 }, (_, index) => (index === at ? byte : index * 16));
      expect(guidFromBytes(bytes)).toBe(guidOf(Buffer.from(bytes)));
      expect(guidToBytes(guidFromBytes(bytes))).toEqual(bytes);
      expect(uuidFromBytes(bytes).replaceAll("-", "")).toBe(Buffer.from(bytes).toString("hex"));
      expect(uuidToBytes(uuidFromBytes(bytes).toUpperCase())).toEqual(bytes);
    }
  }
  expect(() => guidFromBytes(hex("00"))).toThrow(/16 bytes/);
  expect(() => uuidToBytes("not-one")).toThrow(/is not a UUID/);
});

/** By the numbers that the structure is made of (MS-DTYP 2.3.4.2). */
const guidOf = (bytes: Buffer): string => {
  const [data1, data2, data3] = [bytes.readUInt32LE(0), bytes.readUInt16LE(4), bytes.readUInt16LE(6)];
  const digits = (number: number, count: number): string => number.toString(16).padStart(count, "0");
  const data4 = [bytes.toString("hex", 8, 10), bytes.toString("hex", 10)];
  return [digits(data1, 8), digits(data2, 4), digits(data3, 4), ...data4].join("-");
};

test.each([
  ["01020000000000052000000020020000", "S-1-5-32-544"],
  ["010500000000000515000000a065cf7e784b9b5fe77c8770091c0100", "S-1-5-21-2127521184-1604012920-1887927527-72713"],
  ["010100000000000100000000", "S-1-1-0"],
  ["0100000000000005", "S-1-5"],
  ["010100ffffffffff01000000", "S-1-0x00ffffffffff-1"],
  ["01010000ffffffff01000000", "S-1-4294967295-1"],
  ["010100010000000001000000", "S-1-0x000100000000-1"],
])("the SID %s is %s", (bytes, text) => {
  expect(sidFromBytes(hex(bytes))).toBe(text);
});

/** Back to the bytes that the text was made of (MS-DTYP 2.4.2.2). */
const bytesOfSid = (text: string): Uint8Array => {
  const [, revision, authority, ...parts] = text.split("-");
  const bytes = Buffer.alloc(8 + 4 * parts.length);
  bytes.writeUInt8(Number(revision), 0);
  bytes.writeUInt8(parts.length, 1);
  bytes.writeUIntBE(Number(authority), 2, 6);
  for (const [at, part] of parts.entries()) bytes.writeUInt32LE(Number(part), 8 + 4 * at);
  return new Uint8Array(bytes);
};

test("a SID of any length says all of its bytes, whatever stands where", () => {
  for (const count of [0, 1, 2, 5, 15]) {
    for (const at of Array(8 + 4 * count).keys()) {
      for (const byte of at === 1 ? [] : Array(256).keys()) {
        const bytes = Uint8Array.from({ length: 8 + 4 * count }, (_, index) => (index === at ? byte : (index * 37) % 256));
        bytes[1] = count;
        if (!isDeepStrictEqual(bytesOfSid(sidFromBytes(bytes)), bytes)) expect(bytesOfSid(sidFromBytes(bytes))).toEqual(bytes);
      }
    }
  }
});

test.each(["", "01", "0102", "0101000000000005", "01020000000000052000000020020000ff", "0110000000000005"])(
  "the bytes %s are no SID",
  (bytes) => {
    expect(() => sidFromBytes(hex(bytes))).toThrow(/not a security identifier/);
  },
);

describe("times", () => {
  test.each([
    ["0", null],
    ["9223372036854775807", null],
    ["116444736000000000", "1970-01-01T00:00:00.000Z"],
    ["133444736123456789", "2023-11-14T22:13:32.345Z"],
    ["9223372036854775806", "+030828-09-14T02:48:05.477Z"],
    ["soon", null],
  ])("FILETIME %s", (text, instant) => {
    expect(instantOfFiletime(text)).toBe(instant);
  });

  test.each([
    ["20260801093015Z", "2026-08-01T09:30:15.000Z"],
    ["20260801093015.1234567Z", "2026-08-01T09:30:15.123Z"],
    ["20260801093015.0Z", "2026-08-01T09:30:15.000Z"],
    ["2026080109Z", "2026-08-01T09:00:00.000Z"],
    ["2026080109.5Z", "2026-08-01T09:30:00.000Z"],
    ["202608010930,5Z", "2026-08-01T09:30:30.000Z"],
    ["20260801093015+0230", "2026-08-01T07:00:15.000Z"],
    ["20260801003015-02", "2026-08-01T02:30:15.000Z"],
    ["20240229000000Z", "2024-02-29T00:00:00.000Z"],
    ["00010101000000Z", "0001-01-01T00:00:00.000Z"],
    ["20230229000000Z", null],
    ["20261301000000Z", null],
    ["20260801243015Z", null],
    ["20260801093015", null],
    ["yesterday", null],
  ])("GeneralizedTime %s", (text, instant) => {
    expect(instantOfGeneralizedTime(text)).toBe(instant);
  });

  test("GeneralizedTime of every day of four years, and of no other", () => {
    for (const year of [2023, 2024, 2025, 2026]) {
      for (let month = 1; month <= 12; month++) {
        for (let day = 1; day <= 31; day++) {
          const [mm, dd] = [month, day].map((part) => `${part}`.padStart(2, "0"));
          const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
          expect(instantOfGeneralizedTime(`${year}${mm}${dd}235958Z`)).toBe(isDay ? `${year}-${mm}-${dd}T23:59:58.000Z` : null);
        }
      }
    }
  });
});

describe("an entry is named by its immutable id", () => {
  const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

  test.each([
    ["9EE08C8A-5C3B-4F4E-8F0E-00112233AABB", "9ee08c8a-5c3b-4f4e-8f0e-00112233aabb"],
    ["b1c2-d3", "b1c2-d3"],
    ["a.b", "c4n64"],
    ["AB", "8510"],
  ])("%s is named %s", (id, name) => {
    expect(entryIdOf(latin1(id))).toBe(name);
  });

  test("any id is one token of a subject, and bytes in base32hex are as RFC 4648 has them", () => {
    expect(base32Hex(latin1("foobar"))).toBe("cpnmuoj1e8");
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (id) => {
        expect(entryIdOf(id)).toMatch(/^[0-9a-z-]{1,64}$/);
      }),
    );
  });

  test("an empty or endless id is refused", () => {
    expect(() => entryIdOf(latin1(""))).toThrow(/1 to 40 bytes/);
    expect(() => entryIdOf(latin1("A".repeat(41)))).toThrow(/1 to 40 bytes/);
  });
});
